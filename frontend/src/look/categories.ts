/** Values without an order: one step per value, or per tag. */
import { valueText } from "../format";
import { fill } from "../labels";
import type { FieldInfo, Value } from "../types";
import { GRADES, NEUTRAL, PALETTE } from "./palette";
import { isUnset, type Column, type Scale, type Step } from "./scale";

/** With more values than this the rarest share one step: nobody reads a legend of hundreds. */
export const MOST_VALUES = 20;
const REST = "\u0000rest";

export function categoryScale(column: Column): Scale {
  const { values, info } = column;
  const keys = values.map((value) => keysOf(value, info));
  const counts = new Map<string, number>();
  for (const row of keys) for (const key of row) counts.set(key, (counts.get(key) || 0) + 1);
  const order = shownKeys(counts, info);
  const steps = order.map((key, i) => categoryStep(key, i, counts, column));
  const rest = order.length < counts.size ? steps.push(restStep(order, counts, column)) - 1 : -1;
  const index = new Map(order.map((key, i) => [key, i]));
  const stepOfKey = (key: string): number => index.get(key) ?? rest;
  if (info.kind !== "many2many") {
    return { title: info.label, steps, stepOf: keys.map(([key]) => stepOfKey(key)) };
  }
  const stepsOf = keys.map((row) => [...new Set(row.map(stepOfKey))].sort((a, b) => a - b));
  return { title: info.label, steps, stepOf: stepsOf.map(([first]) => first), stepsOf };
}

function keysOf(value: Value, info: FieldInfo): string[] {
  if (info.kind === "boolean") return [value ? "true" : "false"];
  if (isUnset(value) || value === false) return [""];
  return info.kind === "many2many" ? String(value).split(",") : [String(value)];
}

/** All values in their order; of too many the most frequent ones. */
function shownKeys(counts: Map<string, number>, info: FieldInfo): string[] {
  const ordered = categoryOrder(counts, info);
  if (counts.size <= MOST_VALUES) return ordered;
  const frequent = [...counts.entries()].filter(([key]) => key !== "");
  frequent.sort((a, b) => b[1] - a[1]);
  const kept = new Set(frequent.slice(0, MOST_VALUES - 1).map(([key]) => key));
  return ordered.filter((key) => kept.has(key) || key === "");
}

/** A selection keeps its own order; anything else comes by name of its value; "not set" is last. */
function categoryOrder(counts: Map<string, number>, info: FieldInfo): string[] {
  const names = info.values || {};
  const own = new Map(
    info.kind === "selection" ? Object.keys(names).map((key, i) => [key, i]) : [],
  );
  const rank = (key: string): number => own.get(key) ?? own.size;
  return [...counts.keys()].sort((a, b) => {
    if (a === "" || b === "") return a === "" ? 1 : -1;
    return rank(a) - rank(b) || (names[a] || a).localeCompare(names[b] || b);
  });
}

function categoryStep(
  key: string,
  position: number,
  counts: Map<string, number>,
  { info, labels, lang }: Column,
): Step {
  const count = counts.get(key) || 0;
  if (key === "") return { key, label: labels.unset, color: NEUTRAL, count };
  const value = info.kind === "boolean" ? key === "true" : key;
  const label = valueText(value, info, labels, lang);
  return { key, label, color: categoryColor(key, position, info), count };
}

function restStep(order: string[], counts: Map<string, number>, { labels }: Column): Step {
  const rest = [...counts.entries()].filter(([key]) => !order.includes(key));
  const count = rest.reduce((sum, [, number]) => sum + number, 0);
  return { key: REST, label: fill(labels.otherValues, rest.length), color: NEUTRAL, count };
}

function categoryColor(key: string, position: number, info: FieldInfo): string {
  if (info.colors && info.colors[key]) return info.colors[key];
  const isGrade = Object.keys(info.values || {}).every((k) => k in GRADES);
  if (isGrade && GRADES[key]) return GRADES[key];
  return PALETTE[position % PALETTE.length];
}
