/** Visit page, report, customers and what is near: what the phone shows before the server has said anything. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Customer } from "../src/app/customers/data";
import { dialled } from "../src/app/customers/facts";
import { customerReducers } from "../src/app/customers/reducers";
import { matching } from "../src/app/customers/screens";
import { documentsFor } from "../src/app/documents/documents";
import { momentIn, nextDay } from "../src/app/moments";
import { byDistance } from "../src/app/near/around";
import { bearing, metresBetween, offset, turn } from "../src/app/near/geo";
import { headingOf, labelsIn, onRadar, seenFrom } from "../src/app/near/sky";
import { project } from "../src/app/project";
import { missingIn, reportOf, type Report } from "../src/app/report/data";
import { changesIn, draftOf } from "../src/app/report/draft";
import { fit } from "../src/app/report/photo";
import { reportReducers } from "../src/app/report/reducers";
import type { AppEvent, Snapshot, Visit } from "../src/app/types";
import { nextStep, visitReducers } from "../src/app/visit/steps";

const REDUCERS = { ...visitReducers, ...reportReducers, ...customerReducers };
const OUTCOMES = [
  { id: 1, name: "Ordered", step: "check_out", kind: "success", needs: ["products", "signature"] },
  { id: 2, name: "Nobody there", step: "skip", kind: "not_met", needs: [] },
  { id: 3, name: "Moved", step: "move", kind: "customer", needs: [] },
  {
    id: 4,
    name: "Interested",
    step: "check_out",
    kind: "success",
    needs: ["next_step", "note", "photo"],
  },
];

function visit(more: Partial<Visit> = {}): Visit {
  const agenda = [{ id: 5, text: "Samples", done: false }];
  return { visit_id: 7, state: "planned", travel_started_at: "", agenda, ...more } as Visit;
}

function day(stop = visit(), more: Record<string, unknown> = {}): Snapshot {
  return {
    today: "2026-03-02",
    outcomes: OUTCOMES,
    report: { required: true },
    route: { stops: [stop, visit({ visit_id: 8 })] },
    customers: [customer("Kallio", 60.18, 24.95)],
    ...more,
  } as unknown as Snapshot;
}

let number = 0;
function event(kind: string, data: Record<string, unknown> = {}): AppEvent {
  number += 1;
  const at = "2026-03-02 08:00:00";
  return { uuid: "u" + number, kind, at, number, data: { visit_id: 7, ...data } };
}

function after(...events: AppEvent[]): Visit {
  return project(day(), events, REDUCERS).route?.stops[0] as Visit;
}

let serial = 0;
function customer(name: string, latitude: number, longitude: number, more = {}): Customer {
  serial += 1;
  const known = { kind: "partner", id: serial, name, latitude, longitude, has_position: true };
  return { ...known, address: "Street 1", phone: "+358 40 123 456", ...more } as Customer;
}

describe("the flow of a visit", () => {
  it("goes from setting out to check-out, step by step", () => {
    const steps = [after()];
    for (const kind of ["start_travel", "check_in", "check_out"])
      steps.push(
        project(day(steps[steps.length - 1]), [event(kind)], REDUCERS).route?.stops[0] as Visit,
      );
    expect(steps.map(nextStep)).toEqual(["start_travel", "check_in", "check_out", null]);
    expect(steps[3].state).toBe("done");
  });

  it("ends when it is skipped or moved", () => {
    expect(nextStep(after(event("skip_visit", { outcome_id: 2 })))).toBe(null);
    expect(reportOf(after(event("skip_visit", { outcome_id: 2 }))).outcome).toBe("Nobody there");
    const moved = project(day(), [event("move_visit", { outcome_id: 3 })], REDUCERS);
    expect(moved.route?.stops.map((stop) => stop.visit_id)).toEqual([8]);
  });

  it("ticks points of the agenda of its visit alone", () => {
    const told = project(day(), [event("tick_agenda", { agenda_id: 5, done: true })], REDUCERS);
    const ticks = told.route?.stops.map((stop) => (stop.agenda as { done: boolean }[])[0].done);
    expect(ticks).toEqual([true, false]);
  });

  it("changes nothing of what was loaded", () => {
    const loaded = day();
    const before = JSON.stringify(loaded);
    project(
      loaded,
      [
        event("check_in"),
        event("tick_agenda", { agenda_id: 5, done: true }),
        event("add_photo"),
        event("move_visit"),
        event("add_lead", { name: "New" }),
      ],
      REDUCERS,
    );
    expect(JSON.stringify(loaded)).toBe(before);
  });
});

describe("the report", () => {
  const missing = (report: Partial<Report>) =>
    missingIn({ ...reportOf(visit()), ...report }, day());

  it("asks for an outcome where the company wants one", () => {
    expect(missing({})).toEqual(["outcome"]);
    expect(missingIn(reportOf(visit()), day(visit(), { report: { required: false } }))).toEqual([]);
  });

  it("asks for what the outcome needs and is not there", () => {
    expect(missing({ outcome_id: 1 })).toEqual(["products", "signature"]);
    expect(missing({ outcome_id: 4, note: "  " })).toEqual(["next_step", "note", "photo"]);
    expect(missing({ outcome_id: 4, note: "Fine", hasNews: true })).toEqual(["photo"]);
  });

  it("is complete with what was taken and is not yet sent", () => {
    const line = { product_id: 0, name: "Coffee", quantity: 2, note: "" };
    const done = after(
      event("check_in"),
      event("save_report", { outcome_id: 1, lines: [line] }),
      event("add_signature", { name: "Maria" }),
    );
    expect(missingIn(reportOf(done), day())).toEqual([]);
    expect(reportOf(done).pictures[0]).toMatchObject({ kind: "signature", name: "Maria", url: "" });
    expect(reportOf(done).outcome).toBe("Ordered");
  });

  it("sends only what was changed", () => {
    const known = visit({ report: { outcome_id: 1, note: "Old", lines: [], next_step: false } });
    const draft = draftOf(known);
    expect(changesIn(draft, known)).toEqual({});
    const lines = [{ product_id: 0, name: "Tea", quantity: 1, note: "" }];
    expect(changesIn({ ...draft, note: "New", lines }, known)).toEqual({
      note: "New",
      lines: [{ name: "Tea", quantity: 1, note: "" }],
    });
  });

  it("names a new opportunity that nobody named after the customer: the server refuses one without", () => {
    const known = visit({ customer: "Café Kallio" });
    const changes = (name?: string) =>
      changesIn({ ...draftOf(known), opportunity: { name, lead_id: name ?? 7 } as never }, known);
    expect(changes(" ")).toMatchObject({ opportunity: { name: "Café Kallio" } });
    expect(changes("A grinder")).toMatchObject({ opportunity: { name: "A grinder" } });
    expect(changes()).toEqual({ opportunity: { name: undefined, lead_id: 7 } });
  });

  it("makes photos small and keeps their shape", () => {
    expect(fit(4000, 3000, 1600)).toEqual([1600, 1200]);
    expect(fit(300, 200, 1600)).toEqual([300, 200]);
    expect(fit(10000, 1, 1600)).toEqual([1600, 1]);
  });
});

describe("customers", () => {
  it("are found by every word of name, address and number", () => {
    const all = [customer("Café Kallio", 60, 25), customer("Bar Kallio", 60, 25, { phone: "" })];
    expect(matching(all, "kallio bar").map(({ name }) => name)).toEqual(["Bar Kallio"]);
    expect(matching(all, "40123").map(({ name }) => name)).toEqual(["Café Kallio"]);
    expect(matching(all, "  ")).toBe(all);
  });

  it("show at once that a visit was asked for, and a lead that was added", () => {
    const known = day().customers as Customer[];
    const asked = project(
      day(undefined, { customers: known }),
      [
        event("add_to_today", { customer: { kind: "partner", id: known[0].id } }),
        event("add_lead", { name: "Bakery", latitude: 60.1, longitude: 24.9 }),
      ],
      REDUCERS,
    ).customers as Customer[];
    expect(asked.map(({ name, isNew, isAsked }) => [name, isNew, isAsked])).toEqual([
      ["Bakery", true, undefined],
      ["Kallio", undefined, true],
    ]);
  });

  it("are dialled by digits", () => {
    expect(dialled("+358 (0)40 123-45")).toBe("+35804012345");
    expect(dialled("040/1 2+3")).toBe("040123");
  });

  it("are shown what is meant for them first", () => {
    const documents = [
      { id: 1, tags: [] },
      { id: 2, tags: ["Café"] },
      { id: 3, tags: ["Hotel"] },
    ];
    const found = documentsFor({ documents } as unknown as Snapshot, ["Café"]);
    expect(found.map(({ id }) => id)).toEqual([2, 1]);
  });
});

describe("what is near", () => {
  it("is sorted by distance, each once, with a position", () => {
    const near = customer("Near", 60.171, 24.94);
    const far = customer("Far", 60.3, 24.94);
    const nowhere = customer("Nowhere", 0, 0, { has_position: false });
    const found = byDistance([far, near, nowhere, near], { latitude: 60.17, longitude: 24.94 });
    expect(found.map(({ customer: { name } }) => name)).toEqual(["Near", "Far"]);
    expect(found[0].metres).toBeCloseTo(111.2, 0);
  });

  const place = fc.record({
    latitude: fc.double({ min: -85, max: 85, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });

  it("is as far there as back, and not farther than half round the earth", () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const metres = metresBetween(one, other);
        expect(metres).toBeCloseTo(metresBetween(other, one), 3);
        expect(metres).toBeGreaterThanOrEqual(0);
        expect(metres).toBeLessThanOrEqual(20_015_115);
      }),
    );
  });

  it("lies in a direction of the compass", () => {
    const here = { latitude: 60, longitude: 25 };
    expect(bearing(here, { latitude: 61, longitude: 25 })).toBeCloseTo(0);
    expect(bearing(here, { latitude: 59, longitude: 25 })).toBeCloseTo(180);
    expect(bearing(here, { latitude: 60, longitude: 25.01 })).toBeCloseTo(90, 1);
    expect(
      bearing({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 }),
    ).toBeCloseTo(90);
  });

  it("is to the right or the left of where the phone looks", () => {
    expect(offset(10, 350)).toBe(20);
    expect(offset(350, 10)).toBe(-20);
    expect(offset(180, 0)).toBe(180);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 359 }),
        (one, other) => {
          expect(turn(one)).toBeGreaterThanOrEqual(0);
          expect(turn(one)).toBeLessThan(360);
          expect(Math.abs(offset(one, other))).toBeLessThanOrEqual(180);
        },
      ),
    );
  });
});

describe("days and moments", () => {
  it("counts days over the end of a month", () => {
    expect(nextDay("2026-02-28")).toBe("2026-03-01");
    expect(nextDay("2026-12-31", 7)).toBe("2027-01-07");
  });

  it("takes the clock of the rep, also beside a change of clocks", () => {
    expect(momentIn("2026-01-15", "09:30", "Europe/Helsinki")).toBe("2026-01-15 07:30:00");
    expect(momentIn("2026-07-15", "09:30", "Europe/Helsinki")).toBe("2026-07-15 06:30:00");
    expect(momentIn("2026-03-29", "09:00", "Europe/Helsinki")).toBe("2026-03-29 06:00:00");
    expect(momentIn("2026-10-25", "02:00", "Europe/Helsinki")).toBe("2026-10-24 23:00:00");
    expect(momentIn("2026-07-15", "09:30", "Asia/Shanghai")).toBe("2026-07-15 01:30:00");
  });
});

describe("looking around", () => {
  const here = { latitude: 60.17, longitude: 24.94 };
  const upright = { beta: 90, gamma: 0, absolute: true };

  it("knows where an upright phone looks", () => {
    expect(headingOf({ alpha: 0, ...upright })).toBeCloseTo(0);
    expect(headingOf({ alpha: 270, ...upright })).toBeCloseTo(90);
    expect(headingOf({ alpha: 90, ...upright })).toBeCloseTo(270);
    expect(headingOf({ alpha: 1, beta: 2, gamma: 3, webkitCompassHeading: 123 })).toBe(123);
  });

  it("says so when the phone does not know north", () => {
    expect(headingOf({ alpha: 10, beta: 90, gamma: 0, absolute: false })).toBe(null);
    expect(headingOf({ alpha: null, beta: null, gamma: null, absolute: true })).toBe(null);
  });

  it("shows who is ahead, the nearest first, and nobody behind", () => {
    const found = byDistance(
      [
        customer("North", 60.18, 24.94),
        customer("Further north", 60.19, 24.94),
        customer("South", 60.16, 24.94),
      ],
      here,
    );
    const labels = labelsIn(seenFrom(here, found), 0);
    expect(labels.map(({ seen, lane }) => [seen.customer.name, lane])).toEqual([
      ["North", 0],
      ["Further north", 1],
    ]);
    expect(labels[0].x).toBeCloseTo(0.5);
  });

  it("never lays a label over another, whoever is around", () => {
    const spots = fc.array(
      fc.record({
        latitude: fc.double({ min: 60.1, max: 60.25, noNaN: true }),
        longitude: fc.double({ min: 24.8, max: 25.1, noNaN: true }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(spots, fc.integer({ min: 0, max: 359 }), (all, heading) => {
        const found = byDistance(
          all.map(({ latitude, longitude }) => customer("x", latitude, longitude)),
          here,
        );
        const labels = labelsIn(seenFrom(here, found), heading);
        for (const { x } of labels) expect(Math.abs(x - 0.5)).toBeLessThanOrEqual(0.2700001);
        for (const one of labels)
          for (const other of labels)
            if (one !== other && one.lane === other.lane)
              expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(0.46);
        for (const seen of seenFrom(here, found)) {
          const { x, y } = onRadar(seen, heading, 5000);
          expect(Math.hypot(x, y)).toBeLessThanOrEqual(1.0000001);
        }
      }),
    );
  });
});
