/** The day as the rep left it: the last load with everything that is not yet sent applied to it. */
import type { AppEvent, Snapshot, Visit } from "./types";

/** Pure: returns a changed copy of `snapshot`, or the same when the event changes nothing shown. */
export type Reducer = (snapshot: Snapshot, event: AppEvent) => Snapshot;

export function project(
  snapshot: Snapshot,
  events: AppEvent[],
  reducers: Record<string, Reducer>,
): Snapshot {
  return events.reduce((known, event) => {
    const reducer = reducers[event.kind];
    return reducer ? reducer(known, event) : known;
  }, snapshot);
}

/** The snapshot with `change` applied to the visit that the event names. */
export function changeVisit(snapshot: Snapshot, event: AppEvent, change: Partial<Visit>): Snapshot {
  if (!snapshot.route) return snapshot;
  const stops = snapshot.route.stops.map((visit) =>
    visit.visit_id === event.data.visit_id ? { ...visit, ...change } : visit,
  );
  return { ...snapshot, route: { ...snapshot.route, stops } };
}
