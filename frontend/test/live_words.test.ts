/** What the live map says in one line. */
import { describe, expect, it } from "vitest";
import { placesOfAll } from "../src/live/places";
import { withDefaults } from "../src/labels";
import { stopsOf } from "../src/live/stops";
import type { LiveDay, LiveRep } from "../src/live/types";
import { clock } from "../src/live/words";

describe("a time of the live map", () => {
  it.each(["en-US", "zh-CN", "fi-FI"])("counts to 24 in %s, as on the reps' phones", (lang) => {
    const at = new Date(2026, 2, 2, 14, 5).getTime() / 1000;
    expect(clock(at, lang)).toMatch(/^14[:.]05$/);
    expect(clock(new Date(2026, 2, 2, 0, 5).toISOString(), lang)).toMatch(/^00[:.]05$/);
  });

  it("is nothing without a moment", () => {
    expect(clock("", "en-US")).toBe("");
    expect(clock(0, "en-US")).toBe("");
  });
});

describe("the view of the live map", () => {
  const rep = (more: Partial<LiveRep>) =>
    ({ position: {}, current: {}, next: {}, ...more }) as LiveRep;
  const at = (latitude: number, longitude: number) => ({ latitude, longitude });

  it("holds who was seen, and nothing else", () => {
    const reps = [rep({ position: at(60, 25) }), rep({ next: at(1, 2) })];
    expect(placesOfAll(reps)).toEqual([{ lat: 60, lon: 25 }]);
  });

  it("holds where the reps are due as long as nobody was seen", () => {
    const reps = [rep({ current: at(31, 121) }), rep({ next: at(32, 122) }), rep({})];
    expect(placesOfAll(reps)).toEqual([
      { lat: 31, lon: 121 },
      { lat: 32, lon: 122 },
    ]);
    expect(placesOfAll([rep({})])).toEqual([]);
  });
});

describe("the day of one rep on the live map", () => {
  it("is named in the legend as the language writes a day", () => {
    const stop = { visit_id: 1, name: "C", state: "planned", has_position: false };
    const day = { rep_id: 7, date: "2026-11-23", start: {}, end: {}, stops: [stop] };
    const name = (lang: string) =>
      stopsOf(day as unknown as LiveDay, {}, "#000", withDefaults(), lang).routes?.[0].name;
    expect(name("en-US")).toBe("Nov 23, 2026");
    expect(name("zh-CN")).toBe("2026年11月23日");
  });
});
