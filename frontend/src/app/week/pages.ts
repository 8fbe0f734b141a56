/** Pages of visits that are no stops of today: those of the next day go with the phone, others once they were opened. */
import { onceALoad } from "../after_load";
import type { App } from "../app";
import { cardOf, keepCard } from "../customers/data";
import type { Visit } from "../types";
import { nextWorkday, weekIds, weekVisit } from "./data";

export const VISITS = "/field_visit_routing/app/visits";
const PREFIX = "visit:";
/** What is noted of the day that was taken along last. */
const AHEAD = "ahead";
/** A day taken along is asked for again after so long, in milliseconds. */
const FRESH = 3_600_000;

/** A visit as the server told it, with the moment of the load that was known then. */
export interface Page {
  visit: Visit & { date: string };
  at: string;
}

interface Ahead {
  date: string;
  /** The day's lines at that time: with others it is another day. */
  lines: string;
  at: number;
}

/** The page as the phone has it; null when it never had it. */
export async function keptPage(app: App, id: number): Promise<Page | null> {
  return ((await app.around.database.get("values", PREFIX + id)) as Page | undefined) ?? null;
}

/** Ask the server for one visit and keep the answer; throws what `call` throws. */
export async function fetchPage(app: App, id: number): Promise<Page> {
  const [page] = await fetchPages(app, { visit_id: id });
  return page;
}

async function fetchPages(app: App, vals: Record<string, unknown>): Promise<Page[]> {
  const at = app.loaded?.at ?? "";
  const visits = (await app.around.call(VISITS, { vals })) as Page["visit"][];
  const pages = visits.map((visit) => ({ visit, at }));
  // a full phone shows them as long as the app is open
  await app.keepIfRoom(async () => {
    for (const page of pages) await keepPage(app, page);
  });
  return pages;
}

/** The page, and the customer's, which then opens without a network as well. */
async function keepPage(app: App, page: Page): Promise<void> {
  await app.around.database.put("values", page, PREFIX + page.visit.visit_id);
  const card = cardOf(page.visit);
  if (card) await keepCard(app, card);
}

/** A visit that is not the rep's any more is not shown from memory. */
export async function forgetPage(app: App, id: number): Promise<void> {
  await app.around.database.delete("values", PREFIX + id);
}

const NOTHING = {
  sequence: 0,
  travel_started_at: "",
  actual_start: "",
  actual_end: "",
  leg_distance_m: 0,
  leg_travel_s: 0,
  wait_s: 0,
  score: 0,
};

/**
 * The visit as the rep is to see it now, with its day; null when the phone knows nothing of it, or when it was moved.
 *
 * What the last load says of it counts more than an older page.
 */
export function shownVisit(
  app: App,
  id: number,
  page: Page | null,
): { visit: Visit; date: string } | null {
  const line = weekVisit(app, id);
  const isOlder = !page || page.at < (app.loaded?.at ?? "");
  const known = { ...NOTHING, ...page?.visit, ...(isOlder && line?.visit) } as Partial<Visit>;
  const date = (isOlder && line?.date) || page?.visit.date || "";
  const [visit] = known.visit_id ? app.withUnsent([known as Visit]) : [];
  return visit ? { visit, date } : null;
}

/** Also noted here: a phone that is full keeps no note, and would ask for the day after each load. */
const noted = new WeakMap<object, Ahead>();

/** After a load: take the next day along. */
export const keepNextDay = onceALoad(keep, (app) => app.link === "online");

async function keep(app: App): Promise<void> {
  if (!app.loaded) return;
  const { database } = app.around;
  await forgetOldPages(app, weekIds(app.loaded));
  const day = nextWorkday(app.loaded);
  if (!day) return;
  const lines = JSON.stringify(day.visits);
  const kept = (await database.get("values", AHEAD)) as Ahead | undefined;
  const known = noted.get(database) ?? kept;
  const isSame = known?.date === day.date && known.lines === lines;
  if (isSame && Date.now() - known.at < FRESH) return;
  await fetchPages(app, { date: day.date });
  const ahead: Ahead = { date: day.date, lines, at: Date.now() };
  noted.set(database, ahead);
  await app.keepIfRoom(() => database.put("values", ahead, AHEAD));
}

async function forgetOldPages(app: App, wanted: Set<number>): Promise<void> {
  const { database } = app.around;
  for (const key of await database.getAllKeys("values")) {
    if (!key.startsWith(PREFIX)) continue;
    if (!wanted.has(Number(key.slice(PREFIX.length)))) await database.delete("values", key);
  }
}
