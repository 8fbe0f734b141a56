/** Numbers in steps: equally many records each, equally wide, or at bounds that the user gives. */
import { valueText } from "../format";
import type { Value } from "../types";
import type { Steps } from "./look";
import { NEUTRAL, RAMP, spread } from "./palette";
import type { Column, Scale, Step } from "./scale";

export const MOST_BOUNDS = 7;
const STEPS = 5;

/** How the steps are made and named. */
export interface Ruler {
  /** Lower bounds of the steps, ascending; the first may be -Infinity. */
  bounds: number[];
  /** Where the last step ends (excl.); null for nowhere. */
  end: number | null;
  colors: string[];
  /** Text of the step from `from` (incl.) to `to` (excl.); `to` is null when nothing ends it. */
  text(from: number, to: number | null): string;
}

const isNumber = (value: Value | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value);

export function numberScale(column: Column, steps?: Steps): Scale {
  const { values, info, labels, lang } = column;
  const sorted = values.filter(isNumber).sort((a, b) => a - b);
  const bounds = boundsOf(sorted, steps);
  const text = (value: number): string => valueText(value, info, labels, lang);
  const highest = sorted[sorted.length - 1];
  return ruled(column, values, {
    bounds,
    end: null,
    colors: spread(RAMP, Math.max(1, bounds.length)),
    text: (from, to) => rangeText(from, to, highest, text),
  });
}

/** Steps along a ruler; what is no number is "not set". Steps of fixed bounds may be empty. */
export function ruled(column: Column, values: (Value | undefined)[], ruler: Ruler): Scale {
  const { bounds, end, colors, text } = ruler;
  const steps: Step[] = bounds.map((from, i) => ({
    key: "step" + String(i),
    label: text(from, i + 1 < bounds.length ? bounds[i + 1] : end),
    color: colors[i],
    count: 0,
  }));
  if (!values.every(isNumber)) {
    steps.push({ key: "", label: column.labels.unset, color: NEUTRAL, count: 0 });
  }
  const stepOf = values.map((v) => (isNumber(v) ? stepIndex(bounds, v) : steps.length - 1));
  for (const step of stepOf) steps[step].count += 1;
  return { title: column.info.label, steps, stepOf };
}

function boundsOf(sorted: number[], steps: Steps = { mode: "quantiles" }): number[] {
  if (!sorted.length) return [];
  if (steps.mode === "fixed") return [-Infinity, ...cleanBounds(steps.bounds || [])];
  if (steps.mode === "equal") return equalBounds(sorted[0], sorted[sorted.length - 1]);
  return quantiles(sorted, STEPS);
}

/** Ascending, without repeats, no more than the colours can tell apart. */
export function cleanBounds(bounds: number[]): number[] {
  const numbers = bounds.filter((bound) => Number.isFinite(bound));
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, MOST_BOUNDS);
}

function equalBounds(low: number, high: number): number[] {
  if (low === high) return [low];
  return Array.from({ length: STEPS }, (_, i) => low + ((high - low) * i) / STEPS);
}

/** Lower bounds of the steps, without repeats. */
export function quantiles(sorted: number[], steps: number): number[] {
  const bounds: number[] = [];
  for (let i = 0; i < steps && sorted.length; i++) {
    const bound = sorted[Math.floor((i * sorted.length) / steps)];
    if (!bounds.length || bound > bounds[bounds.length - 1]) bounds.push(bound);
  }
  return bounds;
}

function stepIndex(bounds: number[], value: number): number {
  let step = 0;
  while (step + 1 < bounds.length && value >= bounds[step + 1]) step++;
  return step;
}

function rangeText(
  from: number,
  to: number | null,
  highest: number,
  text: (value: number) => string,
): string {
  if (from === -Infinity) return to === null ? "–" : "< " + text(to);
  if (to !== null) return text(from) + " – <" + text(to);
  if (highest === from) return text(from);
  return highest > from ? text(from) + " – " + text(highest) : "≥ " + text(from);
}
