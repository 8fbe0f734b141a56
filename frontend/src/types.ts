/** What goes into the map and what comes out of it. Positions are WGS-84 degrees. */
import type { BaseMapInfo } from "./basemaps/info";
import type { Labels } from "./labels";
import type { Look } from "./look/look";
import type { MapServices } from "./services";
import type { ViewState } from "./view_state";

export type { BaseMapInfo, Labels, MapServices, ViewState };

/** How a column's values are to be understood and shown. */
export type FieldKind =
  | "text"
  | "number"
  | "boolean"
  | "selection"
  | "many2one"
  | "many2many"
  | "date"
  | "datetime";

export interface FieldInfo {
  label: string;
  kind: FieldKind;
  /** Names of the values of a selection or many2one, by key or id. */
  values?: Record<string, string>;
  /** A date until which something is to be done: days past it are overdue. */
  due?: boolean;
  /** Colours fixed for some values, by key or id. */
  colors?: Record<string, string>;
}

/** A many2many value is its ids in a text: "3,7". */
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
  /** Fields that choose shape and icon of the points. */
  shape?: string | null;
  icon?: string | null;
  /** The user's day, "2026-01-31": days overdue are counted from it. */
  today?: string;
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
  /** Who drives it: routes of one rep have one colour. */
  rep?: number | null;
  /** The stops have the route's colour, whatever colours the records. */
  uniform?: boolean;
  /** Neither the route nor its stops are drawn. */
  hidden?: boolean;
}

export interface MapProps {
  points?: Columns;
  routes?: RouteProps[];
  /** Fit the view to the content at the next drawing (default: only when the content is new). */
  fit?: boolean;
  /** What colours and shapes the points (default: the columns' own `color`). */
  look?: Look;
  /** Areas, sites and people beside the records. */
  layers?: Partial<LayerData> & { whites?: Area[] };
}

/** A polygon with a name: a territory, or a market area that is nobody's. */
export interface Area {
  id: number;
  name: string;
  color?: string;
  /** GeoJSON, positions as [lon, lat]. */
  geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  /** Lines of the tooltip, as plain text. */
  note?: string;
  /** The area above that is drawn as well: it leaves its parts the colours, and the names when there is room. */
  part_of?: number;
}

/** A place that is none of the records, such as a competitor's. */
export interface Site extends Place {
  id: number;
  name: string;
  note?: string;
  /** How far it reaches, in metres. */
  radius_m?: number;
}

/** Where a rep was last. */
export interface LastPosition extends Place {
  id: number;
  name: string;
  /** Moment in UTC, as ISO 8601. */
  at: string;
  accuracy_m?: number;
  color?: string;
}

export interface LayerData {
  territories: Area[];
  markets: Area[];
  competitors: Site[];
  positions: LastPosition[];
}

export interface MapOptions {
  worldUrl?: string;
  placesUrl?: string;
  layerUrls?: string[];
  /** Base maps and overlays to choose from, beside the built-in map. */
  baseMaps?: BaseMapInfo[];
  /** Id of the base map shown at first; none for the built-in one. */
  baseMap?: string;
  /** Whether the built-in map draws the lines between countries (default: yes). */
  borders?: boolean;
  labels?: Partial<Labels>;
  lang?: string;
  /** Questions that the map asks its surroundings; a part without its service is not shown. */
  services?: MapServices;
  /** What `viewState()` of an earlier map gave: the same section, base map and so on. */
  view?: ViewState | null;
  /** Fetch used for the base data; tests give their own. */
  fetchJson?: (url: string) => Promise<unknown>;
}

export interface MapEvents {
  pointclick: { id: number };
  /** `ids`: all records on the map. */
  open: { id: number; ids: number[] };
  missing: { ids: number[] };
  /** The list of records without a position is wanted beside the map. */
  unplaced: { ids: number[] };
  /** A tool that takes clicks on the map was begun; every other one steps back. */
  tool: { name: string };
  /** These areas are on the map now. */
  areas: { areas: Area[] };
  /** An area was clicked. */
  area: { id: number; lat: number; lng: number };
  /** Areas were changed: fetch the layers again. */
  layers: Record<string, never>;
  rendered: { count: number };
  error: { message: string };
}
