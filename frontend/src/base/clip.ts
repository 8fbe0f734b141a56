/**
 * Clipping in plain degrees. At street level a country's outline lies millions of pixels outside
 * the picture, where canvas arithmetic gets coarse and slow: so it is cut to the tile first.
 */
import type { Box } from "../geo";

/** A ring or line as flat [lon, lat, lon, lat, …]. */
export type Flat = number[];

export function flatBox(flat: Flat): Box {
  const box = { south: 90, west: Infinity, north: -90, east: -Infinity };
  for (let i = 0; i < flat.length; i += 2) {
    box.west = Math.min(box.west, flat[i]);
    box.east = Math.max(box.east, flat[i]);
    box.south = Math.min(box.south, flat[i + 1]);
    box.north = Math.max(box.north, flat[i + 1]);
  }
  return box;
}

export function intersects(a: Box, b: Box): boolean {
  return a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south;
}

function inside(outer: Box, inner: Box): boolean {
  return (
    inner.west >= outer.west &&
    inner.east <= outer.east &&
    inner.south >= outer.south &&
    inner.north <= outer.north
  );
}

/** The part of a ring inside the box (Sutherland and Hodgman's way: one side after another). */
export function clipRing(ring: Flat, ringBox: Box, box: Box): Flat {
  if (inside(box, ringBox)) return ring;
  let result = clipSide(ring, 0, box.west, 1);
  result = clipSide(result, 0, box.east, -1);
  result = clipSide(result, 1, box.south, 1);
  return clipSide(result, 1, box.north, -1);
}

function clipSide(ring: Flat, axis: 0 | 1, limit: number, sign: 1 | -1): Flat {
  const out: Flat = [];
  const size = ring.length;
  for (let i = 0; i < size; i += 2) {
    const j = (i + 2) % size;
    const here = sign * (ring[i + axis] - limit) >= 0;
    const next = sign * (ring[j + axis] - limit) >= 0;
    if (here) out.push(ring[i], ring[i + 1]);
    if (here !== next) {
      const t = (limit - ring[i + axis]) / (ring[j + axis] - ring[i + axis]);
      out.push(ring[i] + t * (ring[j] - ring[i]), ring[i + 1] + t * (ring[j + 1] - ring[i + 1]));
    }
  }
  return out;
}
