/** Colour scales: which colour each row gets and what the legend says about it. */
import { categoryScale } from "./look/categories";
import { dayScale, isPeriod, periodScale } from "./look/days";
import { parseField, type Look } from "./look/look";
import { numberScale } from "./look/numbers";
import { PLAIN } from "./look/palette";
import type { Column, Scale } from "./look/scale";
import type { Columns, Labels } from "./types";

export { GRADES, NEUTRAL, PALETTE, PLAIN } from "./look/palette";
export type { Scale, Step } from "./look/scale";

export function buildScale(columns: Columns, labels: Labels, lang: string, look: Look = {}): Scale {
  const { name, period } = parseField(look.color || columns.color || "");
  const column = columnOf(columns, name, labels, lang);
  return column ? fieldScale(column, columns, look, period) : plainScale(columns, labels);
}

/** The column of a field; null when it was not sent. */
export function columnOf(
  columns: Columns,
  name: string,
  labels: Labels,
  lang: string,
): Column | null {
  const info = columns.fields[name];
  const values = columns.columns[name];
  return info && values ? { values, info, labels, lang } : null;
}

export function fieldScale(column: Column, columns: Columns, look: Look, period = ""): Scale {
  const { kind } = column.info;
  if (kind === "number") return numberScale(column, look.steps);
  if (kind !== "date" && kind !== "datetime") return categoryScale(column);
  if (isPeriod(period)) return periodScale(column, period);
  return dayScale(column, columns.today || new Date().toISOString().slice(0, 10), look.steps);
}

function plainScale(columns: Columns, labels: Labels): Scale {
  const count = columns.ids.length;
  const step = { key: "all", label: labels.points.replace("%s", ""), color: PLAIN, count };
  return { title: "", steps: [step], stepOf: columns.ids.map(() => 0) };
}
