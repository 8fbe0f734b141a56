/** The stops of one rep's day as points and a route of the map. */
import type { Columns, Labels, MapProps, RouteProps } from "../types";
import type { DayStop, LiveDay } from "./types";
import { clock } from "./words";

const STATES: Record<string, string> = {
  done: "#2e7d32",
  in_progress: "#1565c0",
  missed: "#9e9e9e",
};
const WAITING = "#f9a825";

export const NO_STOPS: Columns = { ids: [], lat: [], lon: [], names: [], fields: {}, columns: {} };

export function stopsOf(
  day: LiveDay,
  names: Record<string, string>,
  color: string,
  labels: Labels,
  lang: string,
): MapProps {
  const { stops } = day;
  if (!stops.length) return { points: NO_STOPS, routes: [] };
  const colors = Object.fromEntries(stops.map(({ state }) => [state, STATES[state] || WAITING]));
  const text = (label: string): { label: string; kind: "text" } => ({ label, kind: "text" });
  const points: Columns = {
    ...NO_STOPS,
    ids: stops.map((stop) => stop.visit_id),
    lat: stops.map((stop) => (stop.has_position ? stop.latitude : null)),
    lon: stops.map((stop) => (stop.has_position ? stop.longitude : null)),
    names: stops.map((stop) => stop.name),
    fields: {
      state: { label: labels.liveState, kind: "selection", values: names, colors },
      planned: text(labels.livePlanned),
      expected: text(labels.liveExpected),
    },
    columns: {
      state: stops.map((stop) => stop.state),
      planned: stops.map((stop) => clock(stop.planned, lang)),
      expected: stops.map((stop) => expected(stop, lang)),
    },
    color: "state",
    popup: ["state", "planned", "expected"],
  };
  return { points, routes: [routeOf(day, color, lang)] };
}

function expected(stop: DayStop, lang: string): string {
  return clock(stop.began || stop.arrival, lang);
}

/** "Nov 23, 2026": the legend names the route by its day. */
function dayText(date: string, lang: string): string {
  const style: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeZone: "UTC" };
  return new Intl.DateTimeFormat(lang, style).format(new Date(date + "T00:00:00Z"));
}

function routeOf(day: LiveDay, color: string, lang: string): RouteProps {
  const place = ({ latitude, longitude }: LiveDay["start"]) =>
    latitude === undefined || longitude === undefined ? null : { lat: latitude, lon: longitude };
  return {
    id: String(day.rep_id),
    name: dayText(day.date, lang),
    stops: day.stops.map((_stop, row) => row),
    start: place(day.start),
    end: place(day.end),
    color,
    rep: day.rep_id,
  };
}
