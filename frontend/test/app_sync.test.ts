/** The app between phone and server: nothing disappears, nobody gets what is another's. */
import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import { App, type Surroundings } from "../src/app/app";
import { openDatabase, OUTDATED, VERSION, type Database } from "../src/app/database";
import { FIRST_MS, LAST_MS, Retry } from "../src/app/outbox/retry";
import { SignedOut, Unreachable, Faulty } from "../src/app/server";
import type { AppEvent, Snapshot } from "../src/app/types";
import { visitReducers } from "../src/app/visit/visit";

let serial = 0;
let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

/** Knows one visit, and who is logged in. */
class FakeServer {
  user = { id: 7, name: "Anna", lang: "en_US", tz: "UTC", store: "7-db" };
  state = "planned";
  events: AppEvent[] = [];
  fault: Error | null = null;
  failLoad: Error | null = null;
  ahead_s = 0;

  call = (path: string, params: Record<string, unknown>): Promise<unknown> => {
    if (this.fault) return Promise.reject(this.fault);
    if (path.endsWith("/sync")) return Promise.resolve(this.sync(params.batch as never));
    return this.failLoad ? Promise.reject(this.failLoad) : Promise.resolve(this.load());
  };

  private get at(): string {
    const now = new Date(Date.now() - 1000 * this.ahead_s);
    return now.toISOString().slice(0, 19).replace("T", " ");
  }

  private sync({ events, store }: { events: AppEvent[]; store?: string }) {
    if (store && store !== this.user.store) return { receipts: [], at: this.at, other_user: true };
    this.events.push(...events);
    if (events.some(({ kind }) => kind === "check_in")) this.state = "in_progress";
    const receipts = events.map(({ uuid }) => ({ uuid, state: "done", message: "", server: {} }));
    return { receipts, at: this.at, other_user: false };
  }

  private load(): Snapshot {
    const stops = [{ visit_id: 1, state: this.state, customer: "Kallio" }];
    const route = { id: 1, date: "2026-03-02", state: "published", stops };
    return {
      schema: 1,
      at: this.at,
      user: this.user,
      words: {},
      today: "2026-03-02",
      route,
    } as never;
  }
}

async function newApp(more: Partial<Surroundings> = {}): Promise<App> {
  const database = more.database ?? (await openDatabase("app-" + serial++));
  const open = (store: string) => openDatabase(`app-${serial}-${store}`);
  const around = {
    call: server.call,
    device: "phone",
    reducers: visitReducers,
    store: "7-db",
    open,
  };
  return new App({ ...around, database, ...more });
}

const stateOf = (app: App) => app.data?.route?.stops[0].state;

it("shows what was done although the load after it is lost", async () => {
  const app = await newApp();
  await app.start();
  server.failLoad = new Unreachable();
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  expect([server.events.length, app.waiting]).toEqual([1, 0]);
  expect(stateOf(app)).toBe("in_progress");
  const again = await newApp({ database: app.around.database });
  await again.start();
  expect(stateOf(again)).toBe("in_progress");
});

it("sends what is entered while it sends", async () => {
  const app = await newApp();
  await app.start();
  await Promise.all([
    app.send("start_travel", { visit_id: 1 }),
    app.send("check_in", { visit_id: 1 }),
  ]);
  await app.sync();
  expect(server.events.map(({ kind }) => kind).sort()).toEqual(["check_in", "start_travel"]);
});

it("tells the server what the rep saw", async () => {
  const app = await newApp();
  await app.start();
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  expect(server.events[0].seen).toMatchObject({ date: "2026-03-02", customer: "Kallio" });
});

it("keeps everything over an ended session", async () => {
  const app = await newApp();
  await app.start();
  server.fault = new SignedOut();
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  expect([app.link, app.waiting, stateOf(app)]).toEqual(["signed out", 1, "in_progress"]);
  server.fault = null;
  await app.sync();
  expect([app.link, app.waiting, server.events.length]).toEqual(["online", 0, 1]);
});

it("gives what waits to nobody else, and to its owner when he is back", async () => {
  const app = await newApp();
  await app.start();
  server.fault = new Unreachable();
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  const anna = server.user;
  server.fault = null;
  server.user = { ...anna, id: 8, name: "Mikko", store: "8-db" };
  await app.sync();
  expect([app.link, app.waiting, server.events]).toEqual(["other user", 1, []]);
  expect(app.loaded?.user.name).toBe("Anna");
  await app.switchUser();
  expect([app.link, app.waiting, app.loaded?.user.name]).toEqual(["online", 0, "Mikko"]);
  expect(server.events).toEqual([]);
});

it("sends what waited for its owner as soon as he is back, and forgets nothing of it", async () => {
  const stores = new Map<string, Database>();
  const open = async (store: string) => {
    const known = stores.get(store) ?? (await openDatabase(`app-${serial++}-${store}`));
    stores.set(store, known);
    return known;
  };
  const app = await newApp({ database: await open("7-db"), open });
  await app.start();
  server.fault = new Unreachable();
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  server.fault = null;
  const anna = server.user;
  server.user = { ...anna, id: 8, store: "8-db" };
  await app.switchUser();
  // something of the other one is delivered and not yet part of a load: its number is 1 as well
  server.failLoad = new Unreachable();
  await app.send("start_travel", { visit_id: 1 });
  await app.sync();
  server.failLoad = null;
  server.user = anna;
  await app.sync();
  expect(server.events.map(({ kind }) => kind)).toEqual(["start_travel", "check_in"]);
  expect([app.around.store, app.waiting]).toEqual(["7-db", 0]);
  app.retry.succeeded();
});

it("becomes another user's when nothing waits", async () => {
  const app = await newApp({ store: "" });
  await app.start();
  expect([app.around.store, app.loaded?.user.name]).toEqual(["7-db", "Anna"]);
  server.user = { ...server.user, id: 8, name: "Mikko", store: "8-db" };
  await app.sync();
  expect([app.link, app.loaded?.user.name]).toEqual(["online", "Mikko"]);
});

it("says so when the phone is full, after it has made room", async () => {
  const makeRoom = vi.fn(() => Promise.resolve());
  const app = await newApp({ makeRoom });
  await app.start();
  const full = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(await app.send("check_in", { visit_id: 1 })).toBe(false);
  expect(makeRoom).toHaveBeenCalledTimes(1);
  full.mockRestore();
  expect([app.trouble, app.waiting]).toEqual(["storageFull", 0]);
});

it("keeps what was entered when there is no room for the new day", async () => {
  const app = await newApp();
  await app.start();
  const empty = fill((_value, key) => key === "snapshot");
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  empty();
  expect([app.trouble, server.events.length]).toEqual(["storageSnapshot", 1]);
});

/** The phone has no room for what `isToo` tells of; returns what gives it room again. */
function fill(isToo: (value: unknown, key?: IDBValidKey) => boolean): () => void {
  const put = IDBObjectStore.prototype.put;
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
    this: IDBObjectStore,
    value: unknown,
    key?: IDBValidKey,
  ) {
    if (isToo(value, key)) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, value, key);
  });
  return () => full.mockRestore();
}

it("delivers and forgets although a full phone cannot note the time", async () => {
  const app = await newApp();
  await app.start();
  const empty = fill((_value, key) => key === "clock");
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  empty();
  expect([app.trouble, app.events, server.events.length]).toEqual(["", [], 1]);
});

it("keeps and sends again what a full phone could not note the receipt of", async () => {
  const makeRoom = vi.fn(() => Promise.resolve());
  const app = await newApp({ makeRoom });
  await app.start();
  const empty = fill((value) => Boolean((value as { receipt?: unknown }).receipt));
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  expect([app.trouble, app.waiting, app.link]).toEqual(["storageSnapshot", 1, "online"]);
  expect(makeRoom).toHaveBeenCalled();
  empty();
  await app.sync();
  expect([app.trouble, app.events]).toEqual(["", []]);
  expect(new Set(server.events.map(({ uuid }) => uuid)).size).toBe(1);
});

it("makes room for what is being typed, and says when there is none", async () => {
  let room = false;
  const makeRoom = vi.fn((): Promise<void> => {
    room = true;
    return Promise.resolve();
  });
  const app = await newApp({ makeRoom });
  await app.start();
  const empty = fill((_value, key) => key === "draft:1" && !room);
  expect(await app.keepDraft("draft:1", { note: "Wants" })).toBe(true);
  expect(await app.around.database.get("values", "draft:1")).toEqual({ note: "Wants" });
  makeRoom.mockImplementation(() => Promise.resolve());
  room = false;
  expect(await app.keepDraft("draft:1", { note: "Wants more" })).toBe(false);
  empty();
  expect(app.trouble).toBe("storageFull");
});

it("notices a clock that is hours ahead and shows moments by the server's", async () => {
  server.ahead_s = 3 * 3600;
  const app = await newApp();
  await app.start();
  expect(app.clock.ahead_s).toBeCloseTo(3 * 3600, -2);
  server.fault = new Unreachable();
  await app.send("check_in", { visit_id: 1 });
  const shown = Date.parse(String(app.data?.route?.stops[0].actual_start).replace(" ", "T") + "Z");
  expect((Date.now() - shown) / 3_600_000).toBeCloseTo(3, 1);
  expect(Math.abs(Date.now() - Date.parse(app.events[0].at.replace(" ", "T") + "Z"))).toBeLessThan(
    5000,
  );
  app.retry.succeeded();
});

it("tries again by itself, and ever more rarely", () => {
  vi.useFakeTimers();
  const run = vi.fn();
  const retry = new Retry(run, () => 1);
  const pauses = [];
  for (let failure = 0; failure < 12; failure++) {
    pauses.push(retry.pause());
    retry.failed();
    vi.advanceTimersByTime(LAST_MS);
  }
  expect(run).toHaveBeenCalledTimes(12);
  expect([pauses[0], pauses[1], pauses[11]]).toEqual([FIRST_MS, 2 * FIRST_MS, LAST_MS]);
  retry.succeeded();
  expect(retry.pause()).toBe(FIRST_MS);
  vi.useRealTimers();
});

it("says that the server has a fault and keeps everything", async () => {
  const app = await newApp();
  await app.start();
  server.fault = new Faulty();
  await app.send("check_in", { visit_id: 1 });
  await app.sync();
  expect([app.trouble, app.waiting]).toEqual(["serverFault", 1]);
  app.retry.succeeded();
});

it("brings the store of an older app up to date with all that waits in it", async () => {
  const old = await openDatabase("upgraded", 1);
  const waiting = { uuid: "u", kind: "check_in", at: "2026-03-02 08:00:00", data: { visit_id: 1 } };
  await old.add("events", waiting as never);
  old.close();
  const database = await openDatabase("upgraded");
  expect(database.version).toBe(VERSION);
  const app = await newApp({ database });
  await app.start();
  expect(server.events.map(({ kind }) => kind)).toEqual(["check_in"]);
  expect((await database.getAll("sent")).length).toBe(1);
});

it("opens a store that a newer app has made", async () => {
  const newer = (await openDatabase("newer", VERSION + 1)) as Database;
  newer.close();
  expect((await openDatabase("newer")).version).toBe(VERSION + 1);
});

it("makes way for a newer app in another tab", async () => {
  const told = vi.fn();
  addEventListener(OUTDATED, told);
  await openDatabase("shared", 1);
  await openDatabase("shared");
  expect(told).toHaveBeenCalled();
});
