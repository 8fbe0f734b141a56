/** Which tiles of a map cover the day. */
import type { Visit } from "../types";

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}
export type Tile = [z: number, x: number, y: number];

/** Kilometres kept around the outermost stops. */
const MARGIN_KM = 2;
const KM_PER_DEGREE = 111.2;
/** Web Mercator ends here. */
const LAST_LAT = 85.05;

/** The rectangle around the places that have a position; null for none. */
export function boxAround(
  places: Pick<Visit, "latitude" | "longitude" | "has_position">[],
): Box | null {
  const known = places.filter((place) => place.has_position);
  if (!known.length) return null;
  const lats = known.map(({ latitude }) => latitude);
  const lons = known.map(({ longitude }) => longitude);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const up = MARGIN_KM / KM_PER_DEGREE;
  const aside = up / Math.max(0.05, Math.cos((Math.max(-south, north) * Math.PI) / 180));
  return {
    west: Math.min(...lons) - aside,
    south: Math.max(-LAST_LAT, south - up),
    east: Math.max(...lons) + aside,
    north: Math.min(LAST_LAT, north + up),
  };
}

/** The tiles of `box` from the coarsest zoom on, zooms as a whole, at most `most` of them. */
export function tilesOf(box: Box, minZoom: number, maxZoom: number, most: number): Tile[] {
  const tiles: Tile[] = [];
  for (let z = minZoom; z <= maxZoom; z++) {
    const [left, top] = tileAt(box.west, box.north, z);
    const [right, bottom] = tileAt(box.east, box.south, z);
    if (tiles.length + (right - left + 1) * (bottom - top + 1) > most) break;
    for (let x = left; x <= right; x++)
      for (let y = top; y <= bottom; y++) tiles.push([z, wrapped(x, z), y]);
  }
  return tiles;
}

function tileAt(lon: number, lat: number, z: number): [number, number] {
  const count = 2 ** z;
  const sine = Math.sin((lat * Math.PI) / 180);
  const down = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [
    Math.floor(((lon + 180) / 360) * count),
    Math.min(count - 1, Math.max(0, Math.floor(down * count))),
  ];
}

/** Beyond the date line the map begins anew. */
function wrapped(x: number, z: number): number {
  const count = 2 ** z;
  return ((x % count) + count) % count;
}
