import { describe, expect, it } from "vitest";
import { declutter } from "../src/base/declutter";
import { slantedBoxes, straightRun, type View } from "../src/base/names";

const label = (text: string, x: number, priority: number, repeat?: number) => ({
  text,
  priority,
  repeat,
  boxes: [{ x, y: 50, w: 30, h: 8 }],
});

const view: View = {
  zoom: 16,
  width: 1000,
  height: 1000,
  project: (lon, lat) => ({ x: lon, y: lat }),
  measure: (text) => text.length * 6,
};

describe("labels", () => {
  it("keeps the more important of two that overlap", () => {
    const kept = declutter([label("village", 40, 1), label("city", 60, 9), label("far", 300, 1)]);
    expect(kept.map((l) => l.text)).toEqual(["city", "far"]);
  });

  it("finds overlaps across the cells of its grid", () => {
    expect(declutter([label("a", 50, 2), label("b", 100, 1)])).toHaveLength(1);
  });

  it("does not write the same street name again nearby", () => {
    const names = [
      label("Main", 0, 3, 200),
      label("Main", 150, 2, 200),
      label("Main", 400, 1, 200),
    ];
    expect(declutter(names).map((l) => l.boxes[0].x)).toEqual([0, 400]);
  });

  it("writes along the longest straight run of a street", () => {
    const run = straightRun([0, 0, 0, 60, 10, 60, 400, 62], view, 100);
    expect(run?.x).toBeGreaterThan(150);
    expect(Math.abs(run?.angle ?? 9)).toBeLessThan(0.05);
  });

  it("writes nothing on a street without room", () => {
    expect(straightRun([0, 0, 40, 0, 40, 40], view, 100)).toBeNull();
  });

  it("never writes upside down", () => {
    const run = straightRun([400, 100, 100, 110], view, 100);
    expect(Math.abs(run?.angle ?? 9)).toBeLessThan(Math.PI / 2);
  });

  it("covers a slanted text with small boxes", () => {
    const boxes = slantedBoxes(100, 100, Math.PI / 4, 120, 12);
    expect(boxes.length).toBeGreaterThan(3);
    expect(Math.max(...boxes.map((b) => b.w))).toBeLessThan(10);
  });
});
