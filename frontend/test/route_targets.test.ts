import { describe, expect, it } from "vitest";
import {
  distanceToLine,
  positionAt,
  targetAt,
  type LegLine,
  type StopMark,
} from "../src/route_edit/targets";

const ORDERS = new Map([
  [1, [11, 12, 13]],
  [2, [21]],
]);
/** Route 1 runs along y = 0 with stops at x = 100, 200, 300; route 2 along y = 200. */
const at = (visitId: number, routeId: number, x: number, y: number): StopMark => ({
  visitId,
  routeId,
  x,
  y,
});
const STOPS = [at(11, 1, 100, 0), at(12, 1, 200, 0), at(13, 1, 300, 0), at(21, 2, 100, 200)];
const leg = (routeId: number, before: number, x: number, y: number): LegLine => ({
  routeId,
  before,
  from: { x, y },
  to: { x: x + 100, y },
});
const LEGS = [
  leg(1, 11, 0, 0),
  leg(1, 12, 100, 0),
  leg(1, 13, 200, 0),
  leg(1, 0, 300, 0),
  leg(2, 21, 0, 200),
  leg(2, 0, 100, 200),
];

function drop(visit: number, x: number, y: number, orders = ORDERS): [number, number] | null {
  const target = targetAt({ x, y }, visit, STOPS, LEGS, orders);
  return target && [target.routeId, positionAt(target, visit, orders.get(target.routeId) || [])];
}

describe("a stop dropped", () => {
  it.each([
    ["on a line of its route", 11, 250, 10, [1, 2]],
    ["on the line before the first stop", 13, 50, 5, [1, 1]],
    ["on the line to the end", 11, 350, 5, [1, 3]],
    ["on a later stop", 11, 200, 3, [1, 2]],
    ["on an earlier stop", 13, 200, 3, [1, 2]],
    ["on the last stop", 11, 300, 3, [1, 3]],
    ["on a line of another route", 11, 150, 210, [2, 2]],
    ["on a stop of another route", 11, 100, 203, [2, 1]],
    ["by a visit of no route", 99, 150, 5, [1, 2]],
  ])("%s", (_name, visit, x, y, wanted) => {
    expect(drop(visit, x, y)).toEqual(wanted);
  });

  it.each([
    ["far from every line", 11, 250, 100],
    ["on its own line in", 12, 150, 2],
    ["on its own line out", 12, 250, 2],
  ])("%s goes nowhere", (_name, visit, x, y) => {
    expect(drop(visit, x, y)).toBeNull();
  });

  it("never comes before a stop that has begun", () => {
    const orders = new Map([
      [1, [12, 13]],
      [2, [21]],
    ]);
    expect(drop(21, 50, 5, orders)).toBeNull();
    expect(drop(21, 150, 5, orders)).toEqual([1, 1]);
  });

  it("goes to the nearer of two lines", () => {
    const near = [...LEGS, { ...leg(2, 21, 100, 12), routeId: 2 }];
    const target = targetAt({ x: 150, y: 11 }, 13, [], near, ORDERS);
    expect(target?.routeId).toBe(2);
  });
});

describe("the distance to a line", () => {
  it("is that to its nearest point, also of a line without length", () => {
    const [a, b] = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ];
    expect(distanceToLine({ x: 5, y: 3 }, a, b)).toBe(3);
    expect(distanceToLine({ x: 13, y: 4 }, a, b)).toBe(5);
    expect(distanceToLine({ x: 3, y: 4 }, a, a)).toBe(5);
  });
});
