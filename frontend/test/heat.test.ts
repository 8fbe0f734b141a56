import { describe, expect, it } from "vitest";
import {
  blur,
  CELL,
  collect,
  heatColor,
  heatPoints,
  MARGIN,
  paint,
  peak,
  RAMP,
  type Section,
} from "../src/layers/heat";

/** 400 × 200 pixels round 0°, 0° of a world 1000 pixels wide. */
const SECTION: Section = { left: 300, top: 400, width: 400, height: 200, world: 1000 };
const place = (lat: number, lon: number, id = 1) => ({ lat, lon, id });
/** Plain Mercator. */
const project = (lat: number, lon: number) => {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
};
const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

describe("heat", () => {
  it("puts each weight where its place is", () => {
    const grid = collect(
      heatPoints([place(0, 0)], () => 7, project),
      SECTION,
    );
    const x = MARGIN + 200 / CELL;
    const y = MARGIN + 100 / CELL;
    expect(grid.values[y * grid.width + x]).toBe(7);
    expect(sum(grid.values)).toBe(7);
  });

  it("takes the copy of the world that is in view, and leaves out what is far away", () => {
    const shifted = { ...SECTION, left: 1300 };
    expect(sum(collect(heatPoints([place(0, 0)], () => 1, project), shifted).values)).toBe(1); // prettier-ignore
    expect(sum(collect(heatPoints([place(0, 179)], () => 1, project), SECTION).values)).toBe(0); // prettier-ignore
  });

  it("spreads a weight evenly without losing any", () => {
    const grid = blur(
      collect(
        heatPoints([place(0, 0)], () => 5, project),
        SECTION,
      ),
    );
    expect(sum(grid.values)).toBeCloseTo(5, 3);
    const at = (dx: number, dy: number): number =>
      grid.values[(MARGIN + 25 + dy) * grid.width + MARGIN + 50 + dx];
    expect(at(3, 0)).toBeCloseTo(at(-3, 0), 5);
    expect(at(0, 3)).toBeCloseTo(at(3, 0), 5);
    expect(at(0, 0)).toBeGreaterThan(at(3, 0));
    expect(at(0, 0)).toBe(peak(grid));
  });

  it("is twice as hot where twice as much lies", () => {
    const hot = (count: number): number =>
      peak(blur(collect(heatPoints(Array(count).fill(place(0, 0)), () => 1, project), SECTION))); // prettier-ignore
    expect(hot(20)).toBeCloseTo(2 * hot(10), 4);
  });

  it("weighs by what the id counts", () => {
    const weights: Record<number, number> = { 1: 10, 2: 0 };
    const points = heatPoints([place(0, 0, 1), place(0, 10, 2)], (id) => weights[id], project);
    expect(sum(collect(points, SECTION).values)).toBe(10);
  });

  it("shows nothing where nothing is, and the poles do no harm", () => {
    expect(heatColor(0)[3]).toBe(0);
    const points = heatPoints([place(90, 0), place(-90, 0)], () => 1, project);
    expect([...points.y].every((y) => Number.isFinite(y))).toBe(true);
    const grid = collect(points, SECTION);
    const pixels = new Uint8ClampedArray(grid.values.length * 4);
    paint(grid, peak(grid), pixels);
    expect(pixels.every((value, i) => i % 4 !== 3 || value === 0)).toBe(true);
  });

  it("gets darker step by step, so that colours need not be told apart", () => {
    const light = RAMP.map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b);
    for (let i = 1; i < light.length; i++) expect(light[i]).toBeLessThan(light[i - 1] - 20);
    expect(heatColor(1).slice(0, 3)).toEqual(RAMP[RAMP.length - 1]);
  });
});
