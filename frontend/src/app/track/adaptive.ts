/** How often a position is worth measuring: often on the move, seldom while standing. */
import type { Measured } from "./store";
import { fromServer } from "../moments";

const EARTH_M = 6371008.8;
/** Faster than a walk, in metres per second. */
const MOVING = 1.5;
/** So far from the last one, in metres, or so long after it, in seconds, a position is kept. */
const STEP_M = 50;
const MOVING_S = 15;
const STANDING_S = 60;

export function metres(one: Measured, other: Measured): number {
  const rad = Math.PI / 180;
  const north = (other.latitude - one.latitude) * rad;
  const east =
    (other.longitude - one.longitude) * rad * Math.cos(((one.latitude + other.latitude) / 2) * rad);
  return EARTH_M * Math.hypot(north, east);
}

/** Whether `next` is kept after `last`; the server thins once more. */
export function isWorth(last: Measured | null, next: Measured): boolean {
  if (!last) return true;
  const seconds = (time(next) - time(last)) / 1000;
  if (seconds <= 0) return false;
  if (metres(last, next) >= Math.max(STEP_M, next.accuracy_m)) return true;
  return seconds >= (next.speed > MOVING ? MOVING_S : STANDING_S);
}

function time(position: Measured): number {
  return fromServer(position.at)?.getTime() ?? 0;
}
