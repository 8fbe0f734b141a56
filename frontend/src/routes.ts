/** Routes: what is drawn, in which colour, over which legs. */
import type { Decoded, Point } from "./columns";
import { PALETTE, type Scale } from "./colors";
import { unwrap } from "./geo";
import type { Leg, Place, RouteProps } from "./types";

export interface RouteStop {
  point: Point;
  number: number;
  leg: Leg | null;
}

export interface RouteLeg {
  from: Place;
  to: Place;
  leg: Leg | null;
}

export interface DrawnRoute {
  id: string;
  name: string;
  color: string;
  rep: number | null;
  uniform: boolean;
  hidden: boolean;
  start: Place | null;
  end: Place | null;
  stops: RouteStop[];
  legs: RouteLeg[];
  distance_m: number;
  duration_s: number;
}

/** Routes with their stops resolved. A stop without a position keeps its number and is passed over. */
export function resolveRoutes(routes: RouteProps[], decoded: Decoded, scale: Scale): DrawnRoute[] {
  const reps = [...new Set(routes.map((route, i) => route.rep || -1 - i))];
  return routes.map((route, i) => {
    const stops: RouteStop[] = [];
    route.stops.forEach((row, at) => {
      const point = decoded.byRow.get(row);
      const leg = (route.legs && route.legs[at]) || null;
      if (point) stops.push({ point, number: at + 1, leg });
    });
    const color = PALETTE[reps.indexOf(route.rep || -1 - i) % PALETTE.length];
    const legs = (route.legs || []).filter((leg): leg is Leg => Boolean(leg));
    return {
      id: route.id,
      name: route.name,
      color: route.color || commonColor(stops, scale) || color,
      rep: route.rep || null,
      uniform: Boolean(route.uniform),
      hidden: Boolean(route.hidden),
      start: route.start || null,
      end: route.end || null,
      stops,
      legs: legsOf(route, stops),
      distance_m: legs.reduce((sum, leg) => sum + leg.distance_m, 0),
      duration_s: legs.reduce((sum, leg) => sum + leg.duration_s, 0),
    };
  });
}

/** The colour of the route's stops when they agree, e.g. when records are coloured by rep. */
function commonColor(stops: RouteStop[], scale: Scale): string | null {
  if (!stops.length || scale.steps.length < 2) return null;
  const steps = new Set(stops.map((stop) => scale.stepOf[stop.point.row]));
  return steps.size === 1 ? scale.steps[[...steps][0]].color : null;
}

function legsOf(route: RouteProps, stops: RouteStop[]): RouteLeg[] {
  const line: { lat: number; lon: number; leg: Leg | null }[] = [];
  if (route.start) line.push({ lat: route.start.lat, lon: route.start.lon, leg: null });
  for (const stop of stops) line.push({ lat: stop.point.lat, lon: stop.point.lon, leg: stop.leg });
  const last = (route.legs && route.legs[route.stops.length]) || null;
  if (route.end) line.push({ lat: route.end.lat, lon: route.end.lon, leg: last });
  const continuous = unwrap(line);
  return continuous.slice(1).map((to, i) => ({ from: continuous[i], to, leg: to.leg }));
}

/** Starts and ends at one place become one mark that names all its routes. */
export function terminals(
  routes: DrawnRoute[],
  start: string,
  end: string,
): (Place & { color: string })[] {
  const marks = new Map<string, Place & { color: string; lines: Set<string> }>();
  for (const route of routes) {
    for (const [place, word] of [
      [route.start, start],
      [route.end, end],
    ] as [Place | null, string][]) {
      if (!place) continue;
      const key = place.lat.toFixed(6) + ":" + place.lon.toFixed(6);
      const mark = marks.get(key) || { ...place, color: route.color, lines: new Set<string>() };
      if (mark.color !== route.color) mark.color = "#2b2f36";
      mark.lines.add(word + ": " + (place.label || route.name));
      marks.set(key, mark);
    }
  }
  return [...marks.values()].map(({ lines, ...mark }) => ({
    ...mark,
    label: shortList([...lines]),
  }));
}

function shortList(lines: string[]): string {
  return lines.length > 6 ? lines.slice(0, 6).join("\n") + "\n…" : lines.join("\n");
}
