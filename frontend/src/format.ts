/** Figures and values as text in the user's language. */
import type { FieldInfo, Labels, Value } from "./types";

/** Odoo writes zh_CN, browsers want zh-CN; an unknown language falls back to English. */
export function browserLang(lang: string | undefined): string {
  const tag = (lang || "en").replace("_", "-").replace("@", "-x-");
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return "en";
  }
}

/** "340 m" or "3.4 km", as the language writes it: "3.4公里". */
export function distance(metres: number, lang: string): string {
  const isNear = metres < 950;
  const figure = isNear ? Math.round(metres / 10) * 10 : metres / 1000;
  const digits = { maximumFractionDigits: metres < 99500 ? 1 : 0 };
  try {
    const unit = { style: "unit", unit: isNear ? "meter" : "kilometer" } as const;
    return new Intl.NumberFormat(lang, { ...unit, ...digits }).format(figure);
  } catch {
    // browsers of before 2020 write no units
    return new Intl.NumberFormat(lang, digits).format(figure) + (isNear ? " m" : " km");
  }
}

export function duration(seconds: number, labels: Labels): string {
  const minutes = Math.round(seconds / 60);
  const rest = String(minutes % 60) + " " + labels.minutes;
  if (minutes < 60) return rest;
  return String(Math.floor(minutes / 60)) + " " + labels.hours + " " + rest;
}

/** The text of a value, or "" when there is none. */
export function valueText(value: Value, info: FieldInfo, labels: Labels, lang: string): string {
  if (value === null || value === undefined || value === "") return "";
  if (info.kind === "boolean") return value ? labels.yes : labels.no;
  if (value === false) return "";
  if (info.kind === "number") {
    return new Intl.NumberFormat(lang, { maximumFractionDigits: 2 }).format(Number(value));
  }
  if (info.kind === "date" || info.kind === "datetime") return dateText(String(value), info, lang);
  const name = (key: string): string => (info.values && info.values[key]) || key;
  if (info.kind === "many2many") return String(value).split(",").map(name).join(", ");
  return name(String(value));
}

/** Dates come as the user's local time without a zone: show them as they stand. */
function dateText(value: string, info: FieldInfo, lang: string): string {
  const moment = new Date(value.replace(" ", "T") + (value.length > 10 ? "Z" : "T00:00:00Z"));
  if (isNaN(moment.getTime())) return value;
  const style: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeZone: "UTC" };
  if (info.kind === "datetime") style.timeStyle = "short";
  return new Intl.DateTimeFormat(lang, style).format(moment);
}
