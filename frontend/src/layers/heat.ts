/**
 * Density of weighted points as a picture: the weights are summed into cells of a few pixels and
 * blurred with a bell curve. That takes as long for 100,000 points as for 100, but for the summing.
 */

/** Pixels per cell, and the bell curve's deviation in cells. */
export const CELL = 4;
const DEVIATION = 3.5;
/** Cells beyond the view whose heat still reaches into it. */
export const MARGIN = Math.ceil(3 * DEVIATION);
/** Three runs with a box this far to each side come close to the bell curve. */
const REACH = Math.round((Math.sqrt(4 * DEVIATION * DEVIATION + 1) - 1) / 2);

/** Light to dark: the order is seen without telling the colours apart. */
export const RAMP: [number, number, number][] = [
  [255, 241, 168],
  [254, 196, 79],
  [240, 110, 40],
  [200, 30, 60],
  [95, 0, 70],
];

export interface Grid {
  width: number;
  height: number;
  values: Float32Array;
}

/** Points as shares of the Mercator square: x and y from 0 to 1, north up. */
export interface HeatPoints {
  x: Float64Array;
  y: Float64Array;
  weight: Float64Array;
}

/** `project` gives the place of a position in the Mercator square. */
export function heatPoints(
  points: { lat: number; lon: number; id: number }[],
  weightOf: (id: number) => number,
  project: (lat: number, lon: number) => { x: number; y: number },
): HeatPoints {
  const size = points.length;
  const result = {
    x: new Float64Array(size),
    y: new Float64Array(size),
    weight: new Float64Array(size),
  };
  points.forEach((point, i) => {
    const { x, y } = project(point.lat, point.lon);
    result.x[i] = x;
    result.y[i] = y;
    result.weight[i] = weightOf(point.id);
  });
  return result;
}

/** The section that is drawn, in pixels of the whole world at this zoom. */
export interface Section {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Pixels of the whole world's width. */
  world: number;
}

/** Sum of the weights in each cell of the section and its margin. */
export function collect(points: HeatPoints, section: Section): Grid {
  const width = Math.ceil(section.width / CELL) + 2 * MARGIN;
  const height = Math.ceil(section.height / CELL) + 2 * MARGIN;
  const values = new Float32Array(width * height);
  const middle = section.left + section.width / 2;
  for (let i = 0; i < points.x.length; i++) {
    const px = points.x[i] * section.world;
    // the copy of the world whose place is nearest to the middle of the view
    const near = px + section.world * Math.round((middle - px) / section.world);
    const x = Math.floor((near - section.left) / CELL) + MARGIN;
    const y = Math.floor((points.y[i] * section.world - section.top) / CELL) + MARGIN;
    if (x >= 0 && x < width && y >= 0 && y < height) values[y * width + x] += points.weight[i];
  }
  return { width, height, values };
}

/** The grid with every weight spread over its surroundings; the sum stays the same. */
export function blur(grid: Grid): Grid {
  let values = grid.values;
  for (let run = 0; run < 3; run++) {
    values = runBox(values, grid.width, grid.height, 1, grid.width);
    values = runBox(values, grid.height, grid.width, grid.width, 1);
  }
  return { ...grid, values };
}

/** Mean over a sliding box along lines of `length` cells, `step` apart, `lines` times `jump` apart. */
function runBox(
  values: Float32Array,
  length: number,
  lines: number,
  step: number,
  jump: number,
): Float32Array {
  const result = new Float32Array(values.length);
  const share = 1 / (2 * REACH + 1);
  for (let line = 0; line < lines; line++) {
    const start = line * jump;
    let sum = 0;
    for (let i = 0; i < Math.min(REACH, length); i++) sum += values[start + i * step];
    for (let i = 0; i < length; i++) {
      if (i + REACH < length) sum += values[start + (i + REACH) * step];
      if (i - REACH - 1 >= 0) sum -= values[start + (i - REACH - 1) * step];
      // what is left of a subtraction must not glow where there is nothing
      result[start + i * step] = sum > 1e-6 ? sum * share : 0;
    }
  }
  return result;
}

/** The highest value inside the view, without its margin. */
export function peak(grid: Grid): number {
  let highest = 0;
  for (let y = MARGIN; y < grid.height - MARGIN; y++) {
    for (let x = MARGIN; x < grid.width - MARGIN; x++) {
      highest = Math.max(highest, grid.values[y * grid.width + x]);
    }
  }
  return highest;
}

/** Colour and opacity (0 to 255) of a value between nothing (0) and the highest (1). */
export function heatColor(share: number): [number, number, number, number] {
  // the root lifts the weaker places: one hot spot must not hide all others
  const t = Math.sqrt(Math.max(0, Math.min(1, share)));
  const at = t * (RAMP.length - 1);
  const i = Math.min(RAMP.length - 2, Math.floor(at));
  const mix = (k: number): number =>
    Math.round(RAMP[i][k] + (RAMP[i + 1][k] - RAMP[i][k]) * (at - i));
  const opacity = Math.min(1, Math.max(0, (t - 0.08) / 0.3)) * 0.82;
  return [mix(0), mix(1), mix(2), Math.round(255 * opacity)];
}

/** The colours as one picture, a pixel per cell, row by row. */
export function paint(grid: Grid, highest: number, pixels: Uint8ClampedArray): void {
  const table = Array.from({ length: 256 }, (_, i) => heatColor(i / 255));
  for (let i = 0; i < grid.values.length; i++) {
    const share = highest > 0 ? grid.values[i] / highest : 0;
    pixels.set(table[Math.min(255, Math.round(share * 255))], i * 4);
  }
}
