/** The phone's clock beside the server's: how far it is ahead, and when that was last known. */
import type { Database } from "../database";
import { fromServer, toServer } from "../moments";
import { isFull } from "./errors";

/** Seconds; a difference below this is the way through the network, not a wrong clock. */
export const TOLERANCE_S = 120;

export interface Clock {
  /** The server's clock when it was last heard of. */
  since?: string;
  /** How far the phone's clock was ahead then, seconds. */
  ahead_s?: number;
}

export async function readClock(database: Database): Promise<Clock> {
  return ((await database.get("values", "clock")) as Clock) ?? {};
}

/** Keep what an answer that says `at` tells about this phone's clock. */
export async function heard(database: Database, at: unknown, now = new Date()): Promise<void> {
  const server = typeof at === "string" ? fromServer(at) : null;
  if (!server) return;
  const ahead_s = Math.round((now.getTime() - server.getTime()) / 1000);
  try {
    await database.put("values", { since: toServer(server), ahead_s }, "clock");
  } catch (error) {
    // on a full phone the server's word on what was entered comes first
    if (!isFull(error)) throw error;
  }
}

/** This moment by the server's clock, as far as the phone knows it. */
export function serverNow({ ahead_s = 0, since }: Clock, now = new Date()): Date {
  return corrected(now, ahead_s, since);
}

/** When an event was, of the phone's clock, by the server's. */
export function putRight({ at, since }: { at: string; since?: string }, ahead_s = 0): string {
  const moment = fromServer(at);
  const right = moment && corrected(moment, ahead_s, since);
  return right && right !== moment ? toServer(right) : at;
}

function corrected(moment: Date, ahead_s: number, since = ""): Date {
  if (Math.abs(ahead_s) < TOLERANCE_S) return moment;
  const right = new Date(moment.getTime() - 1000 * ahead_s);
  const heard = fromServer(since)?.getTime() ?? -Infinity;
  // before the server's last word it cannot be: the rep has set a clock that was ahead right meanwhile
  return ahead_s > 0 && right.getTime() < heard - 1000 * TOLERANCE_S ? moment : right;
}
