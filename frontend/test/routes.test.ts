import { describe, expect, it } from "vitest";
import { buildScale } from "../src/colors";
import { decode } from "../src/columns";
import { withDefaults } from "../src/labels";
import { resolveRoutes, terminals } from "../src/routes";
import type { RouteProps } from "../src/types";
import { customers } from "./make";

const office = { lat: 60.17, lon: 24.94, label: "Office" };
const leg = (distance_m: number) => ({ distance_m, duration_s: 60 });

function resolve(route: Partial<RouteProps>) {
  const columns = customers([
    [60.1, 24.9],
    [60.2, 24.8],
  ]);
  const scale = buildScale(columns, withDefaults(), "en");
  const full = { id: "1", name: "Anna", stops: [0, 1], ...route };
  return resolveRoutes([full], decode(columns), scale)[0];
}

describe("routes", () => {
  it("leads from the start over the stops to the end", () => {
    const route = resolve({ start: office, end: office, legs: [leg(100), leg(200), leg(300)] });
    expect(route.legs.map((l) => l.leg?.distance_m)).toEqual([100, 200, 300]);
    expect(route.distance_m).toBe(600);
  });

  it("draws a route without start and end from stop to stop", () => {
    expect(resolve({}).legs).toHaveLength(1);
  });

  it("keeps the numbers when a stop has no position", () => {
    const route = resolve({ stops: [0, -1, 1] });
    expect(route.stops.map((s) => s.number)).toEqual([1, 3]);
  });

  it("gives the routes of one rep one colour, and every other route its own", () => {
    const columns = customers([[60.1, 24.9]], { color: null });
    const route = (id: string, rep?: number) => ({ id, name: id, stops: [0], rep });
    const routes = [route("1", 7), route("2", 8), route("3", 7), route("4"), route("5")];
    const scale = buildScale(columns, withDefaults(), "en");
    const colors = resolveRoutes(routes, decode(columns), scale).map((r) => r.color);
    expect(colors[2]).toBe(colors[0]);
    expect(new Set(colors).size).toBe(4);
  });

  it("shows one house for all routes that start and end there", () => {
    const marks = terminals([resolve({ start: office, end: { ...office } })], "Start", "End");
    expect(marks).toHaveLength(1);
    expect(marks[0].label).toBe("Start: Office\nEnd: Office");
  });
});
