/** Ways of all reps on the live map: who is asked about when, and what is drawn of them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as L from "leaflet";
import { h, render } from "preact";
import { EVERYBODY } from "../src/live/choice";
import { LineLayer } from "../src/live/lines";
import { List } from "../src/live/list";
import { AGAIN_MS, ANEW_MS, BEHIND_MS, EVERY_MS, lineOf, PORTION, Trails, type TrailsQuestion } from "../src/live/trails"; // prettier-ignore
import type { LiveRep, Stretch, TrailsAnswer } from "../src/live/types";
import { withDefaults } from "../src/labels";

const AT = "2026-03-02T09:00:00Z";

function rep(id: number, at = AT): LiveRep {
  const position = at ? { latitude: 60, longitude: 24.9, accuracy_m: 10, at } : {};
  return { id, position } as LiveRep;
}

function crew(...reps: LiveRep[]): Map<number, LiveRep> {
  return new Map(reps.map((one) => [one.id, one]));
}

describe("the ways of all", () => {
  let asked: TrailsQuestion[];
  let broken: boolean;
  let news: TrailsAnswer["trails"];
  let trails: Trails;
  const all = (): boolean => true;
  const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
  const ids = (): number[][] => asked.map(({ rep_ids }) => rep_ids);
  const at = (): string => "answer " + String(asked.length).padStart(3, "0");

  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime(new Date(2026, 2, 2, 9, 0, 0));
    asked = [];
    broken = false;
    news = [];
    trails = new Trails(
      async (question): Promise<TrailsAnswer> => {
        asked.push(question);
        const told = at();
        await Promise.resolve();
        if (broken) throw new Error("no network");
        if (question.since) return { at: told, trails: news };
        const stretches: Stretch[] = [[8, false, [[[60, 24], [60.1, 24.1]]]], [9, true, [[[60.2, 24.2]]]]]; // prettier-ignore
        return { at: told, trails: question.rep_ids.map((rep_id) => ({ rep_id, from: 0, stretches })) }; // prettier-ignore
      },
      () => undefined,
    );
  });
  afterEach(() => {
    trails.stop();
    vi.useRealTimers();
  });

  it("are asked for only while somebody wants to see them", async () => {
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    expect(asked).toEqual([]);
    expect(trails.progress()).toEqual([0, 0]);
    trails.turn(true);
    await settle();
    expect(asked).toEqual([{ rep_ids: [1] }]);
    expect(trails.lines.get(1)).toEqual([[{ lat: 60, lon: 24 }, { lat: 60.1, lon: 24.1 }, { lat: 60.2, lon: 24.2 }]]); // prettier-ignore
    trails.turn(false);
    expect(trails.lines.size).toBe(0);
  });

  it("of who lost his positions while the answer was under way stay away", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1), rep(2)), all);
    trails.follow(crew(rep(1, ""), rep(2)), all);
    await settle();
    expect([...trails.lines.keys()]).toEqual([2]);
  });

  it("are asked for once, and then for what is new of all by one question, not at once", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1), rep(2), rep(3, "")), all);
    await settle();
    expect(ids()).toEqual([[1, 2]]);
    await settle(10 * EVERY_MS);
    trails.follow(crew(rep(1), rep(2), rep(3, "")), all);
    trails.follow(crew(rep(1), rep(2), rep(3, "")), all);
    await settle(EVERY_MS - 1);
    trails.follow(crew(rep(1), rep(2), rep(3, "")), all);
    await settle(1);
    await settle(10 * EVERY_MS);
    expect(asked.slice(1)).toEqual([
      { rep_ids: [1, 2], since: "answer 001" },
      { rep_ids: [1, 2], since: "answer 002" },
    ]);
  });

  it("take what is new in the place of what was there from then on", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1), rep(2)), all);
    await settle(EVERY_MS);
    const before = trails.lines.get(2);
    news = [{ rep_id: 1, from: 9, stretches: [[9, true, [[[61, 25]], [[62, 26]]]], [10, false, [[[63, 27]]]]] }]; // prettier-ignore
    for (let time = 0; time < 2; time++) {
      trails.follow(crew(rep(1), rep(2)), all);
      await settle(EVERY_MS);
      const lats = trails.lines.get(1)?.map((piece) => piece.map(({ lat }) => lat));
      expect(lats).toEqual([[60, 60.1, 61], [62], [63]]);
    }
    expect(trails.lines.get(2)).toBe(before);
    news = [{ rep_id: 1, from: 0, stretches: [] }];
    trails.follow(crew(rep(1), rep(2)), all);
    await settle(EVERY_MS);
    expect(trails.lines.get(1)).toEqual([]);
  });

  it("come in portions, without a rest until everybody has one, and say how many are there", async () => {
    trails.turn(true);
    trails.follow(crew(...Array.from({ length: 2 * PORTION + 1 }, (_none, i) => rep(i + 1))), all);
    expect(trails.progress()).toEqual([0, 2 * PORTION + 1]);
    await settle();
    expect(trails.progress()[0]).toBeGreaterThanOrEqual(PORTION);
    await settle(10);
    expect(ids().map((portion) => portion.length)).toEqual([PORTION, PORTION, 1]);
    expect(trails.lines.size).toBe(2 * PORTION + 1);
    expect(trails.progress()).toEqual([2 * PORTION + 1, 2 * PORTION + 1]);
    trails.follow(crew(...Array.from({ length: 2 * PORTION + 1 }, (_none, i) => rep(i + 1))), all);
    await settle(EVERY_MS);
    // the oldest of the answers: nobody misses anything
    expect(asked[3]).toEqual({ rep_ids: ids().slice(0, 3).flat(), since: "answer 001" });
  });

  it("are not looked at of those whom the list does not show, nor kept of those out of reach", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1), rep(2)), ({ id }) => id === 2);
    await settle(EVERY_MS);
    expect(asked).toEqual([{ rep_ids: [2] }]);
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    expect([...trails.lines.keys()]).toEqual([1]);
    trails.follow(crew(rep(1), rep(2)), all);
    await settle(EVERY_MS);
    expect(ids()).toEqual([[2], [1], [2], [1, 2]]);
    trails.follow(crew(rep(1), rep(2, "")), all); // whose positions were erased
    expect([...trails.lines.keys()]).toEqual([1]);
  });

  it("go on where they were of who was not in the list for a while, and anew after a long while", async () => {
    const both = crew(rep(1), rep(2));
    trails.turn(true);
    trails.follow(both, all);
    await settle(EVERY_MS);
    trails.follow(both, ({ id }) => id === 2);
    await settle(EVERY_MS);
    trails.follow(both, all);
    await settle(EVERY_MS);
    expect(asked.slice(1)).toEqual([
      { rep_ids: [2], since: "answer 001" },
      { rep_ids: [1, 2], since: "answer 001" },
    ]);
    await settle(BEHIND_MS);
    trails.follow(both, all);
    await settle(EVERY_MS);
    expect(asked.slice(3)).toEqual([{ rep_ids: [1, 2] }]);
  });

  it("are fetched anew now and then, besides what is new", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1)), all);
    await settle();
    for (let time = 0; time <= ANEW_MS + BEHIND_MS / 2; time += BEHIND_MS / 2) {
      trails.follow(crew(rep(1)), all);
      await settle(BEHIND_MS / 2);
    }
    expect(asked.filter(({ since }) => !since).length).toBe(2);
    expect(asked.slice(-2).map(({ since }) => Boolean(since))).toEqual([true, false]);
  });

  it("keep what they had while the server is out of reach, and ask again", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    broken = true;
    trails.follow(crew(rep(1)), all);
    await settle();
    expect(trails.lines.size).toBe(1);
    broken = false;
    await settle(AGAIN_MS);
    expect(asked.slice(1)).toEqual([
      { rep_ids: [1], since: "answer 001" },
      { rep_ids: [1], since: "answer 001" },
    ]);
  });

  it("of an answer that comes after they were switched off are not shown", async () => {
    trails.follow(crew(rep(1)), all);
    trails.turn(true);
    trails.turn(false);
    await settle(EVERY_MS);
    expect(trails.lines.size).toBe(0);
  });

  it("are asked for again when they are switched off and on while an answer is under way", async () => {
    trails.follow(crew(rep(1)), all);
    trails.turn(true);
    trails.turn(false);
    trails.turn(true);
    await settle(EVERY_MS);
    expect(trails.lines.size).toBe(1);
  });

  it("are new on another day", async () => {
    vi.setSystemTime(new Date(2026, 2, 2, 23, 59, 0));
    trails.turn(true);
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    vi.setSystemTime(new Date(2026, 2, 3, 0, 0, 10));
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    expect(asked).toEqual([{ rep_ids: [1] }, { rep_ids: [1] }]);
  });
});

describe("a way in stretches", () => {
  it("goes on over their borders, and not over gaps", () => {
    const line = lineOf([
      [1, true, [[[1, 1]], [[2, 2]]]],
      [2, true, [[[3, 3]]]],
      [4, false, [[[4, 4]]]],
    ]);
    expect(line.map((piece) => piece.map(({ lat }) => lat))).toEqual([[1], [2, 3], [4]]);
  });
});

describe("the list", () => {
  const box = document.createElement("div");
  const note = (trailsShown: [number, number]): string | undefined => {
    const props = {
      reps: [],
      colors: new Map(),
      labels: withDefaults(),
      lang: "en",
      now: 0,
      choice: EVERYBODY,
    };
    const todo = { setChoice: vi.fn(), setTrails: vi.fn(), choose: vi.fn() };
    render(h(List, { ...props, ...todo, trails: true, trailsShown }), box);
    return box.querySelector(".fvr-live-trails [role=status]")?.textContent || undefined;
  };

  it("says of how many reps the way is on the map while some are missing", () => {
    expect(note([50, 500])).toContain("50 / 500");
    expect(note([500, 500])).toBeUndefined();
  });
});

describe("their lines", () => {
  const pieces = [
    [{ lat: 60, lon: 179.9 }, { lat: 60.1, lon: -179.9 }],
    [{ lat: 60.2, lon: -179.8 }],
  ]; // prettier-ignore
  let map: L.Map;
  let layer: LineLayer;

  beforeEach(() => {
    map = L.map(document.createElement("div"), { center: [60, 179], zoom: 8 });
    map.createPane("fvrAreas");
    layer = new LineLayer(map);
  });
  afterEach(() => {
    layer.remove();
    map.remove();
  });

  const drawn = (): L.Polyline[] => {
    const found: L.Polyline[] = [];
    map.eachLayer((one) => one instanceof L.Polyline && found.push(one));
    return found;
  };

  it("are two for each rep: the ways and, dotted, the gaps, the short way round the earth", () => {
    layer.show([{ id: 1, color: "#123456", pieces }]);
    const [gaps, ways] = drawn();
    expect(gaps.options.dashArray).toBeTruthy();
    const lons = (line: L.Polyline): number[] =>
      (line.getLatLngs() as L.LatLng[][]).flat().map(({ lng }) => Math.round(lng * 10) / 10);
    expect(lons(ways)).toEqual([179.9, 180.1, 180.2]);
    expect(lons(gaps)).toEqual([180.1, 180.2]);
  });

  it("stay as they are until they change", () => {
    const one = { id: 1, color: "#123456", pieces };
    layer.show([one, { ...one, id: 2 }]);
    const before = drawn();
    layer.show([{ ...one }, { ...one, id: 2, pieces: [...pieces] }]);
    const after = drawn();
    expect(after.length).toBe(4);
    expect(after.filter((line) => before.includes(line)).length).toBe(2);
    layer.show([{ ...one, color: "#654321" }]);
    expect(drawn().map(({ options }) => options.color)).toEqual(["#654321", "#654321"]);
    layer.show([]);
    expect(drawn()).toEqual([]);
  });
});
