/** Dates as days from today: what is due, and since when; or the periods of a group-by. */
import { fill } from "../labels";
import type { Value } from "../types";
import { categoryScale } from "./categories";
import { cleanBounds, ruled } from "./numbers";
import type { Steps } from "./look";
import { AHEAD, PAST, RAMP, spread } from "./palette";
import type { Column, Scale } from "./scale";

const DAY_MS = 86_400_000;
/** Days past at which a next step begins: 1 is yesterday, -7 is this day next week. */
const BOUNDS = [-30, -7, 1, 8, 31, 91];

/** Whole days from a date to `today` ("2026-01-31"); negative for days to come. */
export function daysPast(value: Value, today: string): number | null {
  if (typeof value !== "string") return null;
  const days = (Date.parse(today) - Date.parse(value.slice(0, 10))) / DAY_MS;
  return Number.isFinite(days) ? Math.round(days) : null;
}

/** Steps of days; empty ones at the ends are left out. */
export function dayScale(column: Column, today: string, steps?: Steps): Scale {
  const days = column.values.map((value) => daysPast(value, today));
  const given = steps && steps.mode === "fixed" && cleanBounds(steps.bounds || []);
  const all = [-Infinity, ...(given && given.length ? given : BOUNDS)];
  const bounds = usedBounds(all, days);
  const end = all[all.indexOf(bounds[bounds.length - 1]) + 1];
  return ruled(column, days, {
    bounds,
    end: end === undefined ? null : end,
    colors: dayColors(bounds),
    text: (from, to) => dayText(from, to, column),
  });
}

/** Without the steps before the first and after the last that hold something. */
function usedBounds(bounds: number[], days: (number | null)[]): number[] {
  const known = days.filter((day): day is number => day !== null);
  if (!known.length) return [];
  const low = known.reduce((a, b) => Math.min(a, b));
  const high = known.reduce((a, b) => Math.max(a, b));
  return bounds.filter((from, i) => {
    const to = i + 1 < bounds.length ? bounds[i + 1] : Infinity;
    return to > low && from <= high;
  });
}

function dayColors(bounds: number[]): string[] {
  const ahead = bounds.filter((from) => from < 1).length;
  const past = bounds.length - ahead;
  if (ahead > AHEAD.length || past > PAST.length) return spread(RAMP, bounds.length);
  return [...(ahead ? spread(AHEAD, ahead) : []), ...(past ? spread(PAST, past) : [])];
}

/** Days from `from` to the day before `to`: to come, past, or (own bounds) from one to the other. */
function dayText(from: number, to: number | null, { info, labels }: Column): string {
  const past = info.due ? labels.daysOverdue : labels.daysAgo;
  if (to === null) return fill(past, from < 1 ? "≥ " + String(from) : "> " + String(from - 1));
  if (to <= 1) {
    const far = from === -Infinity ? "> " + String(-to) : range(1 - to, -from);
    return fill(labels.daysAhead, far);
  }
  return fill(past, from === -Infinity ? "< " + String(to) : range(from, to - 1));
}

function range(low: number, high: number): string {
  return low === high ? String(low) : String(low) + "–" + String(high);
}

const PERIODS: Record<string, (date: Date) => [key: string, start: Date]> = {
  year: (date) => [String(date.getUTCFullYear()), date],
  quarter: (date) => {
    const quarter = Math.floor(date.getUTCMonth() / 3) + 1;
    return [String(date.getUTCFullYear()) + " Q" + String(quarter), date];
  },
  month: (date) => [date.toISOString().slice(0, 7), date],
  week: (date) => {
    const monday = new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY_MS);
    return [monday.toISOString().slice(0, 10), monday];
  },
  day: (date) => [date.toISOString().slice(0, 10), date],
};

/** One step per year, quarter, month, week or day, oldest first. */
export function periodScale(column: Column, period: string): Scale {
  const names: Record<string, string> = {};
  const values = column.values.map((value) => {
    const date = typeof value === "string" ? new Date(value.slice(0, 10) + "T00:00:00Z") : null;
    if (!date || isNaN(date.getTime())) return null;
    const [key, start] = PERIODS[period](date);
    names[key] = names[key] || periodText(key, start, period, column.lang);
    return key;
  });
  const ordered = Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
  const info = { ...column.info, kind: "selection" as const, values: ordered };
  const scale = categoryScale({ ...column, values, info });
  return inOrder(scale);
}

/** Time has an order: so have its colours. */
function inOrder(scale: Scale): Scale {
  const periods = scale.steps.filter((step) => /^\d/.test(step.key));
  const colors = spread(RAMP, Math.max(1, periods.length));
  periods.forEach((step, i) => (step.color = colors[i]));
  return scale;
}

export const isPeriod = (period: string): boolean => period in PERIODS;

function periodText(key: string, start: Date, period: string, lang: string): string {
  const style: Record<string, Intl.DateTimeFormatOptions> = {
    month: { month: "long", year: "numeric" },
    week: { dateStyle: "medium" },
    day: { dateStyle: "medium" },
  };
  if (!style[period]) return key;
  return new Intl.DateTimeFormat(lang, { ...style[period], timeZone: "UTC" }).format(start);
}
