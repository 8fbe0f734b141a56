/** What is typed into a report and not yet saved: it survives a phone that goes to sleep. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { App } from "../app";
import type { Visit } from "../types";
import { reportOf, type Line, type News, type NextStep } from "./data";

export interface Draft {
  outcome_id: number;
  note: string;
  lines: Line[];
  next_step: NextStep | false;
  opportunity: News | null;
}

export function draftOf(visit: Visit): Draft {
  const { outcome_id, note, lines, next_step } = reportOf(visit);
  return { outcome_id, note, lines, next_step, opportunity: null };
}

/** What of the draft differs from what is known of the visit: only that is sent. */
export function changesIn(draft: Draft, visit: Visit): Record<string, unknown> {
  const known = draftOf(visit);
  const changes: Record<string, unknown> = {};
  for (const key of ["outcome_id", "note"] as const)
    if (draft[key] !== known[key]) changes[key] = draft[key];
  if (JSON.stringify(draft.lines) !== JSON.stringify(known.lines))
    changes.lines = draft.lines.map(lineToSend);
  if (draft.next_step && JSON.stringify(draft.next_step) !== JSON.stringify(known.next_step))
    changes.next_step = draft.next_step;
  if (draft.opportunity) changes.opportunity = named(draft.opportunity, visit);
  return changes;
}

/** The server takes no opportunity without a name, and the whole report would come back for it. */
function named(news: News, visit: Visit): News {
  return news.name === undefined || news.name.trim() ? news : { ...news, name: visit.customer };
}

/** A product of the list by its number, another one by its name. */
function lineToSend({ product_id, name, quantity, note }: Line) {
  return product_id ? { product_id, name, quantity, note } : { name, quantity, note };
}

const keyOf = (visit: Visit) => "draft:" + String(visit.visit_id);

/** The draft of a visit's report, kept on the phone at every change; null until it is read. */
export function useDraft(app: App, visit: Visit) {
  const { database } = app.around;
  const [draft, setDraft] = useState<Draft | null>(null);
  const latest = useRef<Draft | null>(null);
  useEffect(() => {
    void database.get("values", keyOf(visit)).then((kept) => {
      latest.current = { ...draftOf(visit), ...(kept as Partial<Draft> | undefined) };
      setDraft(latest.current);
    });
  }, [visit.visit_id]);
  const change = (part: Partial<Draft>) => {
    latest.current = { ...(latest.current ?? draftOf(visit)), ...part };
    setDraft(latest.current);
    void app.keepDraft(keyOf(visit), latest.current);
  };
  const forget = () => database.delete("values", keyOf(visit));
  return { draft, change, forget };
}
