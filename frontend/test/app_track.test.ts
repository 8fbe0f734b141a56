/** The tracker: on duty only, in batches, nothing lost, gaps as gaps. */
import "fake-indexeddb/auto";
import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/app";
import { openDatabase } from "../src/app/database";
import { SignedOut, Unreachable } from "../src/app/server";
import { isWorth } from "../src/app/track/adaptive";
import {
  isSharing,
  mayStart,
  offersDuty,
  trackOf,
  trackReducers,
  type Track,
} from "../src/app/track/data";
import { piecesOf } from "../src/app/track/seen";
import { PositionStore, type Measured } from "../src/app/track/store";
import { TRACK, Tracker, type TrackerParts } from "../src/app/track/tracker";
import type { Snapshot } from "../src/app/types";

const NOW = new Date("2026-05-04T10:00:00Z");
let serial = 0;

function snapshot(change: Partial<Track> = {}): Snapshot {
  const track: Track = {
    positions: [],
    distance_m: 0,
    gap_m: 0,
    keep_days: 30,
    consent: { text: "Words", version: "a", given: true, was_given: true, at: "" },
    duty: { on: true, since: "2026-05-04 08:00:00", limit_at: "2026-05-04 16:00:00" },
    hours: { limited: false, from: "", until: "", longest_h: 8 },
    looks: [],
    clients: [],
    ...change,
  };
  return {
    schema: 1,
    at: "",
    user: { id: 7, name: "Anna", lang: "en_US", tz: "UTC" },
    rep: null,
    words: {},
    today: "2026-05-04",
    route: null,
    track,
  };
}

const place = (second: number, steps = 0): Measured => ({
  at: new Date(NOW.getTime() + second * 1000).toISOString().slice(0, 19).replace("T", " "),
  latitude: 60 + steps * 0.001,
  longitude: 24,
  accuracy_m: 10,
  speed: -1,
});

/** A server that stores what it gets; `faults` are thrown first. */
function server(faults: Error[] = []) {
  const stored: Measured[] = [];
  const call = (path: string, params: Record<string, unknown>) => {
    if (path !== TRACK) return Promise.reject(new Unreachable());
    const fault = faults.shift();
    if (fault) return Promise.reject(fault);
    stored.push(...(params.batch as { positions: Measured[] }).positions);
    return Promise.resolve({});
  };
  return { stored, call };
}

async function trackerWith(call: ReturnType<typeof server>["call"], data = snapshot()) {
  const database = await openDatabase("track-" + serial++);
  const app = new App({ call, database, device: "phone", reducers: trackReducers });
  app.loaded = data;
  await app.refresh();
  const store = await PositionStore.open(database.name + "_track");
  return {
    app,
    store,
    tracker: new Tracker(app, { store, call, sensor: undefined, now: () => NOW }),
  };
}

const partsOf = (tracker: Tracker) => (tracker as unknown as { parts: TrackerParts }).parts;

describe("tracker", () => {
  let log: ReturnType<typeof server>;
  beforeEach(() => {
    log = server();
  });

  it("sends what was measured, in its order", async () => {
    const { tracker } = await trackerWith(log.call);
    for (const step of [0, 1, 2]) await tracker.keep(place(step * 30, step));
    await tracker.flush();
    expect(log.stored.map(({ latitude }) => latitude)).toEqual([60, 60.001, 60.002]);
    expect(tracker.waiting).toBe(0);
  });

  it.each([
    ["off duty", snapshot({ duty: { on: false, since: "", limit_at: "" } })],
    [
      "after the limit",
      snapshot({ duty: { on: true, since: "", limit_at: "2026-05-04 09:59:59" } }),
    ],
    [
      "without consent",
      snapshot({
        consent: { text: "", version: "b", given: false, was_given: true, at: "" },
      }),
    ],
  ])("keeps nothing %s", async (_name, data) => {
    const { tracker } = await trackerWith(log.call, data);
    await tracker.keep(place(0));
    await tracker.flush();
    expect([log.stored.length, tracker.waiting]).toEqual([0, 0]);
  });

  it("waits for the switch to reach the server first", async () => {
    const { app, tracker } = await trackerWith(
      log.call,
      snapshot({ duty: { on: false, since: "", limit_at: "" } }),
    );
    await app.outbox.add("start_duty", {});
    await app.refresh();
    expect(trackOf(app)?.duty.on).toBe(true);
    await tracker.keep(place(0));
    await tracker.flush();
    expect([log.stored.length, tracker.waiting]).toEqual([0, 1]);
  });

  it.each([
    ["ahead", 9 * 3600],
    ["behind", -9 * 3600],
  ])("records by the server's clock when that of the phone is hours %s", async (_name, ahead_s) => {
    const { app, tracker } = await trackerWith(log.call);
    const limit = snapshot({ duty: { on: true, since: "", limit_at: "2026-05-04 10:30:00" } });
    app.clock = { ahead_s };
    const phones = (clock: Date) => new Date(clock.getTime() + 1000 * ahead_s);
    Object.assign(tracker, { parts: { ...partsOf(tracker), now: () => phones(NOW) } });
    await tracker.keep(place(ahead_s));
    app.data = limit;
    const late = new Date("2026-05-04T10:31:00Z");
    Object.assign(tracker, { parts: { ...partsOf(tracker), now: () => phones(late) } });
    await tracker.keep(place(ahead_s + 1860, 5));
    expect(log.stored.length + tracker.waiting).toBe(1);
  });

  it("tells how many positions are still on the phone, also when it opened before the first load", async () => {
    const { store, tracker } = await trackerWith(() => Promise.reject(new Unreachable()));
    await store.add({ ...place(0), user: "7" });
    expect([tracker.waiting, await tracker.sendAndCount()]).toEqual([0, 1]);
    Object.assign(tracker, { parts: { ...partsOf(tracker), call: log.call } });
    expect([await tracker.sendAndCount(), log.stored.length]).toEqual([0, 1]);
  });

  it("has a gap on a full phone and goes on when there is room", async () => {
    const { app, store, tracker } = await trackerWith(log.call);
    app.around.makeRoom = vi.fn(() => Promise.resolve());
    const full = vi
      .spyOn(store, "add")
      .mockRejectedValue(new DOMException("full", "QuotaExceededError"));
    await tracker.keep(place(0));
    // the map that was taken along is worth more than one position
    expect(app.around.makeRoom).not.toHaveBeenCalled();
    full.mockRestore();
    await tracker.keep(place(5));
    expect(log.stored.map(({ at }) => at)).toEqual([place(5).at]);
  });

  it("leaves the positions of another user of the phone alone", async () => {
    const { store, tracker } = await trackerWith(log.call);
    await store.add({ ...place(0), user: "8" });
    await tracker.flush();
    expect(log.stored).toEqual([]);
    expect(await store.count("8")).toBe(1);
  });

  it("loses nothing, whatever the network does", async () => {
    const fault = fc.constantFrom(new Unreachable(), new SignedOut(), null);
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 12 }), async (faults) => {
        const { stored, call } = server();
        const scripted: typeof call = (path, params) => {
          const next = faults.shift();
          return next ? Promise.reject(next) : call(path, params);
        };
        const { tracker } = await trackerWith(scripted);
        for (let step = 0; step < 12; step++) {
          await tracker.keep(place(step * 20, step));
          await tracker.flush();
        }
        faults.length = 0;
        await tracker.flush();
        expect(stored.map(({ latitude }) => latitude)).toEqual(
          Array.from({ length: 12 }, (_one, step) => 60 + step * 0.001),
        );
      }),
      { numRuns: 25 },
    );
  });
});

describe("how often", () => {
  it("keeps a move, and a stop once a minute", () => {
    expect(isWorth(null, place(0))).toBe(true);
    expect(isWorth(place(0), place(5, 1))).toBe(true);
    expect(isWorth(place(0), place(20))).toBe(false);
    expect(isWorth(place(0), { ...place(20), speed: 10 })).toBe(true);
    expect(isWorth(place(0), place(60))).toBe(true);
    expect(isWorth(place(10), place(10, 5))).toBe(false);
    expect(isWorth(place(0), { ...place(5, 1), accuracy_m: 300 })).toBe(false);
  });
});

describe("duty on the phone", () => {
  const change = (kind: string, data: Snapshot) =>
    trackReducers[kind](data, { uuid: "", kind, at: "2026-05-04 10:00:00", number: 1, data: {} })
      .track as Track;

  it("ends by itself at the limit", () => {
    const off = snapshot({ duty: { on: false, since: "", limit_at: "" } });
    expect(change("start_duty", off).duty.limit_at).toBe("2026-05-04 18:00:00");
    const hours = {
      limited: true,
      from: "2026-05-04 06:00:00",
      until: "2026-05-04 15:00:00",
      longest_h: 12,
    };
    const limited = snapshot({ duty: { on: false, since: "", limit_at: "" }, hours });
    expect(change("start_duty", limited).duty.limit_at).toBe("2026-05-04 15:00:00");
    const track = limited.track as Track;
    expect(mayStart(track, NOW)).toBe(true);
    expect(mayStart(track, new Date("2026-05-04T15:00:00Z"))).toBe(false);
    expect(mayStart({ ...track, hours: { ...hours, from: "", until: "" } }, NOW)).toBe(false);
  });

  it.each([
    ["ahead", 9 * 3600],
    ["behind", -9 * 3600],
  ])("is offered when a clock hours %s was set right without a network", async (_name, ahead_s) => {
    const hours = {
      limited: true,
      from: "2026-05-04 06:00:00",
      until: "2026-05-04 15:00:00",
      longest_h: 12,
    };
    const { app } = await trackerWith(server().call, snapshot({ hours }));
    app.clock = { since: "2026-05-04 09:30:00", ahead_s };
    app.link = "offline";
    vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
    const track = trackOf(app) as Track;
    const offered = offersDuty(app, track);
    const late = offersDuty(app, track, new Date("2026-05-04T16:00:00Z"));
    app.link = "online"; // a load has told the clock: it alone decides
    const asked = offersDuty(app, track);
    vi.useRealTimers();
    expect([offered, late, asked]).toEqual([true, ahead_s > 0, ahead_s > 0]);
  });

  it("ends with the consent", () => {
    expect(isSharing(change("withdraw_consent", snapshot()), NOW)).toBe(false);
    expect(isSharing(change("end_duty", snapshot()), NOW)).toBe(false);
  });

  it("leaves users alone who are no rep", () => {
    const nobody = { ...snapshot(), track: false };
    expect(
      trackReducers.start_duty(nobody, { uuid: "", kind: "", at: "", number: 1, data: {} }),
    ).toBe(nobody);
  });
});

it("shows gaps as gaps", () => {
  const seen = (at: string, until: string, after_gap = false) => ({
    at,
    until,
    after_gap,
    latitude: 60,
    longitude: 24,
    accuracy_m: 5,
    mark: "",
  });
  const pieces = piecesOf([seen("1", "2"), seen("3", "4"), seen("8", "9", true)]);
  expect(pieces).toEqual([
    { from: "1", until: "4", count: 2, gap: false },
    { from: "4", until: "8", count: 0, gap: true },
    { from: "8", until: "9", count: 1, gap: false },
  ]);
});
