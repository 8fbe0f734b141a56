/** Geometry of one tile: degrees → pixels of its canvas. */
import type { Box } from "../geo";
import type { Degrees } from "../datum/gcj02";
import type { Flat } from "./clip";

/** Where another datum shows a WGS-84 position. */
export type Shift = (lat: number, lon: number) => Degrees;
/** More than any shift, in degrees. */
const SHIFT_REACH = 0.02;
/** Below this zoom a shift is less than a pixel. */
const SHIFT_FROM = 8;

export interface Tile {
  zoom: number;
  box: Box;
  context: CanvasRenderingContext2D;
  size: number;
  x: (lon: number) => number;
  y: (lat: number) => number;
  shift?: Shift | null;
}

/** Web-Mercator world pixels at a zoom. */
export function mercatorX(lon: number, zoom: number): number {
  return ((lon + 180) / 360) * 256 * Math.pow(2, zoom);
}

export function mercatorY(lat: number, zoom: number): number {
  const limited = Math.max(-85.0511287798, Math.min(85.0511287798, lat));
  const sin = Math.sin((limited * Math.PI) / 180);
  return (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 256 * Math.pow(2, zoom);
}

export function lonAt(x: number, zoom: number): number {
  return (x / (256 * Math.pow(2, zoom))) * 360 - 180;
}

export function latAt(y: number, zoom: number): number {
  const n = Math.PI * (1 - (2 * y) / (256 * Math.pow(2, zoom)));
  return (180 / Math.PI) * Math.atan(Math.sinh(n));
}

export function makeTile(
  context: CanvasRenderingContext2D,
  coords: { x: number; y: number; z: number },
  size: number,
  shift: Shift | null = null,
): Tile {
  const { z } = coords;
  const shifted = shift && z >= SHIFT_FROM;
  const reach = shifted ? SHIFT_REACH : 0;
  const left = coords.x * size;
  const top = coords.y * size;
  const margin = size / 16;
  return {
    zoom: z,
    size,
    context,
    box: {
      west: lonAt(left - margin, z) - reach,
      east: lonAt(left + size + margin, z) + reach,
      north: latAt(top - margin, z) + reach,
      south: latAt(top + size + margin, z) - reach,
    },
    x: (lon) => mercatorX(lon, z) - left,
    y: (lat) => mercatorY(lat, z) - top,
    shift: shifted ? shift : null,
  };
}

export function trace(tile: Tile, flat: Flat, close: boolean): void {
  const { context, shift } = tile;
  for (let i = 0; i < flat.length; i += 2) {
    const at = shift ? shift(flat[i + 1], flat[i]) : null;
    const x = tile.x(at ? at.lon : flat[i]);
    const y = tile.y(at ? at.lat : flat[i + 1]);
    if (i) context.lineTo(x, y);
    else context.moveTo(x, y);
  }
  if (close && flat.length) context.closePath();
}
