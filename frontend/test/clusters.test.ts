import { describe, expect, it } from "vitest";
import { Clusters, CLUSTER_MAX_ZOOM, type Item } from "../src/clusters";
import type { Point } from "../src/columns";
import { groupPoints } from "../src/groups";

const WORLD = { south: -90, north: 90, west: -180, east: 180 };

/** Repeatable numbers from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function pointsAt(places: [number, number][]): Point[] {
  return places.map(([lat, lon], row) => ({ row, id: row + 1, lat, lon }));
}

function crowd(size: number, seed = 1): Point[] {
  const next = numbers(seed);
  const places = Array.from({ length: size }, (): [number, number] => {
    const near = next() < 0.7;
    return near ? [60 + next() / 10, 25 + next() / 5] : [next() * 160 - 80, next() * 360 - 180];
  });
  return pointsAt(places);
}

const sizeOf = (item: Item): number => (item.kind === "cluster" ? item.count : 1);
const total = (items: Item[]): number => items.reduce((sum, item) => sum + sizeOf(item), 0);

describe("clusters", () => {
  it("hold every point exactly once at every zoom", () => {
    const clusters = new Clusters(crowd(3000), () => 0);
    for (let zoom = 0; zoom <= CLUSTER_MAX_ZOOM + 1; zoom++) {
      expect(total(clusters.within(WORLD, zoom)), "zoom " + String(zoom)).toBe(3000);
    }
  });

  it("are fewer the farther away one is, and none when close", () => {
    const clusters = new Clusters(crowd(3000), () => 0);
    expect(clusters.within(WORLD, 2).length).toBeLessThan(clusters.within(WORLD, 8).length);
    const close = clusters.within(WORLD, CLUSTER_MAX_ZOOM + 1);
    expect(close.every((item) => item.kind === "point")).toBe(true);
  });

  it("tell the mix of steps of their members", () => {
    const points = pointsAt(Array.from({ length: 9 }, () => [60, 25]));
    const [item] = new Clusters(points, (point) => (point.row < 4 ? 0 : 2)).within(WORLD, 5);
    expect(item).toMatchObject({ kind: "cluster", count: 9, counts: { 0: 4, 2: 5 } });
  });

  it("lie in the middle of their members", () => {
    const points = pointsAt([
      [0, 10],
      [0, 10.3],
      [0, 10.6],
    ]);
    const [item] = new Clusters(points, () => 0).within(WORLD, 3);
    expect(item.kind === "cluster" && item.lon).toBeCloseTo(10.3, 9);
    expect(item.kind === "cluster" && item.lat).toBeCloseTo(0, 9);
  });

  it("need three points: two remain two", () => {
    const two = pointsAt([
      [60, 25],
      [60, 25],
    ]);
    expect(new Clusters(two, () => 0).within(WORLD, 0)).toHaveLength(2);
  });

  it("are found over the antimeridian, whichever copy of the world is in view", () => {
    const points = pointsAt([
      [10, 179],
      [10, -179],
      [10, 0],
    ]);
    const clusters = new Clusters(points, () => 0);
    const ids = (west: number, east: number): number[] =>
      clusters
        .within({ south: 0, north: 20, west, east }, CLUSTER_MAX_ZOOM + 1)
        .map((item) => (item.kind === "point" ? item.point.id : 0));
    expect(ids(170, 190)).toEqual([1, 2]);
    expect(ids(-190, -170)).toEqual([1, 2]);
    expect(ids(530, 550)).toEqual([1, 2]);
    expect(ids(-10, 10)).toEqual([3]);
    expect(ids(-200, 200)).toEqual([1, 2, 3]);
  });

  it("show points at the poles, and nothing without points", () => {
    const poles = pointsAt([
      [90, 0],
      [-90, 0],
    ]);
    expect(new Clusters(poles, () => 0).within(WORLD, 1)).toHaveLength(2);
    expect(new Clusters([], () => 0).within(WORLD, 1)).toEqual([]);
  });

  it("fall apart at their expansion zoom", () => {
    const clusters = new Clusters(crowd(2000, 7), () => 0);
    const largest = (zoom: number): number => Math.max(...clusters.within(WORLD, zoom).map(sizeOf));
    const [item] = clusters.within(WORLD, 3).filter((each) => sizeOf(each) === largest(3));
    const zoom = item.kind === "cluster" ? clusters.expansionZoom(item.id) : 0;
    expect(zoom).toBeGreaterThan(3);
    expect(zoom).toBeLessThan(CLUSTER_MAX_ZOOM);
    expect(largest(zoom)).toBeLessThan(sizeOf(item));
  });

  it("at one place never fall apart: their pins are spread behind the last zoom", () => {
    const same = new Clusters(pointsAt(Array.from({ length: 5 }, () => [60, 25])), () => 0);
    const [item] = same.within(WORLD, 4);
    expect(item.kind === "cluster" && same.expansionZoom(item.id)).toBe(CLUSTER_MAX_ZOOM + 1);
  });
});

describe("groups", () => {
  it("are what comparing every point with every other gives", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = numbers(seed);
      const x = Float64Array.from({ length: 300 }, () => next());
      const y = Float64Array.from({ length: 300 }, () => next() / 3);
      const radius = 0.01 + next() / 8;
      expect([...groupPoints(x, y, radius, 3).of], "seed " + String(seed)).toEqual(
        slowly(x, y, radius, 3),
      );
    }
  });

  it("chain all members and no others", () => {
    const next = numbers(3);
    const x = Float64Array.from({ length: 500 }, () => next());
    const y = Float64Array.from({ length: 500 }, () => next());
    const groups = groupPoints(x, y, 0.08, 3);
    groups.first.forEach((first, g) => {
      const members: number[] = [];
      for (let i = first; i >= 0; i = groups.next[i]) members.push(i);
      expect(members).toHaveLength(groups.count[g]);
      expect(members.every((i) => groups.of[i] === g)).toBe(true);
    });
  });
});

/** The same rule without a grid. */
function slowly(x: Float64Array, y: Float64Array, radius: number, least: number): number[] {
  const of = Array.from(x, () => -1);
  const taken = new Set<number>();
  let groups = 0;
  for (let i = 0; i < x.length; i++) {
    if (taken.has(i)) continue;
    taken.add(i);
    const near = Array.from(x.keys()).filter(
      (j) => !taken.has(j) && (x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2 <= radius * radius,
    );
    if (near.length + 1 < least) continue;
    for (const member of [i, ...near]) of[member] = groups;
    near.forEach((member) => taken.add(member));
    groups++;
  }
  return of;
}
