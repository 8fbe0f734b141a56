/**
 * Where the datum GCJ-02 holds: a coarse outline of the Chinese mainland. Hong Kong, Macao, Taiwan
 * and the neighbours lie outside. The same outline as in engine/geo/gcj02.py (a test compares them),
 * so that the browser and the server shift the same places.
 */

/** Corners as lon, lat, lon, lat, …, in degrees. */
// prettier-ignore
export const MAINLAND: readonly number[] = [
  73.5, 39.5, 74.9, 40.5, 76.9, 41.0, 80.2, 42.1, 80.3, 45.0, 82.5, 45.3,
  83.0, 47.2, 85.6, 47.1, 85.8, 48.4, 87.8, 49.2, 91.0, 46.9, 90.9, 45.2,
  95.4, 44.3, 96.4, 42.7, 101.8, 42.6, 105.0, 41.6, 107.5, 42.4, 110.4, 42.7,
  112.0, 43.8, 111.9, 45.1, 114.5, 45.4, 116.2, 46.3, 119.9, 46.7, 118.5, 47.9,
  115.5, 47.9, 116.7, 49.8, 119.3, 50.3, 120.8, 53.3, 122.3, 53.55, 123.6, 53.6,
  126.0, 52.9, 127.6, 50.0, 130.7, 48.9, 131.0, 47.7, 134.8, 48.4, 133.1, 45.1,
  131.0, 44.9, 131.3, 43.4, 130.6, 42.4, 129.7, 42.4, 128.0, 42.0, 126.9, 41.7,
  124.42, 40.08, 123.8, 39.6, 121.3, 38.5, 122.9, 37.4, 120.7, 35.6, 122.2, 31.9,
  123.0, 30.5, 121.9, 27.7, 119.9, 25.7, 119.2, 25.0, 118.55, 24.6, 118.25, 24.52,
  118.2, 24.42, 118.1, 24.3, 117.0, 23.3, 114.9, 22.4, 114.45, 22.54, 114.25, 22.55,
  114.06, 22.51, 113.95, 22.47, 113.75, 22.35, 113.62, 22.22, 113.55, 22.215, 113.525, 22.19,
  113.52, 22.09, 113.0, 21.7, 111.0, 21.1, 111.4, 19.9, 110.0, 18.1, 108.4, 18.5,
  108.7, 20.2, 108.0, 21.54, 106.7, 22.0, 105.3, 23.3, 103.9, 22.5, 102.4, 22.7,
  101.7, 21.2, 100.0, 21.6, 98.8, 23.2, 97.6, 23.9, 98.6, 25.9, 98.3, 27.6,
  97.4, 28.3, 94.0, 29.1, 91.7, 27.8, 89.0, 27.4, 86.0, 28.0, 81.4, 30.1,
  78.8, 31.3, 78.8, 34.0, 76.2, 35.6, 74.5, 37.3,
];

const WEST = 73.5;
const EAST = 134.8;
const SOUTH = 18.1;
const NORTH = 53.6;

/** Whether a WGS-84 position lies in the outline (ray casting). */
export function inMainland(lat: number, lon: number): boolean {
  if (lon < WEST || lon > EAST || lat < SOUTH || lat > NORTH) return false;
  let inside = false;
  let j = MAINLAND.length - 2;
  for (let i = 0; i < MAINLAND.length; j = i, i += 2) {
    const above = MAINLAND[i + 1] > lat;
    if (above === MAINLAND[j + 1] > lat) continue;
    const share = (lat - MAINLAND[i + 1]) / (MAINLAND[j + 1] - MAINLAND[i + 1]);
    if (lon < (MAINLAND[j] - MAINLAND[i]) * share + MAINLAND[i]) inside = !inside;
  }
  return inside;
}
