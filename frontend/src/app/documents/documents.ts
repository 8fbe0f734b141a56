/** Sales documents on the phone: fetched once per version, kept beside the app's files, shown without a network. */
import { onceALoad } from "../after_load";
import type { App } from "../app";
import type { Snapshot } from "../types";

export interface Document {
  id: number;
  name: string;
  file_name: string;
  note: string;
  mimetype: string;
  /** Bytes. */
  size: number;
  /** Whether the phone shows it by itself; others are handed to another app. */
  is_shown: boolean;
  /** Names of the customers' tags that it is for; none: for all. */
  tags: string[];
  /** Address that changes with its content. */
  url: string;
}

const PREFIX = "field-visit-documents-";

export function documentsOf(snapshot: Snapshot | null): Document[] {
  return (snapshot?.documents as Document[] | undefined) ?? [];
}

/** Documents for customers with these tags: those made for them first, then those for everybody. */
export function documentsFor(snapshot: Snapshot | null, tags: string[]): Document[] {
  const all = documentsOf(snapshot);
  const own = all.filter((document) => document.tags.some((tag) => tags.includes(tag)));
  return [...own, ...all.filter((document) => !document.tags.length)];
}

/** The cache of this user; nobody sees what somebody else was allowed to take along. */
function cacheOf(snapshot: Snapshot): string {
  return PREFIX + String(snapshot.user.id);
}

/** After a load: fetch what is new, forget what is over. */
export const keepDocuments = onceALoad(keep);

async function keep(app: App): Promise<void> {
  if (!app.loaded || !("caches" in globalThis)) return;
  const name = cacheOf(app.loaded);
  for (const other of await caches.keys())
    if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
  const cache = await caches.open(name);
  const wanted = new Map(documentsOf(app.loaded).map((document) => [address(document), document]));
  for (const { url } of await cache.keys()) if (!wanted.delete(url)) await cache.delete(url);
  for (const url of wanted.keys()) await fetchInto(cache, url);
}

async function fetchInto(cache: Cache, url: string): Promise<void> {
  const response = await fetch(url, { credentials: "same-origin" });
  // an ended session leads to the login page: that is no document
  if (response.ok && !response.redirected) await cache.put(url, response);
}

/** The content as it is on the phone, or else from the network; null when neither has it. */
export async function contentOf(app: App, document: Document): Promise<Blob | null> {
  const url = address(document);
  if (app.loaded && "caches" in globalThis) {
    const cache = await caches.open(cacheOf(app.loaded));
    if (!(await cache.match(url))) await fetchInto(cache, url).catch(() => undefined);
    const kept = await cache.match(url);
    // the type is the one that the server found in the file, whatever the answer said
    return kept ? new Blob([await kept.arrayBuffer()], { type: document.mimetype }) : null;
  }
  const response = await fetch(url).catch(() => null);
  return response?.ok && !response.redirected ? response.blob() : null;
}

/** Which documents are on the phone. */
export async function keptIds(app: App): Promise<Set<number>> {
  if (!app.loaded || !("caches" in globalThis)) return new Set();
  const cache = await caches.open(cacheOf(app.loaded));
  const urls = new Set((await cache.keys()).map(({ url }) => url));
  return new Set(
    documentsOf(app.loaded)
      .filter((document) => urls.has(address(document)))
      .map(({ id }) => id),
  );
}

function address(document: Document): string {
  return new URL(document.url, location.origin).href;
}
