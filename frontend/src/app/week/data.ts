/** The part "week" of a load; see `app_week.py`. */
import type { App } from "../app";
import type { Snapshot, Visit } from "../types";

/** A visit in the list of its day, with what its page shows as long as there is no network. */
export interface Line {
  visit_id: number;
  customer: string;
  start: string;
  end: string;
  state: Visit["state"];
  grade: string;
  partner_id: number;
  lead_id: number;
  city: string;
  is_waypoint: boolean;
  [more: string]: unknown;
}

export interface WeekDay {
  date: string;
  state: string;
  distance_m: number;
  travel_s: number;
  start_at: string;
  end_at: string;
  visits: Line[];
}

/** A visit that has its steps today though it is no stop of today's route; see `app_days.py`. */
export type Beside = Visit & { date: string };

/** The days from Monday on, with what is not yet sent; today's visits are those of the route and beside it. */
export function weekOf(app: App): WeekDay[] {
  const route = app.data?.route;
  const days = daysOf(app.data);
  return days.map((day) => {
    const visits = day.date === route?.date ? route.stops.map(lineOf) : app.withUnsent(day.visits);
    const isToday = day.date === app.data?.today;
    return { ...day, visits: isToday ? withBeside(app, days, visits) : visits };
  });
}

/** Today's lines with those that no other day shows: beside the route, or begun before these weeks. */
function withBeside(app: App, days: WeekDay[], lines: Line[]): Line[] {
  const shown = new Set(lines.map(({ visit_id }) => visit_id));
  const others = app
    .withUnsent(besideOf(app.loaded))
    .filter(({ date }) => date === app.data?.today || date < days[0].date)
    .filter(({ visit_id }) => !shown.has(visit_id));
  return [...lines, ...others.map(lineOf)];
}

function besideOf(snapshot: Snapshot | null): Beside[] {
  return (snapshot?.beside as Beside[] | undefined) ?? [];
}

/** The visit whose steps can be made now, with what is not yet sent: a stop of today, or one beside the route. */
export function visitWith(app: App, id: number): Visit | undefined {
  const stop = app.data?.route?.stops.find((one) => one.visit_id === id);
  return stop ?? app.withUnsent(besideOf(app.loaded).filter((one) => one.visit_id === id))[0];
}

function daysOf(snapshot: Snapshot | null): WeekDay[] {
  return (snapshot?.week as WeekDay[] | undefined) ?? [];
}

/** A visit as it was loaded, with its day: one beside the route, or a line of the two weeks; undefined for others. */
export function weekVisit(
  app: Pick<App, "loaded">,
  visit_id: unknown,
): { date: string; visit: Line | Visit } | undefined {
  const beside = besideOf(app.loaded).find((one) => one.visit_id === visit_id);
  if (beside) return { date: beside.date, visit: beside };
  for (const { date, visits } of daysOf(app.loaded)) {
    const visit = visits.find((line) => line.visit_id === visit_id);
    if (visit) return { date, visit };
  }
  return undefined;
}

/** The first day after today on which somebody is visited; undefined when none is planned. */
export function nextWorkday(snapshot: Snapshot): WeekDay | undefined {
  return daysOf(snapshot).find(
    ({ date, visits }) => date > snapshot.today && visits.some((visit) => !visit.is_waypoint),
  );
}

/** Numbers of all visits of the two weeks. */
export function weekIds(snapshot: Snapshot): Set<number> {
  return new Set(daysOf(snapshot).flatMap(({ visits }) => visits.map((line) => line.visit_id)));
}

function lineOf(visit: Visit): Line {
  const { visit_id, customer, start, end, state, grade, partner_id, lead_id, is_waypoint } = visit;
  return {
    visit_id,
    customer,
    start,
    end,
    state,
    grade,
    partner_id,
    lead_id,
    is_waypoint,
    city: "",
  };
}
