/** The phone's outbox: order, exactly once, nothing lost. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../src/app/database";
import { OtherUser, StorageFull } from "../src/app/outbox/errors";
import { Outbox, PATIENCE } from "../src/app/outbox/outbox";
import { call as overHttp, Faulty, Refused, SignedOut, Unreachable } from "../src/app/server";
import type { AppEvent, Receipt } from "../src/app/types";
import { photoOf } from "./photo_of";

let database: Database;
let serial = 0;

beforeEach(async () => {
  database = await openDatabase("outbox-" + serial++);
});
afterEach(() => database.close());

type Batch = { events: AppEvent[]; store?: string };

/** A server that stores each event once; `faults` are thrown first, one per call. */
function server(faults: Error[] = [], word: Partial<Receipt> = {}) {
  const stored: AppEvent[] = [];
  const batches: Batch[] = [];
  const call = (_path: string, params: Record<string, unknown>) => {
    const fault = faults.shift();
    if (fault) return Promise.reject(fault);
    const batch = params.batch as Batch;
    batches.push(batch);
    stored.push(...batch.events);
    const receipts = batch.events.map(({ uuid }) => {
      return { uuid, state: "done", message: "", server: {}, ...word };
    });
    return Promise.resolve({ receipts, at: "2026-03-02 10:00:00" });
  };
  return { stored, batches, call };
}

/** A load has come that knows of everything delivered. */
async function fold(outbox: Outbox) {
  await outbox.fold(await outbox.delivered());
}

it("gives each event a number of its own on a page without HTTPS too", async () => {
  const outbox = new Outbox(database, server().call, "phone");
  const browser = globalThis.crypto;
  // there is no randomUUID on such a page
  vi.stubGlobal("crypto", { getRandomValues: browser.getRandomValues.bind(browser) });
  const uuids = new Set<string>();
  for (let number = 0; number < 50; number++) uuids.add((await outbox.add("one", {})).uuid);
  vi.unstubAllGlobals();
  expect(uuids.size).toBe(50);
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("delivers what was done in its order", async () => {
  const { stored, call } = server();
  const outbox = new Outbox(database, call, "phone");
  await outbox.add("check_in", { visit_id: 1 });
  await outbox.add("check_out", { visit_id: 1 });
  await outbox.flush();
  expect(stored.map((event) => event.kind)).toEqual(["check_in", "check_out"]);
  expect(await outbox.waiting()).toEqual([]);
});

it("keeps what is delivered until a load knows of it, and shows it as sent then", async () => {
  const outbox = new Outbox(database, server().call, "phone");
  await outbox.add("add_photo", { visit_id: 1 }, photoOf("x"));
  await outbox.flush();
  expect((await outbox.all()).length).toBe(1);
  await fold(outbox);
  expect(await outbox.all()).toEqual([]);
  expect(await database.getAll("blobs")).toEqual([]);
  expect((await database.getAll("sent")).map((event) => event.kind)).toEqual(["add_photo"]);
});

it.each([new Unreachable(), new SignedOut(), new OtherUser()])(
  "keeps everything without a server",
  async (fault) => {
    const { stored, call } = server([fault]);
    const outbox = new Outbox(database, call, "phone");
    await outbox.add("check_in", { visit_id: 1 });
    await expect(outbox.flush()).rejects.toBe(fault);
    expect((await outbox.waiting()).length).toBe(1);
    await outbox.flush();
    expect(stored.length).toBe(1);
  },
);

it("keeps everything when somebody else is logged in", async () => {
  const call = () => Promise.resolve({ receipts: [], other_user: true });
  const outbox = new Outbox(database, call, "phone", "7-abc");
  await outbox.add("check_in", { visit_id: 1 });
  await expect(outbox.flush()).rejects.toBeInstanceOf(OtherUser);
  expect((await outbox.waiting()).length).toBe(1);
});

it("says whose events they are, and nothing of how the phone fared with them", async () => {
  const { batches, call } = server([new Faulty()]);
  const outbox = new Outbox(database, call, "phone", "7-abc");
  await outbox.add("check_in", { visit_id: 1 });
  await expect(outbox.flush()).rejects.toThrow();
  await outbox.flush();
  expect(batches[0].store).toBe("7-abc");
  expect(Object.keys(batches[0].events[0])).not.toContain("tries");
});

it("shows what the server could not do until it was seen", async () => {
  const conflict = server([], { state: "conflict", message: "It was cancelled." });
  const outbox = new Outbox(database, conflict.call, "phone");
  const event = await outbox.add("check_in", { visit_id: 1 });
  await outbox.flush();
  const [kept] = await outbox.all();
  expect(kept.receipt?.message).toBe("It was cancelled.");
  expect(await outbox.waiting()).toEqual([]);
  await outbox.understood(kept);
  const [answer, ...others] = await outbox.all();
  expect(others).toEqual([]);
  expect([answer.kind, answer.data]).toEqual(["settle", { uuid: event.uuid, how: "understood" }]);
});

it("does it anyway with the moment and the photo it had, under a new number", async () => {
  const conflict = server([], { state: "conflict", message: "No." });
  const outbox = new Outbox(database, conflict.call, "phone");
  const event = await outbox.add("add_photo", { visit_id: 1 }, photoOf("x"));
  await outbox.flush();
  await outbox.again(await outbox.all(), true);
  const [settle, again] = await outbox.waiting();
  expect(settle.data).toEqual({ uuid: event.uuid, how: "again" });
  expect([again.at, again.anyway, again.kind]).toEqual([event.at, true, "add_photo"]);
  expect(again.uuid).not.toBe(event.uuid);
  expect(await database.getAllKeys("blobs")).toEqual([again.uuid]);
});

it("shows a note about what was done otherwise, without applying it again", async () => {
  const { call } = server([], { message: "The customer was merged." });
  const outbox = new Outbox(database, call, "phone");
  await outbox.add("check_in", { visit_id: 1 });
  await outbox.flush();
  await fold(outbox);
  expect((await outbox.all()).map(({ folded }) => folded)).toEqual([true]);
});

it("sends photos in requests of a bearable size", async () => {
  const { batches, call } = server();
  const outbox = new Outbox(database, call, "phone");
  for (let number = 0; number < 5; number++)
    await outbox.add("add_photo", { visit_id: 1 }, photoOf("x".repeat(900_000)));
  await outbox.flush();
  expect(batches.map(({ events }) => events.length)).toEqual([2, 2, 1]);
  expect(atob(String(batches[0].events[0].data.content))).toBe("x".repeat(900_000));
});

it("sets aside what the server refuses to read, and delivers the rest in order", async () => {
  const bad = (events: AppEvent[]) => events.some((event) => event.kind === "bad");
  const { stored, call } = server();
  const outbox = new Outbox(
    database,
    (path, params) =>
      bad((params.batch as Batch).events) ? Promise.reject(new Refused("No.")) : call(path, params),
    "phone",
  );
  for (const kind of ["one", "bad", "two"]) await outbox.add(kind, {});
  await outbox.flush();
  expect(stored.map((event) => event.kind)).toEqual(["one", "two"]);
  const [refused] = (await outbox.all()).filter(({ receipt }) => receipt?.state === "refused");
  expect([refused.kind, refused.receipt?.message]).toEqual(["bad", "No."]);
});

it("gets everything else past a proxy that takes no photo of this size", async () => {
  const { stored, call } = server();
  vi.stubGlobal("fetch", async (path: string, { body }: { body: string }) => {
    if (body.length > 20_000) return new Response("", { status: 413 });
    const { params } = JSON.parse(body) as { params: Record<string, unknown> };
    return new Response(JSON.stringify({ result: await call(path, params) }));
  });
  const outbox = new Outbox(database, overHttp, "phone");
  await outbox.add("one", {});
  await outbox.add("add_photo", { visit_id: 1 }, photoOf("x".repeat(90_000)));
  await outbox.add("two", {});
  await outbox.flush();
  vi.unstubAllGlobals();
  expect(stored.map((event) => event.kind)).toEqual(["one", "two"]);
  const [photo, ...others] = (await outbox.all()).filter(
    ({ receipt }) => receipt?.state !== "done",
  );
  expect([photo.kind, photo.receipt?.state, others.length]).toEqual(["add_photo", "refused", 0]);
  expect(photo.receipt?.unsent).toBe(true);
  expect(await database.getAllKeys("blobs")).toEqual([photo.uuid]);
});

it("does not try a large upload anew for each photo behind a proxy that takes one at a time", async () => {
  const { stored, call } = server();
  let tooLarge = 0;
  const proxy: typeof call = (path, params) => {
    if ((params.batch as Batch).events.length < 2) return call(path, params);
    tooLarge += 1;
    return Promise.reject(new Refused());
  };
  const outbox = new Outbox(database, proxy, "phone");
  for (let number = 0; number < 6; number++) await outbox.add("add_photo", {}, photoOf("x"));
  await outbox.flush();
  expect([stored.length, tooLarge]).toEqual([6, 1]);
});

it("waits for a faulty server, but not for ever over one event", async () => {
  const { stored, call } = server();
  const outbox = new Outbox(
    database,
    (path, params) =>
      (params.batch as Batch).events[0].kind === "bad"
        ? Promise.reject(new Faulty("Oops"))
        : call(path, params),
    "phone",
  );
  for (const kind of ["bad", "two"]) await outbox.add(kind, {});
  for (let attempt = 1; attempt < PATIENCE; attempt++) {
    await expect(outbox.flush()).rejects.toBeInstanceOf(Faulty);
    expect(stored).toEqual([]);
  }
  await outbox.flush();
  expect(stored.map((event) => event.kind)).toEqual(["two"]);
});

it("does not ask for ever when the answer is about nothing", async () => {
  const outbox = new Outbox(database, () => Promise.resolve({ receipts: [] }), "phone");
  await outbox.add("check_in", {});
  await expect(outbox.flush()).rejects.toBeInstanceOf(Faulty);
});

it("says so when the phone is full, and keeps half of nothing", async () => {
  const outbox = new Outbox(database, server().call, "phone");
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  await expect(outbox.add("add_photo", {}, photoOf("x"))).rejects.toBeInstanceOf(StorageFull);
  full.mockRestore();
  expect(await outbox.all()).toEqual([]);
});

it("never gives a number twice", async () => {
  const outbox = new Outbox(database, server().call, "phone");
  const first = await outbox.add("one", {});
  await outbox.flush();
  await fold(outbox);
  const { name } = database;
  database.close();
  database = await openDatabase(name);
  const again = new Outbox(database, server().call, "phone");
  expect((await again.add("two", {})).number).toBeGreaterThan(first.number);
});

it("tells the server what it knew of the time", async () => {
  const { stored, call } = server();
  const outbox = new Outbox(database, call, "phone");
  await outbox.add("one", {});
  await outbox.flush();
  await outbox.add("two", {});
  await outbox.flush();
  expect(stored[0].since).toBeUndefined();
  expect(stored[1].since).toBe("2026-03-02 10:00:00");
  const truth = Date.parse("2026-03-02T10:00:00Z");
  expect(stored[1].ahead_s).toBeCloseTo((Date.now() - truth) / 1000, -2);
});
