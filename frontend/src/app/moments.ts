/** Moments as Odoo writes them ("YYYY-MM-DD HH:MM:SS", UTC) and as people read them. */
import type { App } from "./app";

export function toServer(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace("T", " ");
}

/** The moment of Odoo's text; null for "". */
export function fromServer(text: string): Date | null {
  return text ? new Date(text.replace(" ", "T") + "Z") : null;
}

/** Hours and minutes on the clock of `tz`; "" for no moment. */
export function clock(text: string, lang: string, tz: string): string {
  const moment = fromServer(text);
  if (!moment) return "";
  return moment.toLocaleTimeString(lang.replace("_", "-"), {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: tz || undefined,
  });
}

/** Hours and minutes of a moment of Odoo on the rep's clock. */
export function clockOf(app: App, text: string): string {
  const user = app.data?.user;
  return clock(text, user?.lang ?? "en_US", user?.tz ?? "");
}

/** Day and time of a moment of Odoo, in the rep's language and on the rep's clock: "Sat, 31 Jan, 09:30". */
export function dayAndClock(app: App, text: string): string {
  const user = app.data?.user;
  return (
    fromServer(text)?.toLocaleString((user?.lang ?? "en_US").replace("_", "-"), {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: user?.tz || undefined,
    }) ?? ""
  );
}

/** A day ("2026-01-31") in the rep's language: "Saturday, 31 January". */
export function dayName(app: App, day: string): string {
  const lang = (app.data?.user.lang ?? "en_US").replace("_", "-");
  return new Date(day + "T12:00:00Z").toLocaleDateString(lang, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
}

/** The day after `day`, or `days` later; both "2026-01-31". */
export function nextDay(day: string, days = 1): string {
  const date = new Date((day || toServer(new Date()).slice(0, 10)) + "T12:00:00Z");
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The moment (UTC, as Odoo writes it) when clocks of `tz` show `time` ("09:30") on `day`. */
export function momentIn(day: string, time: string, tz: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  // the offset at the moment looked for: the second round is right also beside a change of clocks
  let moment = wanted;
  for (let round = 0; round < 2; round++) moment = wanted - offsetAt(moment, tz);
  return toServer(new Date(moment));
}

/** How far clocks of `tz` are ahead of UTC at `moment`, in milliseconds. */
function offsetAt(moment: number, tz: string): number {
  const text = new Date(moment).toLocaleString("sv-SE", { timeZone: tz || undefined });
  return Date.parse(text.replace(" ", "T") + "Z") - Math.floor(moment / 1000) * 1000;
}

/** A day ("2026-01-31") in few letters: "31 Jan", with the year when it is not that of today. */
export function shortDay(app: App, day: string): string {
  const lang = (app.data?.user.lang ?? "en_US").replace("_", "-");
  const year = day.slice(0, 4) === app.data?.today.slice(0, 4) ? undefined : "numeric";
  return new Date(day + "T12:00:00Z").toLocaleDateString(lang, {
    day: "numeric",
    month: "short",
    year,
    timeZone: "UTC",
  });
}
