/** What lies ahead of the rep: when each open stop will be reached, and how late that is. */
import { fromServer } from "../moments";
import type { Route, Visit } from "../types";

export interface Ahead {
  done: number;
  /** Stops that count: no way points. */
  total: number;
  /** The visit that is going on, or else the next one; null at the end of the day. */
  current: Visit | null;
  /** Expected arrival by visit, milliseconds since 1970; open visits only. */
  arrivals: Map<number, number>;
  /** Expected delay by visit in seconds, 0 for in time. */
  late: Map<number, number>;
}

const OVER = ["done", "missed", "cancelled"];

export function isOver(visit: Visit): boolean {
  return OVER.includes(visit.state);
}

function millis(text: string): number | null {
  return fromServer(text)?.getTime() ?? null;
}

/** Drive on in thought from where the rep is at `now` (milliseconds since 1970). */
export function lookAhead(route: Route, now: number): Ahead {
  const calls = route.stops.filter((visit) => !visit.is_waypoint);
  const open = route.stops.filter((visit) => !isOver(visit));
  const ahead: Ahead = {
    done: calls.filter((visit) => visit.state === "done").length,
    total: calls.length,
    current: open.find((visit) => visit.state === "in_progress") ?? open[0] ?? null,
    arrivals: new Map(),
    late: new Map(),
  };
  let free = departure(route, now);
  for (const visit of open) free = pass(visit, free, now, ahead);
  return ahead;
}

/** When the rep can leave for the first open stop: after the last one that is over, or as planned. */
function departure(route: Route, now: number): number {
  const left = route.stops.map((visit) => millis(visit.actual_end)).filter((end) => end !== null);
  if (left.length) return Math.max(now, ...left);
  return Math.max(now, millis(route.start_at) ?? now);
}

/** Note when `visit` is reached by somebody free at `free`; return when it is over. */
function pass(visit: Visit, free: number, now: number, ahead: Ahead): number {
  const planned = millis(visit.start);
  const service = planned === null ? 0 : Math.max(0, (millis(visit.end) ?? planned) - planned);
  const there = millis(visit.actual_start);
  if (there !== null) return Math.max(now, there + service);
  const setOut = millis(visit.travel_started_at) ?? free;
  const arrival = Math.max(now, setOut + visit.leg_travel_s * 1000);
  ahead.arrivals.set(visit.visit_id, arrival);
  ahead.late.set(visit.visit_id, planned === null ? 0 : Math.max(0, (arrival - planned) / 1000));
  return Math.max(arrival, planned ?? arrival) + service;
}
