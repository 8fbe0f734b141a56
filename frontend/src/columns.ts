/** Columnar data → points; what cannot be placed is counted, never dropped in silence. */
import type { Columns } from "./types";

export interface Point {
  row: number;
  id: number;
  lat: number;
  lon: number;
}

/** Whether the pair is a place on earth. 0 is a latitude and a longitude like any other. */
export function isPosition(lat: unknown, lon: unknown): boolean {
  return isFiniteNumber(lat) && isFiniteNumber(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export interface Decoded {
  points: Point[];
  /** Point of a row, for routes. */
  byRow: Map<number, Point>;
  /** Rows sent along whose coordinates are no place on earth. */
  unplaced: number[];
}

export function decode(columns: Columns): Decoded {
  const decoded: Decoded = { points: [], byRow: new Map(), unplaced: [] };
  columns.ids.forEach((id, row) => {
    const lat = columns.lat[row];
    const lon = columns.lon[row];
    if (!isPosition(lat, lon)) {
      decoded.unplaced.push(id);
      return;
    }
    const point = { row, id, lat: lat as number, lon: lon as number };
    decoded.points.push(point);
    decoded.byRow.set(row, point);
  });
  return decoded;
}

/** Refuse columns of different lengths: a shifted column would label the wrong customer. */
export function assertColumns(columns: Columns): void {
  const size = columns.ids.length;
  const named: [string, unknown[]][] = [
    ["lat", columns.lat],
    ["lon", columns.lon],
    ["names", columns.names],
    ...Object.entries(columns.columns),
  ];
  for (const [name, column] of named) {
    if (!Array.isArray(column) || column.length !== size) {
      throw new Error("Column " + name + " does not have " + String(size) + " values");
    }
  }
}
