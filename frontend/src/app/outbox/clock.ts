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
export function serverNow({ ahead_s = 0 }: Clock, now = new Date()): Date {
  return Math.abs(ahead_s) < TOLERANCE_S ? now : new Date(now.getTime() - 1000 * ahead_s);
}

/** `at` of the phone's clock by the server's. */
export function putRight(at: string, ahead_s = 0): string {
  const moment = fromServer(at);
  if (!moment || Math.abs(ahead_s) < TOLERANCE_S) return at;
  return toServer(new Date(moment.getTime() - 1000 * ahead_s));
}
