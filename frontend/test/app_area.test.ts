/** The map of the day on the phone: which tiles, and parts of a file kept as they were asked for. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { boxAround, tilesOf } from "../src/app/area/tiles";
import { hasParts, isPart, MOST_PARTS, partOf } from "../src/app/worker/area";

const stop = (latitude: number, longitude: number, has_position = true) => {
  return { latitude, longitude, has_position };
};

it("lays a margin around the stops that have a position", () => {
  const box = boxAround([stop(60, 24), stop(60.1, 24.2), stop(0, 0, false)]);
  expect(box?.south).toBeCloseTo(59.982, 2);
  expect(box?.north).toBeCloseTo(60.118, 2);
  expect(box?.west).toBeLessThan(23.97);
  expect(boxAround([stop(0, 0, false)])).toBeNull();
});

it("takes whole zooms, from the coarsest on", () => {
  const box = { west: 24, south: 60, east: 24.1, north: 60.05 };
  const tiles = tilesOf(box, 0, 14, 100);
  expect(tiles[0]).toEqual([0, 0, 0]);
  expect(tiles.length).toBeLessThanOrEqual(100);
  expect(tiles.filter(([z]) => z === 12)).toContainEqual([12, 2321, 1188]);
});

it("stays within the map and the limit, everywhere on Earth", () => {
  const lat = fc.double({ min: -90, max: 90, noNaN: true });
  const lon = fc.double({ min: -180, max: 180, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(lat, lon), { minLength: 1 }), (places) => {
      const box = boxAround(places.map(([latitude, longitude]) => stop(latitude, longitude)));
      const tiles = box ? tilesOf(box, 0, 15, 500) : [];
      expect(tiles.length).toBeGreaterThan(0);
      expect(tiles.length).toBeLessThanOrEqual(500);
      for (const [z, x, y] of tiles) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(Math.max(x, y)).toBeLessThan(2 ** z);
      }
    }),
  );
});

/** As much of a browser's cache as is used. */
class FakeCache {
  readonly kept = new Map<string, Response>();
  match = (key: string) => Promise.resolve(this.kept.get(key)?.clone());
  put = (key: string, answer: Response) => Promise.resolve(void this.kept.set(key, answer));
  keys = () => Promise.resolve([...this.kept.keys()]);
  delete = (key: string) => Promise.resolve(this.kept.delete(key));
}

const FILE = "https://odoo.example/field_visit_routing/map/pmtiles/3?v=1";
const ask = (range = "bytes=0-2", url = FILE) => new Request(url, { headers: { Range: range } });
let cache: FakeCache;
let network: ReturnType<typeof vi.fn>;

beforeEach(() => {
  cache = new FakeCache();
  network = vi.fn(() =>
    Promise.resolve(new Response("abc", { status: 206, headers: { ETag: "x" } })),
  );
  vi.stubGlobal("fetch", network);
});
afterEach(() => vi.unstubAllGlobals());

const get = (request: Request) => partOf(cache as unknown as Cache, request);

it("hands out a kept part as the part it was", async () => {
  await get(ask());
  network.mockRejectedValue(new TypeError("no network"));
  const answer = await get(ask());
  expect([answer.status, await answer.text(), answer.headers.get("ETag")]).toEqual([
    206,
    "abc",
    "x",
  ]);
  await expect(get(ask("bytes=3-5"))).rejects.toThrow("no network");
});

it("keeps no login page and no refusal", async () => {
  network.mockResolvedValue(new Response("<html>", { status: 200 }));
  await get(ask());
  expect(cache.kept.size).toBe(0);
});

it("keeps the newest parts only", async () => {
  for (let part = 0; part < MOST_PARTS; part++) cache.kept.set("old " + part, new Response(""));
  await get(ask());
  expect(cache.kept.size).toBe(MOST_PARTS);
  expect(cache.kept.has("old 0")).toBe(false);
});

it("still shows the map on a phone that is full", async () => {
  cache.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  expect(await (await get(ask())).text()).toBe("abc");
});

it("takes parts of PMTiles files only, never pictures of a tile server", () => {
  expect(isPart(ask())).toBe(true);
  expect(isPart(ask("bytes=0-2", "https://maps.example/town.pmtiles"))).toBe(true);
  expect(isPart(ask("bytes=0-2", "https://tile.openstreetmap.org/1/2/3.png"))).toBe(false);
  expect(isPart(new Request(FILE))).toBe(false);
});

it("knows whether parts of a file are still kept", async () => {
  const keys = [FILE + "&part=bytes%3D0-2", "https://odoo.example/field_visit_routing/layers/1"];
  const kept = { keys: () => Promise.resolve(keys.map((url) => new Request(url))) };
  expect(await hasParts(kept as unknown as Cache, FILE)).toBe(true);
  expect(await hasParts(kept as unknown as Cache, FILE.replace("/3?", "/4?"))).toBe(false);
  keys.shift();
  expect(await hasParts(kept as unknown as Cache, FILE)).toBe(false);
});
