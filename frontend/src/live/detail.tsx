/** One rep's day beside the map: what needs a look, the stops with their times, and the way so far. */
import { distance } from "../format";
import { Bar } from "./list";
import { RestPanel, type RestProps } from "./rest_panel";
import { spanOf, type Trail } from "./trail";
import type { DayStop, LiveDay, LiveRep } from "./types";
import { clock, lateBy, lateText, seenText, stateText } from "./words";

export interface DetailProps extends RestProps {
  rep: LiveRep;
  day: LiveDay | null;
  trail: Trail | null;
  color: string;
  now: number;
  /** Where the replay stands; 0 for now. */
  replay: number;
  setReplay(at: number): void;
  setDate(date: string): void;
  back(): void;
  openRoute(): void;
  openVisit(id: number): void;
  replan(): void;
}

export function Detail(props: DetailProps): preact.JSX.Element {
  const { rep, day, labels, lang, now, color } = props;
  const late = lateText(rep, labels);
  return (
    <div class="fvr-live-detail" data-rep={rep.id}>
      <button type="button" class="fvr-live-back" onClick={props.back}>
        ‹ {labels.liveBack}
      </button>
      <h3>
        <span class="fvr-live-dot" style={{ borderColor: color }} /> {rep.name}
      </h3>
      <p class="fvr-live-state">
        {stateText(rep, labels)}
        {rep.next.name && <b class={late ? "fvr-live-late" : ""}> · {late || labels.liveOnTime}</b>}
      </p>
      <p class="fvr-live-seen">
        {rep.on_duty ? labels.liveOnDuty : labels.liveOffDuty} · {seenText(rep, labels, lang, now)}
        {rep.position.accuracy_m ? " · ± " + distance(rep.position.accuracy_m, lang) : ""}
      </p>
      <Bar rep={rep} labels={labels} />
      {rep.alerts.map((alert) => (
        <p class="fvr-live-alert" role="status" key={alert.code}>
          {alert.text}
        </p>
      ))}
      <Actions {...props} />
      <RestPanel {...props} />
      {day && <Replay {...props} day={day} />}
      {day && <Stops {...props} day={day} />}
    </div>
  );
}

function Actions({ rep, day, labels, openRoute, replan }: DetailProps): preact.JSX.Element {
  return (
    <div class="fvr-live-actions">
      {rep.route_id > 0 && (
        <button type="button" class="fvr-button" data-action="route" onClick={openRoute}>
          {labels.liveRoute}
        </button>
      )}
      {rep.route_id > 0 && rep.state !== "finished" && (
        <button type="button" class="fvr-button" data-action="replan" onClick={replan}>
          {labels.liveReplan}
        </button>
      )}
      {day && day.phone && (
        <a class="fvr-button" href={"tel:" + day.phone.replace(/[^+\d]/g, "")}>
          {labels.liveCall} {day.phone}
        </a>
      )}
    </div>
  );
}

interface DayProps extends DetailProps {
  day: LiveDay;
}

/** A slider over the day's positions; at its right end the map is live again. */
function Replay(props: DayProps): preact.JSX.Element {
  const { day, trail, labels, lang, replay, setReplay, setDate } = props;
  const span = trail && spanOf(trail);
  const [from, to] = span || [0, 0];
  const at = replay || to;
  return (
    <section class="fvr-live-replay">
      <h4>
        <label>
          {labels.liveDay}{" "}
          <input
            type="date"
            value={day.date}
            onChange={(event) => event.currentTarget.value && setDate(event.currentTarget.value)}
          />
        </label>
      </h4>
      {!span && <p>{labels.liveNoTrail}</p>}
      {span && (
        <label class="fvr-live-slider">
          <span>
            {labels.liveReplay}: {clock(at, lang)} · {distance(day.distance_m, lang)}
          </span>
          <input
            type="range"
            min={from}
            max={to}
            step={10}
            value={at}
            aria-valuetext={clock(at, lang)}
            onInput={(event) => {
              const value = Number(event.currentTarget.value);
              setReplay(value >= to - 10 ? 0 : value);
            }}
          />
        </label>
      )}
      {trail && trail.gaps.length > 0 && (
        <ul class="fvr-live-gaps">
          {trail.gaps.map(([before, after]) => (
            <li key={before.at}>
              {labels.liveGap}: {clock(before.until, lang)}–{clock(after.at, lang)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Stops(props: DayProps): preact.JSX.Element {
  const { day, labels, openVisit } = props;
  if (!day.stops.length) return <p>{labels.liveNoStops}</p>;
  return (
    <ol class="fvr-live-stops">
      {day.stops.map((stop) => (
        <li key={stop.visit_id} data-state={stop.state}>
          <button type="button" data-visit={stop.visit_id} onClick={() => openVisit(stop.visit_id)}>
            <span class="fvr-live-stop">{stop.name}</span>
            <Times stop={stop} {...props} />
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Planned, and what came or will come of it. */
function Times({ stop, labels, lang }: DayProps & { stop: DayStop }): preact.JSX.Element {
  const planned = clock(stop.planned, lang);
  const real = [clock(stop.began, lang), clock(stop.ended, lang)].filter(Boolean).join("–");
  const late = lateBy((Date.parse(stop.arrival) - Date.parse(stop.planned)) / 1000, labels);
  return (
    <span class="fvr-live-times">
      {planned && (
        <span title={labels.livePlanned}>
          {planned}
          {stop.promised && <abbr title={labels.livePromised}> ★</abbr>}
        </span>
      )}
      {real && <b>{real}</b>}
      {late && (
        <b class="fvr-live-late" title={labels.liveExpected}>
          → {clock(stop.arrival, lang)} ({late})
        </b>
      )}
    </span>
  );
}
