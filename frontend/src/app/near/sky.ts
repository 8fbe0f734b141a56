/** Looking around: where the phone looks, and where on its picture customers stand. */
import type { Near } from "./around";
import { bearing, offset, turn, type Point } from "./geo";

/** How wide the camera of a phone held upright sees, and of one held across, in degrees. */
export const VIEW_DEG = 58;
const WIDE_DEG = 70;
/** Labels stand in so many rows, the nearest customers lowest; a row takes this share of the picture's height. */
const LANES = 4;
export const LANE_SHARE = 0.18;
/** Share of the picture's width that a label takes. */
const LABEL_SHARE = 0.46;
const RAD = Math.PI / 180;

/** What the sensors say, as far as the phone has them; iOS tells its compass by a field of its own. */
export interface Orientation {
  alpha: number | null;
  beta: number | null;
  gamma: number | null;
  absolute?: boolean;
  webkitCompassHeading?: number;
}

/**
 * Where the back of the phone points, in degrees clockwise from north; null when its sensors do not know north.
 *
 * W3C DeviceOrientation, worked example "compass heading": the z axis of the phone turned to earth coordinates. That
 * axis is the same however the screen is turned.  iOS tells where the phone's upper edge points: held across, that
 * is `screenAngle` degrees beside where its back does.
 */
export function headingOf(sensed: Orientation, screenAngle = 0): number | null {
  if (typeof sensed.webkitCompassHeading === "number")
    return turn(sensed.webkitCompassHeading + screenAngle);
  const { alpha, beta, gamma } = sensed;
  if (!sensed.absolute || alpha === null || beta === null || gamma === null) return null;
  const [x, y, z] = [beta * RAD, gamma * RAD, alpha * RAD];
  const east = -Math.cos(z) * Math.sin(y) - Math.sin(z) * Math.sin(x) * Math.cos(y);
  const north = -Math.sin(z) * Math.sin(y) + Math.cos(z) * Math.sin(x) * Math.cos(y);
  return turn(Math.atan2(east, north) / RAD);
}

/** How wide the camera's picture is on a screen of this size, in degrees. */
export function viewOf(width: number, height: number): number {
  return width > height ? WIDE_DEG : VIEW_DEG;
}

/** The mean of `last` and `next` on the circle, near to `last`: a compass trembles. */
export function calmed(last: number | null, next: number): number {
  return last === null ? next : turn(last + offset(next, last) * 0.25);
}

/** A customer with its direction from the phone. */
export interface Seen extends Near {
  direction: number;
}

export function seenFrom(here: Point, found: Near[]): Seen[] {
  return found.map((near) => ({ ...near, direction: bearing(here, near.customer) }));
}

export interface Label {
  seen: Seen;
  /** Middle of the label as a share of the picture's width; the label lies within the picture. */
  x: number;
  /** Row from below, from 0 on. */
  lane: number;
}

/** The labels within the picture: the nearest first, none over another; those without room are left out. */
export function labelsIn(all: Seen[], heading: number, view = VIEW_DEG): Label[] {
  const labels: Label[] = [];
  for (const seen of all) {
    const place = 0.5 + offset(seen.direction, heading) / view;
    if (place < 0 || place > 1) continue;
    // a label at the edge is read as a whole
    const x = Math.min(1 - LABEL_SHARE / 2, Math.max(LABEL_SHARE / 2, place));
    const lane = freeLane(labels, x);
    if (lane !== null) labels.push({ seen, x, lane });
  }
  return labels;
}

function freeLane(labels: Label[], x: number): number | null {
  for (let lane = 0; lane < LANES; lane++)
    if (!labels.some((other) => other.lane === lane && Math.abs(other.x - x) < LABEL_SHARE))
      return lane;
  return null;
}

/** Where a customer is on a radar with radius 1: `x` to the right, `y` up; ahead is up. */
export function onRadar(seen: Seen, heading: number, reach_m: number): { x: number; y: number } {
  const angle = offset(seen.direction, heading) * RAD;
  // the root leaves room for what is near
  const far = Math.sqrt(Math.min(1, seen.metres / reach_m));
  return { x: far * Math.sin(angle), y: far * Math.cos(angle) };
}
