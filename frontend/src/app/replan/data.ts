/** A new rest of the day as the server tells it (`route_ask_replan.py`), and what is asked for on this phone. */
import type { App } from "../app";
import type { Kind } from "../customers/data";
import type { Reducer } from "../project";
import { isOver } from "../today/ahead";
import type { AppEvent, Snapshot, Visit } from "../types";

export interface Change {
  kind: "dropped" | "moved" | "added" | "later" | "earlier";
  kind_label: string;
  customer: string;
  visit_id: number;
  text: string;
  /** UTC, "" for none. */
  from: string;
  to: string;
  by_text: string;
}

export interface Replan {
  plan_id: number;
  name: string;
  state: "waiting" | "computing" | "proposed" | "applied" | "failed" | "nothing";
  progress: number;
  asked_by: string;
  asked_at: string;
  is_own: boolean;
  can_decide: boolean;
  message: string;
  warning: string[];
  changes: Change[];
  kept: string[];
}

export type What = "cancelled" | "overrun" | "urgent" | "rest";

/** What the server knows; null when nothing was asked for. */
export function replanOf(snapshot: Snapshot | null): Replan | null {
  const told = snapshot?.replan as Partial<Replan> | undefined;
  return told?.state ? (told as Replan) : null;
}

/** Whether the server still has to find it. */
export function isUnderWay(replan: Replan | null): boolean {
  return replan?.state === "waiting" || replan?.state === "computing";
}

/** What was asked or answered here and is not yet sent. */
export function unsent(app: App, kind: "ask_replan" | "answer_replan"): AppEvent | undefined {
  return app.events.filter((event) => event.kind === kind && !event.receipt).pop();
}

/** Why the last question was not answered, in the server's words; "" when it was. */
export function refusal(app: App): string {
  const last = app.events.filter((event) => event.kind === "ask_replan").pop();
  return last?.receipt && last.receipt.state !== "done" ? last.receipt.message : "";
}

/** Stops that may still fall out. */
export function openStops(app: App): Visit[] {
  const stops = app.data?.route?.stops ?? [];
  return stops.filter((visit) => visit.state === "planned" && !visit.is_waypoint);
}

/** Whether a stop of today that is still to come, or going on, is at this customer or lead. */
export function isOpenStop(app: App, kind: Kind, id: number): boolean {
  const key = kind === "lead" ? "lead_id" : "partner_id";
  const stops = app.data?.route?.stops ?? [];
  return stops.some((visit) => visit[key] === id && !isOver(visit));
}

/** Where the rep is, or is expected next: what may take longer. */
export function currentStops(app: App): Visit[] {
  const stops = app.data?.route?.stops ?? [];
  const under = stops.filter((visit) => visit.state === "in_progress");
  return under.length ? under : openStops(app).slice(0, 2);
}

/** What the phone shows before the server has answered. */
export const replanReducers: Record<string, Reducer> = {
  ask_replan: (snapshot, event) => {
    if (event.data.what !== "cancelled" || !snapshot.route) return snapshot;
    const stops = snapshot.route.stops.map((visit) =>
      visit.visit_id === event.data.visit_id ? { ...visit, state: "cancelled" as const } : visit,
    );
    return { ...snapshot, route: { ...snapshot.route, stops } };
  },
  answer_replan: (snapshot, event) => (event.data.accept ? snapshot : { ...snapshot, replan: {} }),
};

const CALL = "/web/dataset/call_kw/field.visit.route/get_replan";

/** Ask how far it has come, which is less than a whole load; the same as before without a network. */
export async function ask(app: App, known: Replan): Promise<Replan> {
  const params = { model: "field.visit.route", method: "get_replan", kwargs: {} };
  try {
    const args = [[app.data?.route?.id]];
    return (await app.around.call(CALL, { ...params, args })) as Replan;
  } catch {
    return known;
  }
}
