/** The service worker: keeps the app's own files and the map of the day, and sends what waits. */
import { Outbox } from "../outbox/outbox";
import { KEPT, openPhone, WAKE } from "../phone";
import { call } from "../server";
import { isPart, partOf } from "./area";

interface Client {
  postMessage(message: string): void;
}
interface Scope {
  /** Set by the server above this script: the page first, then everything it needs. */
  FILES: { version: string; files: string[] };
  clients: { claim(): Promise<void>; matchAll(): Promise<Client[]> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(kind: "fetch", listener: (event: Asked) => void): void;
  addEventListener(kind: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(kind: "sync", listener: (event: Waiting & { tag: string }) => void): void;
}
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

// TypeScript's types of a page and of a worker exclude each other
const worker = self as unknown as Scope;
const { version, files } = worker.FILES;
const PREFIX = "field-visit-app-";
const NAME = PREFIX + version;
const MAP = KEPT + "map";

worker.addEventListener("install", (event) =>
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(files))),
);

worker.addEventListener("activate", (event) => event.waitUntil(forgetOldOnes()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const file = fileOf(request);
  if (file) event.respondWith(answer(file, request));
  else if (isPart(request))
    event.respondWith(caches.open(MAP).then((cache) => partOf(cache, request)));
  else if (isLayer(request)) event.respondWith(layer(request));
});

// the rep wants the new version now
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});

worker.addEventListener("sync", (event) => {
  if (event.tag === WAKE) event.waitUntil(sendWaiting());
});

async function forgetOldOnes(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(names.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Which of the app's files is asked for; the page itself is meant whatever follows its address. */
function fileOf(request: Request): string | undefined {
  const url = new URL(request.url);
  return files.find((file) => file === url.pathname + url.search || file === url.pathname);
}

async function answer(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(NAME);
  return (await cache.match(file)) ?? fetch(request);
}

/** Street layers of the built-in map, see `area/layers.ts`: the page has put them into the cache. */
function isLayer(request: Request): boolean {
  return request.mode !== "navigate" && request.url.endsWith(".json");
}

async function layer(request: Request): Promise<Response> {
  const cache = await caches.open(MAP);
  return (await cache.match(request)) ?? fetch(request);
}

/** An open app does it itself; a closed one has us. A failure makes the browser try again later. */
async function sendWaiting(): Promise<void> {
  const open = await worker.clients.matchAll();
  if (open.length) return open.forEach((client) => client.postMessage("send"));
  const { database, device, store } = await openPhone();
  await new Outbox(database, call, device, store).flush();
  database.close();
}
