/** The reps beside the map: who needs a look comes first. */
import { Component } from "preact";
import { fill } from "../labels";
import type { Labels } from "../types";
import type { LiveRep } from "./types";
import { sorted, statesOf, teamsOf, type Choice, type Filter, type Option } from "./choice";
import { isStale, lateText, seenText, stateText } from "./words";

export interface ListProps {
  reps: LiveRep[];
  /** Colours by rep. */
  colors: ReadonlyMap<number, string>;
  labels: Labels;
  lang: string;
  now: number;
  choice: Choice;
  setChoice(change: Partial<Choice>): void;
  /** Whether the ways of all reps are on the map. */
  trails: boolean;
  /** Of how many of them the way is there, and of how many it is to come. */
  trailsShown: [number, number];
  setTrails(on: boolean): void;
  choose(id: number): void;
}

export function List(props: ListProps): preact.JSX.Element {
  const { reps, labels, choice, setChoice } = props;
  const shown = sorted(reps, choice);
  const [drawn, all] = props.trailsShown;
  return (
    <div class="fvr-live-list">
      <input
        type="search"
        class="fvr-live-find"
        value={choice.text}
        placeholder={labels.liveFind}
        aria-label={labels.liveFind}
        onInput={(event) => setChoice({ text: event.currentTarget.value })}
      />
      <Filters {...props} />
      <Selections {...props} />
      <div class="fvr-live-trails">
        <label>
          <input
            type="checkbox"
            checked={props.trails}
            onChange={(event) => props.setTrails(event.currentTarget.checked)}
          />{" "}
          {labels.liveTrails}
        </label>
        <span role="status">
          {drawn < all && " · " + fill(labels.liveTrailsSome, String(drawn) + " / " + String(all))}
        </span>
      </div>
      {!shown.length && (
        <p class="fvr-live-nobody">{reps.length ? labels.liveNobody : labels.liveNoReps}</p>
      )}
      <ul>
        {shown.map((rep) => (
          <Row key={rep.id} rep={rep} {...props} />
        ))}
      </ul>
    </div>
  );
}

function Filters({ reps, labels, choice, setChoice }: ListProps): preact.JSX.Element {
  const count = (test: (rep: LiveRep) => boolean): number => reps.filter(test).length;
  const chips: [Filter, string, number][] = [
    ["all", labels.liveAll, reps.length],
    ["duty", labels.liveOnDuty, count((rep) => rep.on_duty)],
    ["look", labels.liveNeedsALook, count((rep) => rep.alerts.length > 0)],
  ];
  return (
    <div class="fvr-live-filters" role="group">
      {chips.map(([key, label, number]) => (
        <button
          type="button"
          key={key}
          data-filter={key}
          aria-pressed={choice.filter === key}
          onClick={() => setChoice({ filter: key })}
        >
          {label} <b>{number}</b>
        </button>
      ))}
    </div>
  );
}

/** Teams and states, where there is more than one to choose from. */
function Selections({ reps, labels, choice, setChoice }: ListProps): preact.JSX.Element {
  return (
    <div class="fvr-live-selects">
      <Select
        name="team"
        value={choice.team}
        all={labels.liveAllTeams}
        label={labels.liveTeam}
        options={teamsOf(reps, labels)}
        choose={(team) => setChoice({ team })}
      />
      <Select
        name="state"
        value={choice.state}
        all={labels.liveAllStates}
        label={labels.liveState}
        options={statesOf(reps, labels)}
        choose={(state) => setChoice({ state: state as Choice["state"] })}
      />
    </div>
  );
}

interface SelectProps {
  name: string;
  value: string;
  all: string;
  label: string;
  options: Option[];
  choose(value: string): void;
}

function Select(props: SelectProps): preact.JSX.Element | null {
  const { name, value, all, label, options, choose } = props;
  if (options.length < 2 && !value) return null;
  return (
    <select
      data-select={name}
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label + " (" + String(option.count) + ")"}
        </option>
      ))}
    </select>
  );
}

interface RowProps extends ListProps {
  rep: LiveRep;
}

/** Hundreds of rows: one is drawn again only when something of it has changed, or its minute. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: Readonly<RowProps>): boolean {
    const { rep, now, colors } = this.props;
    return next.rep !== rep || next.now !== now || next.colors.get(rep.id) !== colors.get(rep.id);
  }

  override render(): preact.JSX.Element {
    const { rep, labels, lang, now, colors, choose } = this.props;
    const late = lateText(rep, labels);
    return (
      <li>
        <button
          type="button"
          class={"fvr-live-row" + (isStale(rep, now) ? " fvr-live-stale" : "")}
          data-rep={rep.id}
          data-alerts={rep.alerts.map((alert) => alert.code).join(" ")}
          onClick={() => choose(rep.id)}
        >
          <span class="fvr-live-dot" style={{ borderColor: colors.get(rep.id) }} />
          <span class="fvr-live-name">{rep.name}</span>
          <span class={"fvr-live-duty" + (rep.on_duty ? " fvr-live-on" : "")}>
            {rep.on_duty ? labels.liveOnDuty : labels.liveOffDuty}
          </span>
          <span class="fvr-live-state">
            {stateText(rep, labels)}
            {late && <b class="fvr-live-late"> · {late}</b>}
          </span>
          <Bar rep={rep} labels={labels} />
          {rep.alerts.map((alert) => (
            <span class="fvr-live-alert" key={alert.code}>
              {alert.text}
            </span>
          ))}
          <span class="fvr-live-seen">{seenText(rep, labels, lang, now)}</span>
        </button>
      </li>
    );
  }
}

/** How much of the day is done. */
export function Bar({ rep, labels }: { rep: LiveRep; labels: Labels }): preact.JSX.Element | null {
  if (!rep.total) return null;
  const text = String(rep.done) + " / " + String(rep.total);
  const width = (count: number): { width: string } => ({
    width: String((100 * count) / rep.total) + "%",
  });
  return (
    <span class="fvr-live-bar" role="img" aria-label={fill(labels.liveDone, text)}>
      <span class="fvr-live-track">
        <span class="fvr-live-done" style={width(rep.done)} />
        <span class="fvr-live-missed" style={width(rep.missed)} />
      </span>
      <span>{text}</span>
    </span>
  );
}
