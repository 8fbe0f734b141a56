/** What the report's events change on the phone before the server has said anything. */
import { changeVisit, type Reducer } from "../project";
import type { AppEvent, Snapshot, Visit } from "../types";
import { reportOf, type Outcome, type Picture, type Report } from "./data";

function visitOf(snapshot: Snapshot, event: AppEvent): Visit | undefined {
  return snapshot.route?.stops.find((stop) => stop.visit_id === event.data.visit_id);
}

function changeReport(snapshot: Snapshot, event: AppEvent, change: Partial<Report>): Snapshot {
  const visit = visitOf(snapshot, event);
  if (!visit) return snapshot;
  return changeVisit(snapshot, event, { report: { ...reportOf(visit), ...change } });
}

function nameOf(snapshot: Snapshot, id: unknown): string {
  const all = (snapshot.outcomes as Outcome[] | undefined) ?? [];
  return all.find((outcome) => outcome.id === id)?.name ?? "";
}

const KEYS = ["note", "lines", "next_step"] as const;

const saveReport: Reducer = (snapshot, event) => {
  const change: Partial<Report> = {};
  for (const key of KEYS)
    if (event.data[key] !== undefined) Object.assign(change, { [key]: event.data[key] });
  if (event.data.outcome_id !== undefined) {
    change.outcome_id = event.data.outcome_id as number;
    change.outcome = nameOf(snapshot, event.data.outcome_id);
  }
  if (event.data.opportunity) change.hasNews = true;
  return changeReport(snapshot, event, change);
};

function addPicture(kind: Picture["kind"]): Reducer {
  return (snapshot, event) => {
    const visit = visitOf(snapshot, event);
    if (!visit) return snapshot;
    const name = (event.data.name as string | undefined) ?? "";
    const picture = { id: 0, kind, name, url: "", uuid: event.uuid };
    // an event may be applied twice, and a picture is there once
    const others = reportOf(visit).pictures.filter(({ uuid }) => uuid !== event.uuid);
    return changeReport(snapshot, event, { pictures: [...others, picture] });
  };
}

const skipVisit: Reducer = (snapshot, event) => {
  const visit = visitOf(snapshot, event);
  if (!visit) return snapshot;
  const outcome = nameOf(snapshot, event.data.outcome_id);
  const outcome_id = event.data.outcome_id as number;
  return changeVisit(snapshot, event, {
    state: visit.state === "draft" ? "cancelled" : "missed",
    report: { ...reportOf(visit), outcome_id, outcome },
  });
};

/** It is no stop of today any more. */
const moveVisit: Reducer = (snapshot, event) => {
  if (!snapshot.route) return snapshot;
  const stops = snapshot.route.stops.filter((stop) => stop.visit_id !== event.data.visit_id);
  return { ...snapshot, route: { ...snapshot.route, stops } };
};

export const reportReducers: Record<string, Reducer> = {
  save_report: saveReport,
  add_photo: addPicture("photo"),
  add_signature: addPicture("signature"),
  skip_visit: skipVisit,
  move_visit: moveVisit,
};
