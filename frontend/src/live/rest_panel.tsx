/** What a new rest of the day would change, to be accepted or left. */
import { isUnderWay, type Change, type Replan } from "../app/replan/data";
import { fill } from "../labels";
import type { Labels } from "../types";
import { clock } from "./words";

export interface RestProps {
  rest: Replan | null;
  restBusy: boolean;
  labels: Labels;
  lang: string;
  answer(accept: boolean): void;
}

export function RestPanel(props: RestProps): preact.JSX.Element | null {
  const { rest, labels } = props;
  if (!rest) return null;
  return (
    <section class="fvr-live-rest" data-state={rest.state} aria-live="polite">
      <h4>{titleOf(rest, labels)}</h4>
      {!rest.is_own && <p>{fill(labels.liveRestBy, rest.asked_by)}</p>}
      {isUnderWay(rest) && <progress max={100} value={rest.progress || undefined} />}
      {rest.state === "proposed" && <Proposal {...props} rest={rest} />}
      {rest.warning.map((text) => (
        <p class="fvr-live-alert" key={text}>
          {text}
        </p>
      ))}
      {rest.state === "proposed" && <Decide {...props} rest={rest} />}
    </section>
  );
}

function titleOf(rest: Replan, labels: Labels): string {
  if (isUnderWay(rest)) return labels.liveRestComputing;
  if (rest.state === "applied") return labels.liveRestApplied;
  if (rest.state === "failed") return rest.message || labels.liveRestFailed;
  return labels.liveRestProposed;
}

type ToldProps = RestProps & { rest: Replan };

function Proposal({ rest, labels, lang }: ToldProps): preact.JSX.Element {
  return (
    <>
      {!rest.changes.length && <p>{labels.liveRestSame}</p>}
      <ul class="fvr-live-changes">
        {rest.changes.map((change, row) => (
          <li key={row} data-kind={change.kind}>
            <b>{change.customer}</b>
            <span>{changeText(change, lang)}</span>
          </li>
        ))}
      </ul>
      {rest.kept.length > 0 && <p>{fill(labels.liveRestKept, rest.kept.join(", "))}</p>}
    </>
  );
}

function changeText(change: Change, lang: string): string {
  const times = [change.from, change.to].map((at) => at && clock(at.replace(" ", "T") + "Z", lang));
  return [change.kind_label, times.filter(Boolean).join(" → "), change.by_text]
    .filter(Boolean)
    .join(" · ");
}

function Decide({ rest, restBusy, labels, answer }: ToldProps): preact.JSX.Element {
  if (!rest.can_decide) return <p>{fill(labels.liveRestWaits, rest.asked_by)}</p>;
  return (
    <div class="fvr-live-actions">
      <button
        type="button"
        class="fvr-button fvr-live-main"
        data-action="accept"
        disabled={restBusy}
        onClick={() => answer(true)}
      >
        {labels.liveRestAccept}
      </button>
      <button
        type="button"
        class="fvr-button"
        data-action="decline"
        disabled={restBusy}
        onClick={() => answer(false)}
      >
        {labels.liveRestDecline}
      </button>
    </div>
  );
}
