/** What a rep reports of a visit, as the server keeps it (`visit_report.py`) and what its form offers. */
import type { Snapshot, Visit } from "../types";

export type Need = "outcome" | "note" | "photo" | "signature" | "next_step" | "products";
export type Step = "check_out" | "skip" | "move";

export interface Outcome {
  id: number;
  name: string;
  step: Step;
  kind: string;
  needs: Need[];
}

export interface Line {
  product_id: number;
  name: string;
  quantity: number;
  note: string;
}

export interface NextStep {
  kind: string;
  /** "YYYY-MM-DD" */
  date: string;
  summary: string;
}

/** News of an opportunity; it is only sent, never shown again. */
export interface News {
  lead_id?: number;
  name?: string;
  stage_id?: number;
  expected_revenue?: number;
  probability?: number;
  won?: boolean;
  lost_reason?: number;
}

export interface Picture {
  id: number;
  kind: "photo" | "signature";
  name: string;
  /** Address on the server; "" while it waits on the phone under `uuid`. */
  url: string;
  uuid?: string;
}

export interface Report {
  outcome_id: number;
  outcome: string;
  note: string;
  lines: Line[];
  next_step: NextStep | false;
  pictures: Picture[];
  /** Whether news of an opportunity were sent: a next step as well. */
  hasNews?: boolean;
}

interface Named {
  id: number;
  name: string;
}

/** What the form offers. */
export interface Offer {
  required: boolean;
  photo_px: number;
  photo_mb: number;
  next_kinds: { key: string; name: string }[];
  stages: (Named & { won: boolean })[];
  lost_reasons: Named[];
  products: Named[];
}

export interface Opportunity extends Named {
  stage_id: number;
  probability: number;
  expected_revenue: number;
}

const EMPTY: Report = {
  outcome_id: 0,
  outcome: "",
  note: "",
  lines: [],
  next_step: false,
  pictures: [],
};
const NOTHING: Offer = {
  required: false,
  photo_px: 1600,
  photo_mb: 8,
  next_kinds: [],
  stages: [],
  lost_reasons: [],
  products: [],
};

export function reportOf(visit: Visit): Report {
  return { ...EMPTY, ...(visit.report as Partial<Report> | undefined) };
}

export function outcomesOf(snapshot: Snapshot | null, step: Step): Outcome[] {
  const all = (snapshot?.outcomes as Outcome[] | undefined) ?? [];
  return all.filter((outcome) => outcome.step === step);
}

export function offerOf(snapshot: Snapshot | null): Offer {
  return { ...NOTHING, ...(snapshot?.report as Partial<Offer> | undefined) };
}

export function opportunitiesOf(visit: Visit): Opportunity[] {
  return (visit.opportunities as Opportunity[] | undefined) ?? [];
}

/** What check-out still asks for: the rule of the server, for a phone without a network. */
export function missingIn(report: Report, snapshot: Snapshot | null): Need[] {
  const chosen = outcomesOf(snapshot, "check_out").find(({ id }) => id === report.outcome_id);
  if (!chosen) return offerOf(snapshot).required && !report.outcome ? ["outcome"] : [];
  return chosen.needs.filter((need) => !isThere(report, need));
}

export function isThere(report: Report, need: Need): boolean {
  const has = (kind: Picture["kind"]) => report.pictures.some((picture) => picture.kind === kind);
  switch (need) {
    case "outcome":
      return Boolean(report.outcome_id);
    case "note":
      return Boolean(report.note.trim());
    case "products":
      return report.lines.length > 0;
    case "next_step":
      return Boolean(report.next_step) || report.hasNews === true;
    default:
      return has(need);
  }
}
