/** Longitudes on a round earth. */

/** The copy of a longitude that is nearest to a reference (which may lie beyond ±180). */
export function nearestLon(lon: number, reference: number): number {
  return lon + 360 * Math.round((reference - lon) / 360);
}

export interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

/**
 * The smallest box round all positions. It may reach beyond 180° east: customers on both sides of
 * the antimeridian are neighbours, not a world apart.
 */
export function boundingBox(points: { lat: number; lon: number }[]): Box | null {
  if (!points.length) return null;
  const lons = points.map((p) => p.lon).sort((a, b) => a - b);
  let gap = lons[0] + 360 - lons[lons.length - 1];
  let west = lons[0];
  for (let i = 1; i < lons.length; i++) {
    if (lons[i] - lons[i - 1] > gap) {
      gap = lons[i] - lons[i - 1];
      west = lons[i];
    }
  }
  let south = 90;
  let north = -90;
  for (const { lat } of points) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return { south, west, north, east: west + 360 - gap };
}

/** A line's longitudes made continuous, so that a leg over the antimeridian goes the short way. */
export function unwrap<T extends { lat: number; lon: number }>(line: T[]): T[] {
  const result: T[] = [];
  line.forEach((p, i) => {
    result.push(i ? { ...p, lon: nearestLon(p.lon, result[i - 1].lon) } : p);
  });
  return result;
}
