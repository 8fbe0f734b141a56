import { describe, expect, it } from "vitest";
import { drawTrend, gapPercent, type TrendPoint } from "../src/trend";

const falling: TrendPoint[] = [
  [0, 100],
  [1, 60],
  [4, 40],
];

describe("trend of the best value", () => {
  it("falls in steps from the top left to the bottom right", () => {
    const svg = drawTrend(falling);
    expect(svg.querySelector("path")?.getAttribute("d")).toBe("M4.0 4.0H122.0V46.7H476.0V68.0");
    expect(svg.querySelector("circle")?.getAttribute("cy")).toBe("68.0");
    expect(svg.querySelector("line")).toBeNull();
  });

  it("leaves room down to the bound", () => {
    const svg = drawTrend(falling, 20);
    expect(svg.querySelector("line")?.getAttribute("y1")).toBe("68.0");
    expect(Number(svg.querySelector("circle")?.getAttribute("cy"))).toBeLessThan(68);
  });

  it("draws nothing of a single value or of none", () => {
    expect(drawTrend([[0, 5]]).childElementCount).toBe(0);
    expect(drawTrend([]).childElementCount).toBe(0);
    expect(
      drawTrend([
        [NaN, 5],
        [1, 4],
      ] as TrendPoint[]).childElementCount,
    ).toBe(0);
  });

  it("bears a value that never changes", () => {
    const constant: TrendPoint[] = [
      [0, 7],
      [3, 7],
    ];
    expect(drawTrend(constant).querySelector("path")?.getAttribute("d")).not.toContain("NaN");
  });

  it("tells the gap to the bound, where one is known", () => {
    expect(gapPercent(100, 95)).toBeCloseTo(5);
    expect(gapPercent(100)).toBeNull();
    expect(gapPercent(100, 120)).toBeNull();
    expect(gapPercent(0, 0)).toBeNull();
  });
});
