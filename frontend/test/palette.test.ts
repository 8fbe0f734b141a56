/** Colours must be told apart by people who lack one kind of cone: simulated after Machado 2009. */
import { describe, expect, it } from "vitest";
import {
  AHEAD,
  GRADES,
  inkOn,
  luminance,
  NEUTRAL,
  PALETTE,
  PAST,
  RAMP,
  spread,
} from "../src/look/palette";

type Vector = [number, number, number];
const EYES: Record<string, Vector[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const TO_XYZ: Vector[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];

const times = (matrix: Vector[], v: number[]): number[] =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);

function linear(color: string): number[] {
  return [1, 3, 5].map((at) => {
    const c = parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
}

/** CIE L*a*b* of a colour as these eyes see it. */
function seen(color: string, eyes: Vector[]): number[] {
  const light = times(eyes, linear(color)).map((c) => Math.min(1, Math.max(0, c)));
  const white = [0.95047, 1, 1.08883];
  const [x, y, z] = times(TO_XYZ, light).map((c, i) => {
    const part = c / white[i];
    return part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The least difference (ΔE, CIE 1976) between any two colours, to any of the eyes. */
function leastDifference(colors: string[]): number {
  let least = Infinity;
  for (const eyes of Object.values(EYES)) {
    const all = colors.map((color) => seen(color, eyes));
    all.forEach((a, i) =>
      all.slice(0, i).forEach((b) => {
        least = Math.min(least, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
      }),
    );
  }
  return least;
}

describe("colours for colour-blind people", () => {
  it("sees a difference where there is one, and none where there is none", () => {
    expect(leastDifference(["#000000", "#ffffff"])).toBeCloseTo(100, 0);
    expect(leastDifference(["#d55e00", "#8a6d00"])).toBeLessThan(5);
  });

  it("tells ten values apart, and what is not set", () => {
    expect(leastDifference(PALETTE)).toBeGreaterThan(15);
    expect(leastDifference([...PALETTE, NEUTRAL])).toBeGreaterThan(10);
  });

  it("tells the grades apart", () => {
    expect(leastDifference(Object.values(GRADES))).toBeGreaterThan(15);
  });

  it("tells five steps of numbers apart, and days before from days past", () => {
    expect(leastDifference(spread(RAMP, 5))).toBeGreaterThan(10);
    expect(leastDifference([...AHEAD, ...PAST])).toBeGreaterThan(10);
  });

  it("darkens from step to step, so that a print without colours can be read", () => {
    for (const ramp of [RAMP, AHEAD, PAST]) {
      const lights = ramp.map(luminance);
      lights.slice(1).forEach((light, i) => expect(light).toBeLessThan(lights[i] * 0.85));
    }
  });
});

describe("figures on colours", () => {
  it("are readable on every one (contrast of 3 to 1 for large signs)", () => {
    for (const color of [...PALETTE, ...RAMP, ...AHEAD, ...PAST, ...Object.values(GRADES)]) {
      const [low, high] = [luminance(color), luminance(inkOn(color))].sort((a, b) => a - b);
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(3);
    }
  });
});
