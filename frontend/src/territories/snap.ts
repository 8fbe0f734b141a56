/** Borders that meet: a corner that is drawn near a neighbour's corner or border lies on it. */
import * as L from "leaflet";
import { nearestLon } from "../geo";
import type { Area } from "../types";

const CORNER_PX = 12;
const BORDER_PX = 8;

interface At {
  lng: number;
  lat: number;
}

export class Neighbours {
  private rings: { id: number; ring: [number, number][] }[] = [];
  /** The area that is being drawn is no neighbour of its own. */
  except = 0;

  constructor(private map: L.Map) {}

  setAreas(areas: Area[]): void {
    this.rings = areas.flatMap(({ id, geometry }) =>
      ringsOf(geometry).map((ring) => ({ id, ring })),
    );
  }

  /** The nearest corner in reach, else the nearest place on a border, as [lon, lat]. */
  near(at: At): [number, number] | undefined {
    return this.nearest(at, CORNER_PX, cornerOf) || this.nearest(at, BORDER_PX, placeOn);
  }

  private nearest(at: At, reach: number, find: typeof cornerOf): [number, number] | undefined {
    const { map } = this;
    const here = map.latLngToContainerPoint(at);
    const span = this.degrees(at, reach);
    let best: L.Point | undefined;
    let least = reach;
    for (const { id, ring } of this.rings) {
      if (id === this.except) continue;
      for (let i = 1; i < ring.length; i++) {
        const [from, to] = [beside(ring[i - 1], at), beside(ring[i], at)];
        if (isFar(at, from, to, span)) continue;
        const place = find(here, pixel(map, from), pixel(map, to));
        const away = place.distanceTo(here);
        if (away < least) [best, least] = [place, away];
      }
    }
    if (!best) return undefined;
    const { lng, lat } = map.containerPointToLatLng(best);
    return [round(lng), round(lat)];
  }

  /** How many degrees so many pixels are here. */
  private degrees(at: At, px: number): { lat: number; lng: number } {
    const here = this.map.latLngToContainerPoint(at);
    const there = this.map.containerPointToLatLng(here.add([px, px]));
    return { lat: Math.abs(there.lat - at.lat), lng: Math.abs(there.lng - at.lng) };
  }
}

export function ringsOf(geometry: Area["geometry"]): [number, number][][] {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.flat() as [number, number][][];
}

/** The library checks that a position has no more digits than nine. */
export function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

function beside([lon, lat]: [number, number], at: At): [number, number] {
  return [nearestLon(lon, at.lng), lat];
}

function pixel(map: L.Map, [lng, lat]: [number, number]): L.Point {
  return map.latLngToContainerPoint({ lat, lng });
}

function isFar(
  at: At,
  [west, south]: [number, number],
  [east, north]: [number, number],
  span: { lat: number; lng: number },
): boolean {
  return (
    Math.max(west, east) < at.lng - span.lng ||
    Math.min(west, east) > at.lng + span.lng ||
    Math.max(south, north) < at.lat - span.lat ||
    Math.min(south, north) > at.lat + span.lat
  );
}

function cornerOf(here: L.Point, from: L.Point, to: L.Point): L.Point {
  return from.distanceTo(here) < to.distanceTo(here) ? from : to;
}

function placeOn(here: L.Point, from: L.Point, to: L.Point): L.Point {
  return L.LineUtil.closestPointOnSegment(here, from, to);
}
