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
  const lons = Float64Array.from(points, (p) => p.lon).sort();
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

/** At most this share of the points may lie outside the first view. */
const OUTLIERS = 0.015;

/**
 * The box of the first view. One customer on another continent must not shrink a city to a dot:
 * a few far outliers stay outside the view (not outside the map) when that makes it ten times
 * closer. The button "show everything" brings them in.
 */
export function focusBox(points: { lat: number; lon: number }[]): Box | null {
  const full = boundingBox(points);
  if (!full || points.length < 20) return full;
  const lat = median(Float64Array.from(points, (p) => p.lat));
  const lon = median(Float64Array.from(points, (p) => p.lon));
  const away = Float64Array.from(points, (p) =>
    Math.max(Math.abs(p.lat - lat), Math.abs(nearestLon(p.lon, lon) - lon)),
  );
  const farthest = away.slice().sort()[Math.ceil(points.length * (1 - OUTLIERS)) - 1];
  const core = boundingBox(points.filter((_, i) => away[i] <= farthest)) as Box;
  return span(core) * 10 < span(full) ? core : full;
}

function span(box: Box): number {
  return Math.max(box.north - box.south, box.east - box.west);
}

function median(values: Float64Array): number {
  return values.sort()[Math.floor(values.length / 2)];
}
