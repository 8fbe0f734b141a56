/** The day on the map: the stops in their order, by what became of them. */
import type { App } from "../app";
import { clockOf } from "../moments";
import type { Route, Visit } from "../types";
import { FieldMap, type Spot } from "../ui/map";
import { isOver } from "./ahead";

/** The same by day and by night: the map is light. */
const COLORS = { next: "#1a6670", there: "#c2410c", over: "#146c43" };

export function DayMap({ app, route }: { app: App; route: Route }) {
  const placed = route.stops.filter((visit) => visit.has_position);
  return (
    <FieldMap
      app={app}
      label={app.word("state")}
      kinds={{
        next: { text: app.word("stateNext"), color: COLORS.next },
        there: { text: app.word("stateThere"), color: COLORS.there },
        over: { text: app.word("stateOver"), color: COLORS.over },
      }}
      facts={{ arrival: app.word("arrival"), address: app.word("address") }}
      spots={placed.map((visit) => spotOf(app, visit))}
      route={{
        id: String(route.id),
        name: app.word("today"),
        stops: placed.map((_visit, row) => row),
        legs: placed.map((visit) => ({
          distance_m: visit.leg_distance_m,
          duration_s: visit.leg_travel_s,
        })),
        color: COLORS.next,
      }}
      onOpen={(id) => (location.hash = "#/visit/" + id)}
    />
  );
}

function spotOf(app: App, visit: Visit): Spot {
  const kind = visit.state === "in_progress" ? "there" : isOver(visit) ? "over" : "next";
  return {
    id: visit.visit_id,
    lat: visit.latitude,
    lon: visit.longitude,
    name: visit.customer,
    kind,
    arrival: clockOf(app, visit.start),
    address: visit.address,
  };
}
