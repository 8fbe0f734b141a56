/** The draft as routes for the map to draw. */
import type { Columns, Leg, RouteProps } from "../types";
import type { RouteDraft } from "./draft";
import type { RouteCheck } from "./service";

/** The given routes with those replaced that the draft changes, and those hidden of other days. */
export function draftRoutes(
  given: RouteProps[],
  draft: RouteDraft,
  columns: Columns,
  day: string,
  color: (id: string) => string,
): RouteProps[] {
  const changed = new Set(draft.touched().map(String));
  const rows = new Map(columns.ids.map((id, row) => [id, row]));
  return given.map((route) => {
    if (!draft.routeIds().includes(Number(route.id))) return route;
    const check = draft.route(Number(route.id));
    if (!changed.has(route.id)) {
      return { ...route, color: color(route.id), hidden: Boolean(day) && check.date !== day };
    }
    const visits = [...check.fixed, ...check.order];
    return {
      ...route,
      color: color(route.id),
      uniform: true,
      stops: visits.map((visit) => rows.get(visit) ?? -1),
      legs: draft.isWaiting ? [] : legs(visits, check, route),
    };
  });
}

function legs(visits: number[], check: RouteCheck, given: RouteProps): (Leg | null)[] {
  const timed = new Map(check.stops.map((stop) => [stop.visit_id, stop]));
  const ways = visits.map((visit, at) => {
    const stop = timed.get(visit);
    if (stop) return { distance_m: stop.leg_distance_m, duration_s: stop.leg_travel_s };
    return at < check.fixed.length ? (given.legs || [])[at] || null : null;
  });
  return [...ways, { distance_m: check.end_leg_distance_m, duration_s: check.end_leg_travel_s }];
}
