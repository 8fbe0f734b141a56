/**
 * The map of the day for the time without a network: parts of a configured PMTiles file, and the
 * street layers of the built-in map. Pictures of public tile servers are never taken in advance.
 */
import { FetchSource, PMTiles } from "pmtiles";
import type { BaseMapInfo } from "../../basemaps/info";
import type { App } from "../app";
import { KEPT } from "../phone";
import { hasParts } from "../worker/area";
import { boxAround, tilesOf, type Box } from "./tiles";

/** Tiles and bytes taken along at most. */
export const MOST_TILES = 1500;
export const MOST_BYTES = 30_000_000;

/** What of the part "map" of a load matters here; see `app_map.py`. */
interface MapPart {
  layers?: string[];
  baseMaps?: BaseMapInfo[];
}

/** After each load: take along the map of the day, once for each day and file. */
export function followArea(app: App): void {
  let last: unknown = null;
  let busy: Promise<void> = Promise.resolve();
  app.onChange(() => {
    if (app.link !== "online" || app.busy || app.loaded === last) return;
    last = app.loaded;
    // what is missing is fetched after the next load
    busy = busy.then(() => takeAlong(app)).catch(() => undefined);
  });
}

async function takeAlong(app: App): Promise<void> {
  const box = boxAround(app.loaded?.route?.stops ?? []);
  // without a worker nothing would be kept, and who saves data does not want this
  if (!box || savesData() || !(await hasWorker())) return;
  const part = (app.loaded?.map ?? {}) as MapPart;
  await keepLayers(part.layers ?? []);
  for (const map of part.baseMaps ?? []) if (map.kind === "pmtiles") await keepFile(app, map, box);
}

/** The first worker takes over some moments after the first load. */
async function hasWorker(): Promise<boolean> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return false;
  if (!serviceWorker.controller)
    await new Promise((resolve) =>
      serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
    );
  return true;
}

function savesData(): boolean {
  return Boolean((navigator as { connection?: { saveData?: boolean } }).connection?.saveData);
}

async function keepLayers(urls: string[]): Promise<void> {
  const cache = await caches.open(KEPT + "map");
  for (const url of urls) {
    // other servers are asked by the map itself, when it is looked at
    const own = new URL(url, location.href).origin === location.origin;
    if (own && !(await cache.match(url))) await cache.add(url);
  }
}

/** Read the parts of the file that the day's map is made of: the worker keeps them. */
async function keepFile(app: App, map: BaseMapInfo, box: Box): Promise<void> {
  const url = new URL(map.url, location.href).href;
  const key = JSON.stringify([url, box]);
  const kept = (await app.around.database.get("values", "areas")) as Record<string, string>;
  // what a full phone needed the room for was deleted: it is noted, but gone
  if (kept?.[map.id] === key && (await hasParts(await caches.open(KEPT + "map"), url))) return;
  const file = new PMTiles(new FetchSource(url));
  const { minZoom, maxZoom } = await file.getHeader();
  let bytes = 0;
  for (const [z, x, y] of tilesOf(box, minZoom, maxZoom, MOST_TILES)) {
    bytes += (await file.getZxy(z, x, y))?.data.byteLength ?? 0;
    if (bytes > MOST_BYTES) break;
  }
  await app.around.database.put("values", { ...kept, [map.id]: key }, "areas");
}
