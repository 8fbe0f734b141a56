/** The steps of a visit and what each changes before the server has said anything. */
import type { App } from "../app";
import { stepPlace } from "../position";
import { changeVisit, type Reducer } from "../project";
import type { AppEvent, Snapshot, Visit } from "../types";
import { agendaOf } from "../customers/data";

export type StepKind = "start_travel" | "check_in" | "check_out";

/** The step that comes next; null when the visit is over. */
export function nextStep(visit: Visit): StepKind | null {
  if (visit.state === "in_progress") return "check_out";
  if (visit.state !== "planned" && visit.state !== "draft") return null;
  return visit.travel_started_at ? "check_in" : "start_travel";
}

/** Make a step where the phone is now; without a place when it does not know. */
export async function makeStep(app: App, kind: StepKind, visit: Visit): Promise<void> {
  const place = await stepPlace();
  await app.send(kind, { visit_id: visit.visit_id, ...place });
}

const tickAgenda: Reducer = (snapshot: Snapshot, event: AppEvent) => {
  const visit = snapshot.route?.stops.find((stop) => stop.visit_id === event.data.visit_id);
  if (!visit) return snapshot;
  const done = event.data.done === true;
  const agenda = agendaOf(visit).map((point) =>
    point.id === event.data.agenda_id ? { ...point, done } : point,
  );
  return changeVisit(snapshot, event, { agenda });
};

export const visitReducers: Record<string, Reducer> = {
  start_travel: (snapshot, event) => changeVisit(snapshot, event, { travel_started_at: event.at }),
  check_in: (snapshot, event) =>
    changeVisit(snapshot, event, { state: "in_progress", actual_start: event.at }),
  check_out: (snapshot, event) =>
    changeVisit(snapshot, event, { state: "done", actual_end: event.at }),
  tick_agenda: tickAgenda,
};
