/** Geometry of one tile: degrees → pixels of its canvas. */
import type { Box } from "../geo";
import type { Flat } from "./clip";

export interface Tile {
  zoom: number;
  box: Box;
  context: CanvasRenderingContext2D;
  size: number;
  x: (lon: number) => number;
  y: (lat: number) => number;
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
): Tile {
  const { z } = coords;
  const left = coords.x * size;
  const top = coords.y * size;
  const margin = size / 16;
  return {
    zoom: z,
    size,
    context,
    box: {
      west: lonAt(left - margin, z),
      east: lonAt(left + size + margin, z),
      north: latAt(top - margin, z),
      south: latAt(top + size + margin, z),
    },
    x: (lon) => mercatorX(lon, z) - left,
    y: (lat) => mercatorY(lat, z) - top,
  };
}

export function trace(tile: Tile, flat: Flat, close: boolean): void {
  const { context } = tile;
  for (let i = 0; i < flat.length; i += 2) {
    const x = tile.x(flat[i]);
    const y = tile.y(flat[i + 1]);
    if (i) context.lineTo(x, y);
    else context.moveTo(x, y);
  }
  if (close && flat.length) context.closePath();
}
