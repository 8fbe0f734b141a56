/**
 * How the user has set up the map, as plain data: what a link or a return to the map brings back.
 * `lat`, `lon` and `zoom` are the map's own; every part adds keys of its own (see Part.save) and
 * must bear any value there, because a link may be old or typed by hand.
 */
import type * as L from "leaflet";

export type ViewState = Record<string, unknown>;

export interface Section {
  lat: number;
  lon: number;
  zoom: number;
}

export function sectionOf(map: L.Map): Section {
  const { lat, lng } = map.getCenter();
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  return { lat: round(lat), lon: round(lng), zoom: map.getZoom() };
}

/** The section that a state asks for; null when it names none that can be shown. */
export function sectionIn(state: ViewState | null | undefined): Section | null {
  const { lat, lon, zoom } = state || {};
  if (!isNumber(lat, 90) || !isNumber(lon, 540) || !isNumber(zoom, 30)) return null;
  return { lat, lon, zoom };
}

function isNumber(value: unknown, limit: number): value is number {
  return typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= limit;
}

/** The texts under a key; none when the state holds something else there. */
export function textsIn(state: ViewState | null | undefined, key: string): Set<string> {
  const value = (state || {})[key];
  const list: unknown[] = Array.isArray(value) ? value : [];
  return new Set(list.filter((item): item is string => typeof item === "string"));
}
