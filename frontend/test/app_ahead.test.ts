import { describe, expect, it } from "vitest";
import { lookAhead } from "../src/app/today/ahead";
import type { Route, Visit } from "../src/app/types";

const DAY = "2026-03-02 ";
const at = (clock: string) => Date.parse("2026-03-02T" + clock + ":00Z");

/** A planned visit of half an hour, ten minutes' drive away. */
function stop(visit_id: number, clock: string, more: Partial<Visit> = {}): Visit {
  const end = new Date(at(clock) + 30 * 60_000).toISOString().slice(11, 19);
  const visit = { visit_id, state: "planned", start: DAY + clock + ":00", end: DAY + end };
  const none = { travel_started_at: "", actual_start: "", actual_end: "", is_waypoint: false };
  return { ...visit, ...none, leg_travel_s: 600, ...more } as Visit;
}

function route(...stops: Visit[]): Route {
  return { start_at: DAY + "07:50:00", stops } as unknown as Route;
}

const minutesLate = (day: Route, clock: string, id: number) =>
  (lookAhead(day, at(clock)).late.get(id) ?? NaN) / 60;

describe("looking ahead", () => {
  it("is in time before the day begins", () => {
    const ahead = lookAhead(route(stop(1, "08:00"), stop(2, "09:00")), at("06:00"));
    expect([...ahead.late.values()]).toEqual([0, 0]);
    expect(ahead.arrivals.get(1)).toBe(at("08:00"));
    expect(ahead.current?.visit_id).toBe(1);
  });

  it("is late by what has passed since the rep should have left", () => {
    expect(minutesLate(route(stop(1, "08:00")), "08:05", 1)).toBe(15);
  });

  it("counts the way from when the rep set out", () => {
    const day = route(stop(1, "08:00", { travel_started_at: DAY + "08:02:00" }));
    expect(minutesLate(day, "08:05", 1)).toBe(12);
  });

  it("hands a delay on until a wait takes it up", () => {
    const day = route(stop(1, "08:00"), stop(2, "08:40"), stop(3, "10:00"));
    expect(minutesLate(day, "08:20", 2)).toBe(30);
    expect(minutesLate(day, "08:20", 3)).toBe(0);
  });

  it("starts from the visit that overruns", () => {
    const there = { state: "in_progress" as const, actual_start: DAY + "08:00:00" };
    const day = route(stop(1, "08:00", there), stop(2, "08:40"));
    expect(minutesLate(day, "08:50", 2)).toBe(20);
    expect(lookAhead(day, at("08:50")).current?.visit_id).toBe(1);
  });

  it("forgets what is over and counts no way points", () => {
    const done = { state: "done" as const, actual_end: DAY + "08:20:00" };
    const ahead = lookAhead(
      route(stop(1, "08:00", done), stop(2, "08:30", { is_waypoint: true }), stop(3, "09:30")),
      at("08:21"),
    );
    expect([ahead.done, ahead.total]).toEqual([1, 2]);
    expect(ahead.late.has(1)).toBe(false);
  });

  it("has nobody to visit when all is over", () => {
    const over = stop(1, "08:00", { state: "cancelled" });
    expect(lookAhead(route(over), at("12:00")).current).toBeNull();
  });
});
