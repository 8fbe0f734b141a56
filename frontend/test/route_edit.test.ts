import { beforeEach, describe, expect, it, vi } from "vitest";
import { RouteDraft } from "../src/route_edit/draft";
import { draftIn, stateOf } from "../src/route_edit/keep";
import { draftRoutes } from "../src/route_edit/props";
import type { Move } from "../src/route_edit/service";
import { customers } from "./make";
import { check, ORDERS, server } from "./route_server";

let draft: RouteDraft;
let service: ReturnType<typeof server>;
const refused = vi.fn();

beforeEach(async () => {
  refused.mockClear();
  service = server();
  draft = new RouteDraft(service, { changed: () => undefined, refused });
  await draft.load([1, 2]);
});

describe("a move", () => {
  const cases: [string, Move, Record<number, number[]>][] = [
    ["to the front", { visit_id: 102, route_id: 1, position: 1 }, { 1: [102, 100, 101] }],
    ["to the end by 0", { visit_id: 100, route_id: 1, position: 0 }, { 1: [101, 102, 100] }],
    ["to another route", { visit_id: 100, route_id: 2, position: 2 }, { 2: [103, 100, 104] }],
    ["out", { visit_id: 103, route_id: 0, position: 0 }, { 1: [100, 101, 102], 2: [104] }],
    ["beyond the end", { visit_id: 100, route_id: 2, position: 9 }, { 2: [103, 104, 100] }],
  ];
  it.each(cases)("leads %s", async (_name, move, wanted) => {
    const making = draft.move(move);
    expect(draft.isWaiting).toBe(true);
    for (const [id, order] of Object.entries(wanted))
      expect(draft.orders().get(Number(id))).toEqual(order);
    await making;
    expect(draft.isWaiting).toBe(false);
    for (const [id, order] of Object.entries(wanted))
      expect(draft.route(Number(id)).stops.map((stop) => stop.visit_id)).toEqual(order);
  });

  it("asks for the touched routes only, with the stamps of the beginning", async () => {
    await draft.move({ visit_id: 101, route_id: 1, position: 1 });
    expect(service.calls.pop()).toEqual([
      "check",
      [1],
      [{ visit_id: 101, route_id: 1, position: 1 }],
      { "1": "s1" },
    ]);
  });

  it("takes a visit out and names it", async () => {
    await draft.move({ visit_id: 101, route_id: 0, position: 0 });
    expect(draft.out()).toEqual([101]);
    expect(draft.name(101)).toBe("Customer 101");
    await draft.move({ visit_id: 101, route_id: 2, position: 1 });
    expect(draft.out()).toEqual([]);
  });

  it("is taken back when the server refuses it, with those made on top of it", async () => {
    await draft.move({ visit_id: 100, route_id: 2, position: 1 });
    service.check = () => Promise.reject(new Error("No."));
    const second = draft.move({ visit_id: 104, route_id: 1, position: 1 });
    const third = draft.move({ visit_id: 104, route_id: 1, position: 2 });
    await Promise.all([second, third]);
    expect(refused).toHaveBeenCalledTimes(1);
    expect(refused).toHaveBeenCalledWith("No.");
    expect(draft.moves).toHaveLength(1);
    expect(draft.orders().get(2)).toEqual([100, 103, 104]);
  });
});

describe("undo, discard, save", () => {
  it("undoes one move at a time", async () => {
    await draft.move({ visit_id: 100, route_id: 2, position: 1 });
    await draft.move({ visit_id: 101, route_id: 2, position: 1 });
    draft.undo();
    expect(draft.route(2).stops.map((stop) => stop.visit_id)).toEqual([100, 103, 104]);
    draft.undo();
    expect(draft.isEmpty).toBe(true);
    expect(draft.orders().get(1)).toEqual(ORDERS[1]);
  });

  it("discards everything", async () => {
    await draft.move({ visit_id: 100, route_id: 2, position: 1 });
    draft.discard();
    expect(draft.moves).toEqual([]);
    expect(draft.route(1).order).toEqual(ORDERS[1]);
  });

  it("saves the same moves and stands on the new routes", async () => {
    const moves = [{ visit_id: 100, route_id: 2, position: 1 }];
    await draft.move(moves[0]);
    expect(await draft.save()).toBe(true);
    expect(service.calls.pop()).toEqual(["save", moves, { "1": "s1", "2": "s2" }]);
    expect(draft.isEmpty).toBe(true);
    expect(draft.standing(2).order).toEqual([100, 103, 104]);
  });

  it("keeps the draft when saving is refused", async () => {
    await draft.move({ visit_id: 100, route_id: 2, position: 1 });
    service.save = () => Promise.reject(new Error("Changed by somebody else."));
    expect(await draft.save()).toBe(false);
    expect(refused).toHaveBeenCalledWith("Changed by somebody else.");
    expect(draft.moves).toHaveLength(1);
  });

  it("counts the broken rules of changed routes and of what was taken out", async () => {
    const broken = { code: "window", visit_id: 100, text: "Late." };
    const row = check(2, [100, 103, 104], { violations: [broken] });
    service.check = () =>
      Promise.resolve({
        fits: false,
        routes: [row],
        out: [],
        violations: [broken],
        stale: ["Old."],
      });
    await draft.move({ visit_id: 100, route_id: 2, position: 1 });
    expect(draft.broken()).toBe(2);
    expect(draft.stale()).toEqual(["Old."]);
  });
});

describe("a draft that is kept", () => {
  const moves = [
    { visit_id: 100, route_id: 2, position: 1 },
    { visit_id: 104, route_id: 1, position: 1 },
  ];

  it("goes on elsewhere with the stamps of its beginning", async () => {
    for (const move of moves) await draft.move(move);
    const state = JSON.parse(JSON.stringify(stateOf(draft.kept()))) as Record<string, unknown>;
    const other = new RouteDraft(service, { changed: () => undefined, refused });
    service.calls.length = 0;
    await other.load([1, 2]);
    await other.restore(draftIn(state) as NonNullable<ReturnType<typeof draftIn>>);
    expect(other.orders().get(1)).toEqual([104, 101, 102]);
    expect(service.calls.pop()).toEqual(["check", [2, 1], moves, { "1": "s1", "2": "s2" }]);
    other.undo();
    await vi.waitFor(() => expect(other.isWaiting).toBe(false));
    expect(other.route(2).stops.map((stop) => stop.visit_id)).toEqual([100, 103, 104]);
  });

  it("keeps the stamps of its beginning when the routes are read again", async () => {
    await draft.move(moves[0]);
    const routes = [check(1, ORDERS[1], { stamp: "new" }), check(2, ORDERS[2])];
    const ask = service.check;
    service.check = () =>
      Promise.resolve({ fits: true, routes, out: [], violations: [], stale: [] });
    await draft.load([1, 2]);
    service.check = ask;
    await draft.move(moves[1]);
    expect(service.calls.pop()?.[3]).toEqual({ "1": "s1", "2": "s2" });
  });

  it.each([
    ["nothing", {}],
    ["a text", { routeEdit: "x" }],
    ["no moves", { routeEdit: { moves: [], stamps: {} } }],
    ["a move without a place", { routeEdit: { moves: [{ visit_id: 1 }], stamps: {} } }],
    [
      "a move of half a visit",
      { routeEdit: { moves: [{ ...moves[0], visit_id: 0.5 }], stamps: {} } },
    ],
    ["stamps that are none", { routeEdit: { moves, stamps: { "1": 7 } } }],
  ])("is not read from %s", (_name, state) => {
    expect(draftIn(state)).toBeNull();
  });
});

describe("the routes to draw", () => {
  const columns = customers([
    [60, 24],
    [60.1, 24],
    [60.2, 24],
    [60.3, 24],
  ]);
  const given = [
    { id: "1", name: "One", stops: [0, 1, 2], start: { lat: 60, lon: 24 } },
    { id: "2", name: "Two", stops: [3] },
    { id: "x", name: "Of another kind", stops: [] },
  ];
  const draw = (day: string) => draftRoutes(given, draft, columns, day, (id) => "#00000" + id);

  it("follow the draft, with legs and in their own colour", async () => {
    await draft.move({ visit_id: 100, route_id: 2, position: 1 });
    const [one, two, other] = draw("");
    expect(one.stops).toEqual([1, 2]);
    // 104 is hidden by the filter of the map: it keeps its place without a row
    expect(two.stops).toEqual([0, 3, -1]);
    expect(two.legs).toHaveLength(4);
    expect(two).toMatchObject({ color: "#000002", uniform: true });
    expect(one.start).toEqual({ lat: 60, lon: 24 });
    expect(other).toBe(given[2]);
  });

  it("have no figures while these are awaited", () => {
    void draft.move({ visit_id: 100, route_id: 2, position: 1 });
    expect(draw("")[1].legs).toEqual([]);
  });

  it("are those of the chosen day, and what was changed", async () => {
    expect(draw("2026-11-24").map((r) => Boolean(r.hidden))).toEqual([false, false, false]);
    await draft.move({ visit_id: 100, route_id: 1, position: 2 });
    expect(draw("2026-11-25").map((r) => Boolean(r.hidden))).toEqual([false, true, false]);
  });
});
