/** Colour scales: which colour each row gets and what the legend says about it. */
import { valueText } from "./format";
import type { Columns, FieldInfo, Labels, Value } from "./types";

/** Distinguishable for colour-blind people (after Okabe–Ito), readable under white figures. */
export const PALETTE = [
  "#0072b2",
  "#d55e00",
  "#00856a",
  "#b8518f",
  "#8a6d00",
  "#3f8fc4",
  "#5b4b9a",
  "#a23b3b",
  "#4d7a29",
  "#6b6b6b",
];
export const GRADES: Record<string, string> = {
  A: "#c0392b",
  B: "#d98200",
  C: "#2c7fb8",
  D: "#7f8c8d",
};
/** Low to high for numbers. */
const RAMP = ["#7f8fa9", "#3f8fc4", "#00856a", "#d98200", "#c0392b"];
export const NEUTRAL = "#8c8c8c";
export const PLAIN = "#0072b2";

export interface Step {
  key: string;
  label: string;
  color: string;
  count: number;
}

export interface Scale {
  title: string;
  steps: Step[];
  /** Step number of each row. */
  stepOf: number[];
}

export function buildScale(columns: Columns, labels: Labels, lang: string): Scale {
  const field = columns.color;
  const info = field ? columns.fields[field] : undefined;
  if (!field || !info || !columns.columns[field]) return plainScale(columns, labels);
  const values = columns.columns[field];
  if (info.kind === "number") return numberScale(values, info, labels, lang);
  return categoryScale(values, info, labels, lang);
}

function plainScale(columns: Columns, labels: Labels): Scale {
  const count = columns.ids.length;
  const step = { key: "all", label: labels.points.replace("%s", ""), color: PLAIN, count };
  return { title: "", steps: [step], stepOf: columns.ids.map(() => 0) };
}

const isUnset = (value: Value): boolean => value === null || value === undefined || value === "";

function categoryScale(values: Value[], info: FieldInfo, labels: Labels, lang: string): Scale {
  const counts = new Map<string, number>();
  const keys = values.map((v) => categoryKey(v, info));
  for (const key of keys) counts.set(key, (counts.get(key) || 0) + 1);
  const order = categoryOrder(counts, info);
  const steps = order.map((key, i) => ({
    key,
    label: key === "" ? labels.unset : valueText(categoryValue(key, info), info, labels, lang),
    color: key === "" ? NEUTRAL : categoryColor(key, i, info),
    count: counts.get(key) || 0,
  }));
  const index = new Map(order.map((key, i) => [key, i]));
  return { title: info.label, steps, stepOf: keys.map((key) => index.get(key) as number) };
}

function categoryKey(value: Value, info: FieldInfo): string {
  if (info.kind === "boolean") return value ? "true" : "false";
  return isUnset(value) || value === false ? "" : String(value);
}

function categoryValue(key: string, info: FieldInfo): Value {
  return info.kind === "boolean" ? key === "true" : key;
}

/** A selection keeps its own order; anything else comes by name of its value; "not set" is last. */
function categoryOrder(counts: Map<string, number>, info: FieldInfo): string[] {
  const names = info.values || {};
  const own = info.kind === "selection" ? Object.keys(names) : [];
  const rank = (key: string): number => (own.includes(key) ? own.indexOf(key) : own.length);
  return [...counts.keys()].sort((a, b) => {
    if (a === "" || b === "") return a === "" ? 1 : -1;
    return rank(a) - rank(b) || (names[a] || a).localeCompare(names[b] || b);
  });
}

function categoryColor(key: string, position: number, info: FieldInfo): string {
  if (info.colors && info.colors[key]) return info.colors[key];
  const isGrade = Object.keys(info.values || {}).every((k) => k in GRADES);
  if (isGrade && GRADES[key]) return GRADES[key];
  return PALETTE[position % PALETTE.length];
}

/** Numbers in at most five steps that hold about equally many records each. */
function numberScale(values: Value[], info: FieldInfo, labels: Labels, lang: string): Scale {
  const isNumber = (v: Value): v is number => typeof v === "number" && Number.isFinite(v);
  const sorted = values.filter(isNumber).sort((a, b) => a - b);
  const bounds = quantiles(sorted, RAMP.length);
  const steps = bounds.map((_, i) => numberStep(bounds, i, sorted, info, labels, lang));
  if (sorted.length < values.length) {
    steps.push({ key: "", label: labels.unset, color: NEUTRAL, count: 0 });
  }
  const stepOf = values.map((v) => (isNumber(v) ? stepIndex(bounds, v) : steps.length - 1));
  for (const step of steps) step.count = 0;
  for (const step of stepOf) steps[step].count += 1;
  return { title: info.label, steps, stepOf };
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

function numberStep(
  bounds: number[],
  i: number,
  sorted: number[],
  info: FieldInfo,
  labels: Labels,
  lang: string,
): Step {
  const text = (v: number): string => valueText(v, info, labels, lang);
  const last = i === bounds.length - 1;
  const highest = sorted[sorted.length - 1];
  const from = text(bounds[i]);
  const label = last
    ? highest > bounds[i]
      ? from + " – " + text(highest)
      : from
    : from + " – <" + text(bounds[i + 1]);
  const shade = bounds.length === 1 ? 2 : Math.round((i * (RAMP.length - 1)) / (bounds.length - 1));
  return { key: "step" + String(i), label, color: RAMP[shade], count: 0 };
}
