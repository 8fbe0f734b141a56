import { describe, expect, it } from "vitest";
import type { App } from "../src/app/app";
import {
  ask,
  isUnderWay,
  openStops,
  refusal,
  replanOf,
  replanReducers,
  unsent,
  type Replan,
} from "../src/app/replan/data";
import type { Customer } from "../src/app/customers/data";
import { candidatesOf, fitting } from "../src/app/replan/whom";
import type { AppEvent, Snapshot } from "../src/app/types";

const stop = (visit_id: number, state: string) => ({ visit_id, state, is_waypoint: false });
const DAY = {
  route: { id: 3, stops: [stop(1, "in_progress"), stop(2, "planned"), stop(4, "planned")] },
} as unknown as Snapshot;
const event = (kind: string, data: Record<string, unknown>) =>
  ({ kind, data }) as unknown as AppEvent;
const app = (more: Record<string, unknown>) =>
  ({ data: DAY, events: [], ...more }) as unknown as App;
const PROPOSED = { plan_id: 5, state: "proposed" } as Replan;

describe("a new rest of the day", () => {
  it("is none until one was asked for", () => {
    expect(replanOf({ ...DAY, replan: {} })).toBeNull();
    expect(replanOf(DAY)).toBeNull();
    expect(replanOf({ ...DAY, replan: PROPOSED })).toEqual(PROPOSED);
    expect(isUnderWay({ ...PROPOSED, state: "computing" })).toBe(true);
    expect(isUnderWay(PROPOSED)).toBe(false);
  });

  it("shows a visit that falls out as cancelled at once, and nothing else", () => {
    const after = replanReducers.ask_replan(
      DAY,
      event("ask_replan", { what: "cancelled", visit_id: 2 }),
    );
    expect(after.route?.stops.map((one) => one.state)).toEqual([
      "in_progress",
      "cancelled",
      "planned",
    ]);
    expect(replanReducers.ask_replan(DAY, event("ask_replan", { what: "urgent" }))).toBe(DAY);
  });

  it("is forgotten when declined and kept until the server has applied it", () => {
    const day = { ...DAY, replan: PROPOSED };
    expect(
      replanOf(replanReducers.answer_replan(day, event("answer_replan", { accept: false }))),
    ).toBeNull();
    expect(replanReducers.answer_replan(day, event("answer_replan", { accept: true }))).toBe(day);
  });

  it("knows what is not yet sent", () => {
    const sent = { ...event("ask_replan", {}), receipt: { state: "conflict" } };
    const open = event("ask_replan", { what: "rest" });
    expect(unsent(app({ events: [open, sent] }), "ask_replan")).toBe(open);
    expect(unsent(app({ events: [sent] }), "ask_replan")).toBeUndefined();
  });

  it("says why a question was refused, until there is another one", () => {
    const refused = {
      ...event("ask_replan", {}),
      receipt: { state: "conflict", message: "Over." },
    };
    expect(refusal(app({ events: [refused] }))).toBe("Over.");
    expect(refusal(app({ events: [refused, event("ask_replan", {})] }))).toBe("");
  });

  it("asks the server of this day alone, and goes on with what it knew without a network", async () => {
    const asked: unknown[] = [];
    const call = async (path: string, params: unknown) => (asked.push(path, params), PROPOSED);
    expect(await ask(app({ around: { call } }), { ...PROPOSED, state: "computing" })).toEqual(
      PROPOSED,
    );
    expect(asked[1]).toMatchObject({ args: [[3]], method: "get_replan" });
    const offline = { call: () => Promise.reject(new Error("offline")) };
    expect(await ask(app({ around: offline }), PROPOSED)).toBe(PROPOSED);
  });

  it("offers what may fall out", () => {
    expect(openStops(app({})).map((one) => one.visit_id)).toEqual([2, 4]);
  });
});

describe("an urgent visit", () => {
  const place = (kind: string, id: number, latitude: number, more = {}) =>
    ({ kind, id, latitude, longitude: 24.9, has_position: true, ...more }) as Customer;
  const here = { latitude: 60.1, longitude: 24.9 };
  const ids = (all: { customer: Customer }[]) => all.map(({ customer }) => customer.id);

  it("is for customers and leads, the nearest first", () => {
    const all = [place("partner", 1, 60.5), place("lead", 2, 60.2), place("lead", 1, 60.3)];
    const found = candidatesOf(app({}), all, here);
    expect(ids(found)).toEqual([2, 1, 1]);
    expect(found[0].metres).toBeGreaterThan(10_000);
    expect(ids(candidatesOf(app({}), all, null))).toEqual([1, 2, 1]);
  });

  it("is for nobody without a position, not yet sent, or planned for today already", () => {
    const stops = [
      { visit_id: 1, lead_id: 3, partner_id: 0, state: "planned" },
      { visit_id: 2, lead_id: 0, partner_id: 4, state: "done" },
    ];
    const day = app({ data: { route: { stops } } });
    const all = [
      place("lead", 3, 60.2),
      place("partner", 3, 60.2),
      place("partner", 4, 60.3),
      place("lead", -7, 60.2, { isNew: true }),
      place("lead", 8, 0, { has_position: false }),
    ];
    expect(candidatesOf(day, all, here).map(({ customer }) => customer)).toEqual([all[1], all[2]]);
  });

  it("shows as many as fit, and always whom the rep has chosen", () => {
    const all = Array.from({ length: 20 }, (_, id) => place("lead", id + 1, 60 + id / 100));
    const found = candidatesOf(app({}), all, null);
    expect(ids(fitting(found))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ids(fitting(found, { kind: "lead", id: 3 }))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ids(fitting(found, { kind: "lead", id: 15 }))).toEqual([15, 1, 2, 3, 4, 5, 6, 7]);
    expect(ids(fitting(found, { kind: "partner", id: 15 }))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
