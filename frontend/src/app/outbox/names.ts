/** Names and moments of what waits or could not be done. */
import type { App } from "../app";
import type { Stored } from "../database";
import type { Visit } from "../types";
import { weekVisit } from "../week/data";

/** The customer of a visit: as the phone has it now, else as it was shown then; "" for none. */
export function nameOf(app: App, visit_id: number, seen?: Stored["seen"]): string {
  const stops = app.data?.route?.stops ?? [];
  const visit = stops.find((stop: Visit) => stop.visit_id === visit_id);
  const known = visit ?? weekVisit(app, visit_id)?.visit;
  return known?.customer ?? String(seen?.customer ?? "");
}

/** What an event is called. */
export function kindOf(app: App, kind: string): string {
  const key = "kind_" + kind;
  const word = app.word(key);
  return word === key ? app.word(kind) : word;
}

/** Conflicts that belong together, one list for each visit, oldest first. */
export function byVisit(events: Stored[]): Stored[][] {
  const groups = new Map<string, Stored[]>();
  for (const event of events) {
    const visit = Number(event.data.visit_id ?? 0);
    const key = visit && event.receipt?.state === "conflict" ? `visit ${visit}` : event.uuid;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()];
}
