/** Distances and durations as the rep reads them. */
import type { App } from "./app";

/** The text of `key` with its "%s" filled in, one after the other. */
export function fill(app: App, key: string, ...values: (string | number)[]): string {
  return values.reduce<string>((text, value) => text.replace("%s", String(value)), app.word(key));
}

/** "340 m" below one kilometre, then "3.4 km", from ten on "34 km"; in the rep's language. */
export function distance(app: App, metres: number): string {
  if (metres < 1000) return fill(app, "metres", Math.round(metres / 10) * 10);
  const digits = metres < 10000 ? 1 : 0;
  const lang = (app.data?.user.lang ?? "en_US").replace("_", "-");
  const km = (metres / 1000).toLocaleString(lang, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return fill(app, "kilometres", km);
}

/** "25 min", from an hour on "1 h 05 min"; what takes any time at all takes a minute. */
export function duration(app: App, seconds: number): string {
  const minutes = Math.max(Math.round(seconds / 60), seconds > 0 ? 1 : 0);
  if (minutes < 60) return fill(app, "minutes", minutes);
  return fill(app, "hoursMinutes", Math.floor(minutes / 60), String(minutes % 60).padStart(2, "0"));
}
