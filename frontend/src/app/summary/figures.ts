/** The day in numbers, from what is on the phone: right without a network too. */
import { fromServer } from "../moments";
import { reportOf } from "../report/data";
import { isOver } from "../today/ahead";
import { noteOf } from "../today/note";
import type { Route, Visit } from "../types";

export interface Figures {
  planned: number;
  done: number;
  missed: number;
  open: number;
  /** Seconds at customers, as planned and as it was (visits that are over). */
  servicePlanned_s: number;
  service_s: number;
  /** First step and last step of the day, UTC; "" before it began. */
  began: string;
  ended: string;
  /** Visits that are done without a word about their outcome. */
  silent: Visit[];
  /** Points of agendas of visits that are over and were not ticked off. */
  points: { visit: Visit; text: string }[];
}

export function figuresOf(route: Route): Figures {
  const calls = route.stops.filter((visit) => !visit.is_waypoint && visit.state !== "cancelled");
  const done = calls.filter((visit) => visit.state === "done");
  return {
    planned: calls.length,
    done: done.length,
    missed: calls.filter((visit) => visit.state === "missed").length,
    open: calls.filter((visit) => !isOver(visit)).length,
    servicePlanned_s: sum(calls.map((visit) => between(visit.start, visit.end))),
    service_s: sum(done.map((visit) => between(visit.actual_start, visit.actual_end))),
    began: first(route),
    ended: last(calls),
    silent: done.filter(isSilent),
    points: done.flatMap((visit) =>
      noteOf(visit)
        .agenda.filter((point) => !point.done)
        .map(({ text }) => ({ visit, text })),
    ),
  };
}

function isSilent(visit: Visit): boolean {
  const report = reportOf(visit);
  return !report.outcome_id && !report.outcome && !report.note;
}

function first(route: Route): string {
  const moments = route.stops.flatMap((visit) => [visit.travel_started_at, visit.actual_start]);
  return moments.filter(Boolean).sort()[0] ?? "";
}

/** The end of the last visit, once all are over. */
function last(calls: Visit[]): string {
  if (!calls.length || !calls.every(isOver)) return "";
  return (
    calls
      .map((visit) => visit.actual_end)
      .sort()
      .pop() ?? ""
  );
}

/** Seconds from one moment to another; 0 when one is missing. */
function between(start: string, end: string): number {
  const [from, to] = [fromServer(start), fromServer(end)];
  return from && to ? Math.max(0, (to.getTime() - from.getTime()) / 1000) : 0;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
