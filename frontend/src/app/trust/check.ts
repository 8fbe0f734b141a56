/** What the server says of check-ins (`visit_check_judge.py`), and how near the phone is before one. */
import { metresBetween } from "../near/geo";
import type { Place } from "../position";
import type { AppEvent, Visit } from "../types";
import type { Tone } from "../ui/ui";

export type Result = "none" | "verified" | "unverified" | "invalid";

export interface CheckStep {
  kind: "check_in" | "check_out";
  result: Exclude<Result, "none">;
  label: string;
  /** Sentences, the gravest first. */
  texts: string[];
  distance_m: number;
  radius_m: number;
}

export interface Check {
  result: Result;
  label: string;
  /** Why a leader judged it otherwise; "" when nobody did. */
  override: string;
  steps: CheckStep[];
}

const STEPS = new Set(["check_in", "check_out"]);
const NONE: Check = { result: "none", label: "", override: "", steps: [] };

export function checkOf(visit: Visit): Check {
  return (visit.check as Check | undefined) ?? NONE;
}

/** "waits": a step was made on this phone and the server has not judged it yet. */
export type State = Exclude<Result, "none"> | "ahead" | "waits";

/** How the check-in of a visit stands; null where there was none, as when the desk closed the visit. */
export function stateOf(visit: Visit, unsent: AppEvent[]): State | null {
  const isMade = visit.state === "in_progress" || visit.state === "done";
  if (!isMade) return visit.state === "planned" || visit.state === "draft" ? "ahead" : null;
  const waits = unsent.some(
    (event) => STEPS.has(event.kind) && event.data.visit_id === visit.visit_id,
  );
  const { result } = checkOf(visit);
  return waits ? "waits" : result === "none" ? null : result;
}

export const TONES: Record<State, Tone> = {
  verified: "good",
  unverified: "plain",
  invalid: "warn",
  ahead: "plain",
  waits: "plain",
};

export type Nearness =
  | { word: "noPosition" }
  | { word: "customerUnplaced" }
  | { word: "youAreHere" | "youAreAway" | "roughPosition"; metres: number };

/** A position rougher than this (m) says little. */
const ROUGH_M = 200;

/** What the phone's place says of the way to the customer, in the words of the server's rule. */
export function nearness(place: Place | null, visit: Visit): Nearness {
  if (!visit.has_position) return { word: "customerUnplaced" };
  if (!place) return { word: "noPosition" };
  const metres = metresBetween(place, visit);
  if (place.accuracy_m > ROUGH_M) return { word: "roughPosition", metres: place.accuracy_m };
  const radius = Number(visit.radius_m ?? 0);
  const isNear = metres <= radius + place.accuracy_m;
  return { word: isNear ? "youAreHere" : "youAreAway", metres };
}
