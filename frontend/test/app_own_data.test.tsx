/** The rep has his positions deleted: also those that the phone has not yet sent. */
import "fake-indexeddb/auto";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { App, LOAD } from "../src/app/app";
import { openDatabase } from "../src/app/database";
import { SYNC } from "../src/app/outbox/outbox";
import { Unreachable, type Call } from "../src/app/server";
import type { Track } from "../src/app/track/data";
import { DataCard } from "../src/app/track/own_data";
import { PositionStore } from "../src/app/track/store";
import { TRACK, Tracker } from "../src/app/track/tracker";
import type { AppEvent, Snapshot } from "../src/app/types";

const trackers = vi.hoisted(() => new Map<unknown, unknown>());
vi.mock("../src/app/track/running", () => ({ trackerOf: (app: unknown) => trackers.get(app) }));

const AT = "2026-05-04 10:00:00";
const place = { at: AT, latitude: 60, longitude: 24, accuracy_m: 5, speed: -1, user: "7" };
let done: string[] = [];
/** What the network lets through no more. */
let lost = "";
let serial = 0;

const call: Call = (path, params) => {
  if (path === lost) return Promise.reject(new Unreachable());
  const events = (params.batch as { events?: AppEvent[] } | undefined)?.events ?? [];
  done.push(path.slice(path.lastIndexOf("/") + 1));
  if (path === LOAD) return Promise.resolve(snapshot());
  const receipts = events.map(({ uuid }) => ({ uuid, state: "done", message: "", server: {} }));
  return Promise.resolve(path === SYNC ? { receipts } : 3);
};

function snapshot(): Snapshot {
  const user = { id: 7, name: "Anna", lang: "en_US", tz: "UTC" };
  const rep = { id: 1, name: "Anna", company: "" };
  const words = { dataErased: "Deleted: %s." };
  return { schema: 1, at: "", user, rep, words, today: "2026-05-04", route: null };
}

/** A phone on which a photo, the beginning of duty and a position wait; the rep has all deleted. */
async function erase(): Promise<string | null> {
  const database = await openDatabase("own-" + serial++);
  const store = await PositionStore.open(database.name + "_track");
  const app = new App({ call, database, device: "phone", reducers: {} });
  app.loaded = snapshot();
  for (const kind of ["add_photo", "start_duty"]) await app.outbox.add(kind, {});
  await app.refresh();
  await store.add(place);
  const now = () => new Date();
  trackers.set(app, new Tracker(app, { store, call, sensor: undefined, now }));
  const root = document.createElement("div");
  await act(() => render(<DataCard app={app} track={{ keep_days: 30 } as Track} />, root));
  await act(() => root.querySelector<HTMLElement>("[data-kind=bad]")?.click());
  await vi.waitFor(() => expect(root.querySelector(".fva-notice")).not.toBeNull());
  app.retry.succeeded(); // no further attempt after the test
  return root.querySelector(".fva-notice")?.textContent ?? null;
}

beforeEach(() => {
  done = [];
  lost = "";
  vi.stubGlobal("confirm", () => true);
});
afterEach(() => vi.unstubAllGlobals());

it("sends what waits before it deletes, so that nothing arrives after it", async () => {
  expect(await erase()).toBe("Deleted: 3.");
  expect(done).toEqual(["sync", "load", "track", "erase_tracking", "load"]);
});

it.each([SYNC, TRACK])("deletes nothing while something waits for %s", async (path) => {
  lost = path;
  expect(await erase()).toBe("needsNetwork");
  expect(done).not.toContain("erase_tracking");
});
