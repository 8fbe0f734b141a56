import { describe, expect, it } from "vitest";
import { clipRing, flatBox } from "../src/base/clip";
import { latAt, lonAt, mercatorX, mercatorY } from "../src/base/tile";
import { undelta } from "../src/base/world";
import { boundingBox, focusBox, nearestLon, unwrap } from "../src/geo";

const at = (lat: number, lon: number) => ({ lat, lon });

describe("longitudes", () => {
  it("puts customers on both sides of the antimeridian side by side", () => {
    const box = boundingBox([at(-17, 179), at(-18, -179)]);
    expect(box).toEqual({ south: -18, north: -17, west: 179, east: 181 });
  });

  it("keeps an ordinary box ordinary", () => {
    const box = boundingBox([at(60, 24), at(31, 121)]);
    expect(box).toEqual({ south: 31, north: 60, west: 24, east: 121 });
  });

  it("finds the copy of a longitude that is in view", () => {
    expect(nearestLon(-179, 178)).toBe(181);
    expect(nearestLon(24, 25)).toBe(24);
  });

  it("leads a leg over the antimeridian the short way", () => {
    const line = unwrap([at(0, 179), at(0, -179), at(0, 178)]);
    expect(line.map((p) => p.lon)).toEqual([179, 181, 178]);
  });
});

describe("first view", () => {
  const city = Array.from({ length: 199 }, (_, i) => at(60 + i / 1e4, 24));

  it("does not shrink a city to a dot for one customer far away", () => {
    expect(focusBox([...city, at(31, 121)])?.south).toBeCloseTo(60, 2);
  });

  it("shows a second region when it is more than an exception", () => {
    const china = Array.from({ length: 10 }, () => at(31, 121));
    expect(focusBox([...city, ...china])?.south).toBe(31);
  });

  it("has no box without points", () => {
    expect(focusBox([])).toBeNull();
  });
});

describe("tiles", () => {
  const square = [0, 0, 10, 0, 10, 10, 0, 10];

  it("projects there and back", () => {
    expect(lonAt(mercatorX(24.9384, 14), 14)).toBeCloseTo(24.9384, 9);
    expect(latAt(mercatorY(60.1699, 14), 14)).toBeCloseTo(60.1699, 9);
  });

  it("cuts a ring to the tile", () => {
    const cut = clipRing(square, flatBox(square), { west: 5, east: 20, south: -5, north: 5 });
    expect(flatBox(cut)).toEqual({ west: 5, east: 10, south: 0, north: 5 });
  });

  it("leaves nothing of a ring elsewhere", () => {
    const box = { west: 20, east: 30, south: 20, north: 30 };
    expect(clipRing(square, flatBox(square), box)).toEqual([]);
  });

  it("reads the delta-coded outline", () => {
    expect(undelta([24938, 60170, 10, -5])).toEqual([24.938, 60.17, 24.948, 60.165]);
  });
});
