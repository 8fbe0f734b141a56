import { describe, expect, it } from "vitest";
import { assertColumns, decode, isPosition } from "../src/columns";
import { customers } from "./make";

describe("columnar data", () => {
  it("takes 0, 0 for a position like any other", () => {
    expect(isPosition(0, 0)).toBe(true);
    expect(decode(customers([[0, 0]])).points).toHaveLength(1);
  });

  it.each([
    [91, 0],
    [0, 181],
    [NaN, 0],
    [0, Infinity],
    ["60.1", 24],
    [null, null],
    [false, false],
  ])("does not take %s, %s for a position", (lat, lon) => {
    expect(isPosition(lat, lon)).toBe(false);
  });

  it("counts what cannot be placed instead of dropping it", () => {
    const positions: [number, number][] = [
      [60, 24],
      [NaN, 24],
      [95, 24],
    ];
    const decoded = decode(customers(positions));
    expect(decoded.points.map((p) => p.id)).toEqual([100]);
    expect(decoded.unplaced).toEqual([101, 102]);
  });

  it("refuses columns of different lengths and names the column", () => {
    const shifted = customers([
      [60, 24],
      [61, 25],
    ]);
    shifted.columns.city = ["Helsinki"];
    expect(() => assertColumns(shifted)).toThrow(/city does not have 2 values/);
  });
});
