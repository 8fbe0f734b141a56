/** The way that was gone: pieces with a signal, and the gaps between them. */
import type { LivePosition } from "./types";

export interface Spot {
  lat: number;
  lon: number;
  at: number;
  /** Seen at the same place until then. */
  until: number;
  afterGap: boolean;
}

export interface Trail {
  color: string;
  pieces: Spot[][];
  gaps: [Spot, Spot][];
  /** Where the replay stands; null when it does not run. */
  ghost: Spot | null;
}

export function trailOf(positions: LivePosition[], color: string): Trail {
  const spots = positions.map(spotOf).sort((a, b) => a.at - b.at);
  const pieces: Spot[][] = [];
  const gaps: [Spot, Spot][] = [];
  let before: Spot | null = null;
  for (const spot of spots) {
    if (!before || spot.afterGap) {
      if (before) gaps.push([before, spot]);
      pieces.push([spot]);
    } else pieces[pieces.length - 1].push(spot);
    before = spot;
  }
  return { color, pieces, gaps, ghost: null };
}

function spotOf(one: LivePosition): Spot {
  const at = Date.parse(one.at) / 1000;
  const until = one.until ? Date.parse(one.until) / 1000 : at;
  const afterGap = Boolean(one.after_gap);
  return { lat: one.latitude, lon: one.longitude, at, until: Math.max(at, until), afterGap };
}

/** Where somebody was at a moment: between two positions of a piece; in a gap where he was last seen. */
export function spotAt(trail: Trail, at: number): Spot | null {
  let last: Spot | null = null;
  for (const piece of trail.pieces) {
    for (let i = 0; i < piece.length; i++) {
      const spot = piece[i];
      if (spot.at <= at) last = spot;
      else if (i > 0 && last === piece[i - 1]) return between(last, spot, at);
      else return last;
    }
  }
  return last;
}

function between(from: Spot, to: Spot, at: number): Spot {
  const share = Math.max(0, at - from.until) / Math.max(1, to.at - from.until);
  const lat = from.lat + share * (to.lat - from.lat);
  return { lat, lon: from.lon + share * (to.lon - from.lon), at, until: at, afterGap: false };
}

/** First and last moment of a trail; null without positions. */
export function spanOf(trail: Trail): [number, number] | null {
  const spots = trail.pieces.flat();
  return spots.length ? [spots[0].at, spots[spots.length - 1].until] : null;
}
