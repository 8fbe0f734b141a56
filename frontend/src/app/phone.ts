/** This phone: its name, whose turn it is, its room, and the worker that keeps the app's files. */
import { openDatabase, type Database } from "./database";
import { newUuid } from "./uuid";

/** Parts of the cache that can be loaded again: map and documents. */
export const KEPT = "field-visit-keep-";
/** What the worker is woken for when there is a network again. */
export const WAKE = "field-visit-outbox";
const PHONE = "field_visit_app";
const WORKER = "/field_visit_routing/app/worker.js";
const SCOPE = "/field_visit_routing/app";

export interface Phone {
  device: string;
  store: string;
  database: Database;
}

/** Open the store of whoever used this phone last. */
export async function openPhone(): Promise<Phone> {
  const phone = await openDatabase(PHONE);
  const store = ((await phone.get("values", "store")) as string) ?? "";
  const device = await deviceOf(phone);
  return { device, store, database: store ? await openDatabase(nameOf(store)) : phone };
}

function nameOf(store: string): string {
  return PHONE + "-" + store;
}

/** A name of this phone that stays until its store is deleted. */
async function deviceOf(phone: Database): Promise<string> {
  const known = await phone.get("values", "device");
  if (known) return known as string;
  const name = newUuid();
  await phone.put("values", name, "device");
  return name;
}

/** From now on the phone is the one of the user with this store. */
export async function openStore(store: string): Promise<Database> {
  const phone = await openDatabase(PHONE);
  await phone.put("values", store, "store");
  phone.close();
  return openDatabase(nameOf(store));
}

/** Delete what can be loaded again. */
export async function makeRoom(): Promise<void> {
  if (!("caches" in globalThis)) return; // a page without HTTPS has taken nothing along
  for (const name of await caches.keys()) if (name.startsWith(KEPT)) await caches.delete(name);
}

/** Ask the browser not to delete the store when the phone gets full, and to wake the app later. */
export function keepForLater(): void {
  void navigator.storage?.persist?.();
  void wakeLater().catch(() => undefined); // a browser without it sends when the app is opened
}

async function wakeLater(): Promise<void> {
  const registration = (await navigator.serviceWorker?.ready) as unknown as {
    sync?: { register(tag: string): Promise<void> };
  };
  await registration?.sync?.register(WAKE);
}

/**
 * Install the worker and watch for newer ones.
 *
 * @param ready called with what makes the page use the new version
 */
export async function installWorker(ready: (use: () => void) => void): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const registration = await serviceWorker.register(WORKER, { scope: SCOPE });
  const tell = () => {
    const { waiting } = registration;
    // without a controller it is the first one, which nobody waits for
    if (waiting && serviceWorker.controller) ready(() => takeOver(waiting));
  };
  tell();
  registration.addEventListener("updatefound", () =>
    registration.installing?.addEventListener("statechange", tell),
  );
  document.addEventListener("visibilitychange", () => {
    // an app on the home screen may stay open for weeks
    if (document.visibilityState === "visible") void registration.update().catch(() => undefined);
  });
}

/** Nothing is lost by it: what was entered is in the store. */
function takeOver(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting.postMessage("take over");
}
