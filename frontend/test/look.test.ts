import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildScale } from "../src/colors";
import { withDefaults } from "../src/labels";
import { MOST_VALUES } from "../src/look/categories";
import { daysPast } from "../src/look/days";
import { parseBounds, type Look, type LookField } from "../src/look/look";
import { buildMarks, SHAPES } from "../src/look/marks";
import { createMap, type FieldVisitMap } from "../src/map";
import { LookState } from "../src/look/state";
import type { Columns, FieldInfo, Value } from "../src/types";
import { customers } from "./make";

const labels = withDefaults();

function columnsOf(info: FieldInfo, values: Value[], change: Partial<Columns> = {}): Columns {
  const columns = customers(values.map((_, i) => [60 + i / 100, 24]));
  columns.fields.x = info;
  columns.columns.x = values;
  return { ...columns, color: "x", today: "2026-03-10", ...change };
}

function steps(info: FieldInfo, values: Value[], look: Look = {}): [string, number][] {
  const scale = buildScale(columnsOf(info, values), labels, "en", look);
  return scale.steps.map((step) => [step.label, step.count]);
}

const SCORE: FieldInfo = { label: "Score", kind: "number" };
const DUE: FieldInfo = { label: "Next visit", kind: "date", due: true };
const TAGS: FieldInfo = { label: "Tags", kind: "many2many", values: { 3: "Coffee", 7: "Cake" } };

describe("steps of numbers", () => {
  it("are equally wide when asked for", () => {
    const look: Look = { steps: { mode: "equal" } };
    expect(steps(SCORE, [0, 1, 2, 50, 100], look).map(([, count]) => count)).toEqual([
      3, 0, 1, 0, 1,
    ]);
    expect(steps(SCORE, [7, 7], look)).toEqual([["7", 2]]);
  });

  it("begin at the user's own values", () => {
    const look: Look = { steps: { mode: "fixed", bounds: [20, 50] } };
    expect(steps(SCORE, [10, 20, 49, 50, 90, false], look)).toEqual([
      ["< 20", 1],
      ["20 – <50", 2],
      ["50 – 90", 2],
      ["Not set", 1],
    ]);
  });

  it("keep a step of own values that holds nothing, so that maps can be compared", () => {
    const look: Look = { steps: { mode: "fixed", bounds: [20, 200] } };
    expect(steps(SCORE, [10, 30], look)).toEqual([
      ["< 20", 1],
      ["20 – <200", 1],
      ["≥ 200", 0],
    ]);
  });

  it("are read from what people type", () => {
    expect(parseBounds(" 20  50; 80 ")).toEqual([20, 50, 80]);
    expect(parseBounds("2,5 7,5")).toEqual([2.5, 7.5]);
    expect(parseBounds("−30 0")).toEqual([-30, 0]);
    for (const wrong of ["50 20", "20 20", "a lot", "1 x"]) expect(parseBounds(wrong)).toBeNull();
  });
});

describe("days", () => {
  it("are counted from the user's today", () => {
    expect(daysPast("2026-03-09", "2026-03-10")).toBe(1);
    expect(daysPast("2026-03-10 23:59", "2026-03-10")).toBe(0);
    expect(daysPast("2026-04-09", "2026-03-10")).toBe(-30);
    expect(daysPast(false, "2026-03-10")).toBeNull();
    expect(daysPast("soon", "2026-03-10")).toBeNull();
  });

  it("tell what is overdue, and for how long", () => {
    const dates = ["2026-03-09", "2026-03-03", "2026-03-02", "2026-02-08", "2026-02-07", false];
    expect(steps(DUE, dates)).toEqual([
      ["1–7 days overdue", 2],
      ["8–30 days overdue", 2],
      ["31–90 days overdue", 1],
      ["Not set", 1],
    ]);
  });

  it("tell what is to come, and leave out what nothing falls into", () => {
    expect(steps(DUE, ["2026-03-10", "2026-03-17", "2026-03-18", "2026-04-10"])).toEqual([
      ["In > 30 days", 1],
      ["In 8–30 days", 1],
      ["In 0–7 days", 2],
    ]);
    expect(steps({ ...DUE, due: false }, ["2025-01-01"])).toEqual([["> 90 days ago", 1]]);
  });

  it("become periods when the search bar groups by them", () => {
    const dates = ["2026-02-11", "2026-01-31", "2026-02-01", false];
    expect(steps(DUE, dates, { color: "x:month" })).toEqual([
      ["January 2026", 1],
      ["February 2026", 2],
      ["Not set", 1],
    ]);
    expect(steps(DUE, dates, { color: "x:quarter" })[0]).toEqual(["2026 Q1", 3]);
    expect(steps(DUE, dates, { color: "x:year" })[0]).toEqual(["2026", 3]);
    expect(steps(DUE, ["2026-02-08", "2026-02-09"], { color: "x:week" })).toHaveLength(2);
  });
});

describe("tags", () => {
  const values = ["3,7", "7", false];

  it("count each record for every tag of it", () => {
    expect(steps(TAGS, values)).toEqual([
      ["Cake", 2],
      ["Coffee", 1],
      ["Not set", 1],
    ]);
  });

  it("show a record as long as one of its tags is on, in the colour of that one", () => {
    const look = new LookState(labels, "en");
    look.set(columnsOf(TAGS, values));
    look.hiddenSteps.add("7");
    const shown = look.rowFilter();
    expect([0, 1, 2].map(shown)).toEqual([true, false, true]);
    const scale = look.filtered();
    expect(scale.steps[scale.stepOf[0]].label).toBe("Coffee");
  });
});

describe("many values", () => {
  it("are cut to a legend that can be read, and nothing is lost", () => {
    const cities = Array.from({ length: 60 }, (_, i) => "City " + String(i % 40));
    const found = steps({ label: "City", kind: "text" }, [...cities, "City 39"]);
    expect(found).toHaveLength(MOST_VALUES);
    expect(found[found.length - 1][0]).toBe("21 other values");
    expect(found.reduce((sum, [, count]) => sum + count, 0)).toBe(61);
    expect(found.map(([label]) => label)).toContain("City 1");
  });
});

describe("shapes and icons", () => {
  it("follow their fields, and the last shape stands for all further values", () => {
    const values = Array.from({ length: 10 }, (_, i) => "V" + String(i));
    const columns = columnsOf({ label: "X", kind: "text" }, values, { shape: "x" });
    const { shape, icon } = buildMarks(columns, labels, "en");
    expect(icon).toBeNull();
    expect(shape?.steps.map((step) => step.mark)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 7, 7]);
    expect(SHAPES).toHaveLength(8);
  });
});

describe("the chooser", () => {
  const FIELDS: LookField[] = [
    { name: "grade", label: "Grade", kind: "selection", suggested: true },
    { name: "score", label: "Score", kind: "number", suggested: true },
    { name: "city", label: "City", kind: "text" },
  ];
  let element: HTMLElement;
  let map: FieldVisitMap;
  const lookChosen = vi.fn(() => Promise.resolve());

  const select = (name: string): HTMLSelectElement =>
    element.querySelector("[data-look=" + name + "]") as HTMLSelectElement;
  const choose = (name: string, value: string): void => {
    select(name).value = value;
    select(name).dispatchEvent(new Event("change"));
  };

  beforeEach(async () => {
    lookChosen.mockClear();
    element = document.createElement("div");
    document.body.append(element);
    map = createMap(element, {
      services: { lookFields: () => Promise.resolve(FIELDS), lookChosen },
    });
    const points = customers([
      [60, 24],
      [61, 25],
    ]);
    points.fields.score = { label: "Score", kind: "number" };
    points.columns.score = [10, 60];
    map.setProps({ points });
    await vi.waitFor(() => expect(select("color").options.length).toBe(4));
  });

  afterEach(() => {
    map.destroy();
    element.remove();
  });

  it("shows what colours the map and offers the fields in two groups", () => {
    expect(select("color").value).toBe("grade");
    const groups = [...element.querySelectorAll("[data-look=color] optgroup")];
    expect(groups.map((group) => group.getAttribute("label"))).toEqual([
      "Often used",
      "Other fields",
    ]);
  });

  it("asks for the colour chosen, and leaves shape and icon as they are", () => {
    choose("shape", "city");
    expect(lookChosen).toHaveBeenLastCalledWith({ color: "grade", shape: "city", icon: "" });
    choose("color", "score");
    expect(lookChosen).toHaveBeenLastCalledWith({ color: "score", shape: "city", icon: "" });
  });

  it("takes own steps of numbers and refuses what are none", () => {
    const points = map.viewState() && customers([[60, 24]]);
    points.fields.score = { label: "Score", kind: "number" };
    points.columns.score = [10];
    map.setProps({ points, look: { color: "score" } });
    choose("steps", "fixed");
    expect(lookChosen).not.toHaveBeenCalled();
    choose("bounds", "80 20");
    expect(lookChosen).not.toHaveBeenCalled();
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("rising order");
    choose("bounds", "20 80");
    const steps = { mode: "fixed", bounds: [20, 80] };
    expect(lookChosen).toHaveBeenLastCalledWith({ color: "score", shape: "", icon: "", steps });
  });

  it("shows everything again that the legend hides, also after another colour", () => {
    const item = (key: string): HTMLElement =>
      element.querySelector("[data-step='" + key + "']") as HTMLElement;
    const all = element.querySelector("[data-action=all]") as HTMLButtonElement;
    expect(all.hidden).toBe(true);
    item("A").click();
    expect([all.hidden, element.dataset.count]).toEqual([false, "1"]);
    all.click();
    expect([all.hidden, element.dataset.count]).toEqual([true, "2"]);
    item("A").click();
    map.setProps({ points: customers([[60, 24]]), look: { color: "city" } });
    map.setProps({ points: customers([[60, 24]]), look: { color: "grade" } });
    expect(element.dataset.count).toBe("1");
  });
});
