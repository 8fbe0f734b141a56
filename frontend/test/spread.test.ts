import { describe, expect, it } from "vitest";
import { offsets, overlapGroups } from "../src/spread";

describe("overlapping pins", () => {
  it("finds pins at one place and leaves others alone", () => {
    const pixels = [
      { x: 10, y: 10 },
      { x: 200, y: 10 },
      { x: 11, y: 12 },
    ];
    expect(overlapGroups(pixels, 12)).toEqual([[0, 2], [1]]);
  });

  it("lets small pins be nearer than large marks", () => {
    const pixels = [
      { x: 10, y: 10 },
      { x: 21, y: 10 },
      { x: 100, y: 10 },
      { x: 111, y: 10 },
    ];
    expect(overlapGroups(pixels, 32, [5, 5, 20, 20])).toEqual([[0], [1], [2, 3]]);
  });

  it("forgets no group that shares a cell with another", () => {
    const pixels = [
      { x: 1, y: 1 },
      { x: 15, y: 1 },
      { x: 1, y: 2 },
      { x: 15, y: 2 },
      { x: 500, y: 2 },
    ];
    expect(overlapGroups(pixels, 32, [4, 4, 4, 4, 20])).toEqual([[0, 2], [1, 3], [4]]);
  });

  it.each([2, 5, 8, 9, 60])("gives each of %i pins a place of its own", (count) => {
    const places = offsets(count, 15);
    expect(places).toHaveLength(count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < i; j++) {
        const gap = Math.hypot(places[i].x - places[j].x, places[i].y - places[j].y);
        expect(gap).toBeGreaterThan(10);
      }
    }
  });

  it("leaves a single pin where it is", () => {
    expect(offsets(1, 15)).toEqual([{ x: 0, y: 0 }]);
  });
});
