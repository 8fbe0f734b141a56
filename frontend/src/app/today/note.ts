/** What the server adds to a visit of the day; see `app_visit.py`. */
import type { Visit } from "../types";

export interface AgendaPoint {
  id: number;
  text: string;
  done: boolean;
}

export interface Note {
  /** Opening hours of the day on the customer's clock: "08:00–12:00, 13:00–17:00"; "" when nothing is known. */
  hours: string;
  isClosed: boolean;
  /** Why the customer is worth a visit, the strongest reason first. */
  reasons: string[];
  agenda: AgendaPoint[];
  /** Points of the agenda that are still open. */
  open: number;
}

export function noteOf(visit: Visit): Note {
  const agenda = (visit.agenda as AgendaPoint[] | undefined) ?? [];
  return {
    hours: (visit.hours as string | undefined) ?? "",
    isClosed: visit.is_closed === true,
    reasons: (visit.reasons as string[] | undefined) ?? [],
    agenda,
    open: agenda.filter((point) => !point.done).length,
  };
}
