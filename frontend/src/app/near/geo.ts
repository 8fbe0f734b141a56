/** Distances and directions between places in degrees (WGS-84). */

export interface Point {
  latitude: number;
  longitude: number;
}

const RADIUS_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Metres along the great circle (haversine). */
export function metresBetween(one: Point, other: Point): number {
  const lat = (other.latitude - one.latitude) * RAD;
  const lon = (other.longitude - one.longitude) * RAD;
  const half =
    Math.sin(lat / 2) ** 2 +
    Math.cos(one.latitude * RAD) * Math.cos(other.latitude * RAD) * Math.sin(lon / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Direction from `one` to `other` in degrees, clockwise from north, 0 ≤ d < 360. */
export function bearing(one: Point, other: Point): number {
  const lon = (other.longitude - one.longitude) * RAD;
  const from = one.latitude * RAD;
  const to = other.latitude * RAD;
  const east = Math.sin(lon) * Math.cos(to);
  const north = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(lon);
  return turn(Math.atan2(east, north) / RAD);
}

/** The same direction in 0 ≤ d < 360. */
export function turn(degrees: number): number {
  const rest = ((degrees % 360) + 360) % 360;
  // a tiny negative angle plus 360 is 360 again
  return rest === 360 ? 0 : rest;
}

/** How far `direction` is to the right of `heading`, −180 < d ≤ 180. */
export function offset(direction: number, heading: number): number {
  const right = turn(direction - heading);
  return right > 180 ? right - 360 : right;
}
