/** What goes into the map and what comes out of it. Positions are WGS-84 degrees. */

/** How a column's values are to be understood and shown. */
export type FieldKind =
  | "text"
  | "number"
  | "boolean"
  | "selection"
  | "many2one"
  | "date"
  | "datetime";

export interface FieldInfo {
  label: string;
  kind: FieldKind;
  /** Names of the values of a selection or many2one, by key or id. */
  values?: Record<string, string>;
  /** Colours fixed for some values, by key or id. */
  colors?: Record<string, string>;
}

export type Value = string | number | boolean | null;

/** Points as columns: row i of every array belongs to the same point. */
export interface Columns {
  ids: number[];
  lat: (number | null)[];
  lon: (number | null)[];
  names: string[];
  fields: Record<string, FieldInfo>;
  columns: Record<string, Value[]>;
  /** Field that colours the points. */
  color?: string | null;
  /** Fields shown in the popup, in this order. */
  popup?: string[];
  /** Records of the same selection that have no position. */
  missing?: { count: number; ids: number[] };
}

export interface Place {
  lat: number;
  lon: number;
  label?: string;
}

export interface Leg {
  distance_m: number;
  duration_s: number;
}

/** One rep's day: stops are row numbers of the columns, in driving order. */
export interface RouteProps {
  id: string;
  name: string;
  stops: number[];
  start?: Place | null;
  end?: Place | null;
  /** legs[i] leads to stop i; one more leg leads to the end. */
  legs?: (Leg | null)[];
  color?: string;
}

export interface RasterOptions {
  url: string;
  attribution?: string;
  subdomains?: string;
  maxZoom?: number;
}

export interface MapProps {
  points?: Columns;
  routes?: RouteProps[];
  /** Fit the view to the content at the next drawing (default: only when the content is new). */
  fit?: boolean;
}

export interface MapOptions {
  worldUrl?: string;
  placesUrl?: string;
  layerUrls?: string[];
  raster?: RasterOptions | null;
  labels?: Partial<Labels>;
  lang?: string;
  /** Fetch used for the base data; tests give their own. */
  fetchJson?: (url: string) => Promise<unknown>;
}

export interface MapEvents {
  pointclick: { id: number };
  open: { id: number };
  missing: { ids: number[] };
  rendered: { count: number };
  error: { message: string };
}

/** Every text of the component; the caller gives translations. */
export interface Labels {
  empty: string;
  open: string;
  close: string;
  legend: string;
  other: string;
  unset: string;
  yes: string;
  no: string;
  missing: string;
  missingLink: string;
  points: string;
  fit: string;
  zoomIn: string;
  zoomOut: string;
  stop: string;
  start: string;
  end: string;
  leg: string;
  routes: string;
  hours: string;
  minutes: string;
  tilesFailed: string;
  baseFailed: string;
  inView: string;
  elapsed: string;
  best: string;
  gap: string;
  cancel: string;
  cancelling: string;
  lost: string;
}
