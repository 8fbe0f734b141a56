/** Ways of all reps on the live map: who is asked about when, and what is drawn of them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as L from "leaflet";
import { LineLayer } from "../src/live/lines";
import { AGAIN_MS, EVERY_MS, PORTION, Trails } from "../src/live/trails";
import type { LiveRep, TrailsAnswer } from "../src/live/types";

const AT = "2026-03-02T09:00:00Z";
const LATER = "2026-03-02T09:00:30Z";

function rep(id: number, at = AT): LiveRep {
  const position = at ? { latitude: 60, longitude: 24.9, accuracy_m: 10, at } : {};
  return { id, position } as LiveRep;
}

function crew(...reps: LiveRep[]): Map<number, LiveRep> {
  return new Map(reps.map((one) => [one.id, one]));
}

describe("the ways of all", () => {
  let asked: number[][];
  let broken: boolean;
  let trails: Trails;
  const all = (): boolean => true;
  const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    broken = false;
    trails = new Trails(
      async (ids): Promise<TrailsAnswer> => {
        asked.push(ids);
        await Promise.resolve();
        if (broken) throw new Error("no network");
        return { at: AT, trails: ids.map((rep_id) => ({ rep_id, pieces: [[[60, 24], [60.1, 24.1]]] })) }; // prettier-ignore
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
    trails.turn(true);
    await settle();
    expect(asked).toEqual([[1]]);
    expect(trails.lines.get(1)).toEqual([[{ lat: 60, lon: 24 }, { lat: 60.1, lon: 24.1 }]]); // prettier-ignore
    trails.turn(false);
    expect(trails.lines.size).toBe(0);
  });

  it("are asked for again only of those who have moved, and not at once", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1), rep(2), rep(3, "")), all);
    await settle();
    expect(asked).toEqual([[1, 2]]);
    trails.follow(crew(rep(1), rep(2), rep(3, "")), all);
    await settle(10 * EVERY_MS);
    expect(asked.length).toBe(1);
    trails.follow(crew(rep(1), rep(2, LATER)), all);
    trails.follow(crew(rep(1, LATER), rep(2, LATER)), all);
    await settle(2 * EVERY_MS);
    expect(asked.slice(1).flat().sort()).toEqual([1, 2]);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it("come in portions, without a rest until everybody has one", async () => {
    trails.turn(true);
    trails.follow(crew(...Array.from({ length: 2 * PORTION + 1 }, (_none, i) => rep(i + 1))), all);
    await settle(10);
    expect(asked.map((ids) => ids.length)).toEqual([PORTION, PORTION, 1]);
    expect(trails.lines.size).toBe(2 * PORTION + 1);
  });

  it("are not looked at of those whom the list does not show, nor kept of those out of reach", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1), rep(2)), ({ id }) => id === 2);
    await settle(EVERY_MS);
    expect(asked).toEqual([[2]]);
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    expect([...trails.lines.keys()]).toEqual([1]);
    trails.follow(crew(rep(1), rep(2)), all);
    await settle(EVERY_MS);
    expect(asked).toEqual([[2], [1], [2]]);
  });

  it("keep what they had while the server is out of reach, and ask again", async () => {
    trails.turn(true);
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    broken = true;
    trails.follow(crew(rep(1, LATER)), all);
    await settle();
    expect(trails.lines.size).toBe(1);
    broken = false;
    await settle(AGAIN_MS);
    expect(asked.length).toBe(3);
  });

  it("of an answer that comes after they were switched off are not shown", async () => {
    trails.follow(crew(rep(1)), all);
    trails.turn(true);
    trails.turn(false);
    await settle(EVERY_MS);
    expect(trails.lines.size).toBe(0);
  });

  it("are new on another day", async () => {
    vi.setSystemTime(new Date(2026, 2, 2, 23, 59, 0));
    trails.turn(true);
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    vi.setSystemTime(new Date(2026, 2, 3, 0, 0, 10));
    trails.follow(crew(rep(1)), all);
    await settle(EVERY_MS);
    expect(asked).toEqual([[1], [1]]);
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
