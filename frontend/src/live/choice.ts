/** Which reps the page shows, in the list and on the map alike. */
import type { Labels } from "../types";
import type { DayState, LiveRep } from "./types";

export type Filter = "all" | "duty" | "look";

export interface Choice {
  filter: Filter;
  /** Part of a name. */
  text: string;
  /** Id of a team, NO_TEAM, or "" for all. */
  team: string;
  /** "" for all. */
  state: DayState | "";
}

export const EVERYBODY: Choice = { filter: "all", text: "", team: "", state: "" };
export const NO_TEAM = "0";

const BY_NAME = new Intl.Collator();

export function isChosen(rep: LiveRep, { filter, text, team, state }: Choice): boolean {
  if (filter === "duty" && !rep.on_duty) return false;
  if (filter === "look" && !rep.alerts.length) return false;
  if (team && teamOf(rep) !== team) return false;
  if (state && rep.state !== state) return false;
  return rep.name.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
}

/** The chosen reps: who needs a look first, then who is on duty, by name. */
export function sorted(reps: Iterable<LiveRep>, choice: Choice): LiveRep[] {
  const rank = (rep: LiveRep): number => (rep.alerts.length ? 0 : rep.on_duty ? 1 : rep.route_id ? 2 : 3); // prettier-ignore
  return [...reps]
    .filter((rep) => isChosen(rep, choice))
    .sort((a, b) => rank(a) - rank(b) || BY_NAME.compare(a.name, b.name));
}

export interface Option {
  value: string;
  label: string;
  count: number;
}

/** The teams of these reps by name, those without one at the end. */
export function teamsOf(reps: LiveRep[], labels: Labels): Option[] {
  const found = counted(reps, teamOf, (rep) => rep.team.name || labels.liveNoTeam);
  const last = ({ value }: Option): number => Number(value === NO_TEAM);
  return found.sort((a, b) => last(a) - last(b) || BY_NAME.compare(a.label, b.label));
}

/** The states in which these reps are, in the order of a day. */
export function statesOf(reps: LiveRep[], labels: Labels): Option[] {
  const names: Record<DayState, string> = {
    not_begun: labels.liveNotBegun,
    travelling: labels.liveOnTheWay,
    visiting: labels.liveAtCustomer,
    between: labels.liveBetweenVisits,
    finished: labels.liveFinished,
    none: labels.liveNone,
  };
  const order = Object.keys(names);
  const found = counted(reps, (rep) => rep.state, (rep) => names[rep.state]); // prettier-ignore
  return found.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
}

function teamOf(rep: LiveRep): string {
  return rep.team.id ? String(rep.team.id) : NO_TEAM;
}

function counted(
  reps: LiveRep[],
  valueOf: (rep: LiveRep) => string,
  labelOf: (rep: LiveRep) => string,
): Option[] {
  const found = new Map<string, Option>();
  for (const rep of reps) {
    const value = valueOf(rep);
    const known = found.get(value) || { value, label: labelOf(rep), count: 0 };
    found.set(value, { ...known, count: known.count + 1 });
  }
  return [...found.values()];
}
