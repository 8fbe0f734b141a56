/** What is said of a rep in one line. */
import { relativeTime } from "../layers/people";
import { duration } from "../format";
import { fill } from "../labels";
import type { Labels } from "../types";
import type { LiveRep } from "./types";

/** Nobody calls less than this late, in seconds. */
const LATE_S = 300;
/** Older positions do not stand for the present, in seconds. */
export const STALE_S = 900;

export function stateText(rep: LiveRep, labels: Labels): string {
  const { current, next } = rep;
  switch (rep.state) {
    case "none":
      return labels.liveNone;
    case "not_begun":
      return next.name ? labels.liveNotBegun + " · " + fill(labels.liveBetween, next.name) : labels.liveNotBegun; // prettier-ignore
    case "visiting":
      return fill(labels.liveVisiting, current.name || "");
    case "travelling":
      return fill(labels.liveTravelling, next.name || "");
    case "between":
      return fill(labels.liveBetween, next.name || "");
    default:
      return labels.liveFinished;
  }
}

/** By how much the next visit is late; "" while nobody would call it late. */
export function lateText(rep: LiveRep, labels: Labels): string {
  return lateBy(rep.late_s, labels);
}

export function lateBy(seconds: number, labels: Labels): string {
  return seconds >= LATE_S ? fill(labels.liveLate, duration(seconds, labels)) : "";
}

export function seenText(rep: LiveRep, labels: Labels, lang: string, now: number): string {
  if (!rep.position.at) return labels.liveNeverSeen;
  return fill(labels.liveSeen, relativeTime(rep.position.at, now, lang));
}

export function isStale(rep: LiveRep, now: number): boolean {
  return !(rep.position.at && now - Date.parse(rep.position.at) < STALE_S * 1000);
}

/** "14:05" on the user's clock; "" for no moment. */
export function clock(at: string | number, lang: string): string {
  const moment = new Date(typeof at === "number" ? at * 1000 : at);
  if (!at || isNaN(moment.getTime())) return "";
  return new Intl.DateTimeFormat(lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(moment);
}
