import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createOdooMap, type OdooMap } from "../src/odoo/bridge";
import { parseArch, type OdooHost } from "../src/odoo/host";
import { choose, LOOK_KEY, lookOf } from "../src/odoo/memory";
import { customers } from "./make";

const ARCH =
  '<field_visit_map lat="a" lon="b" color="grade"><!-- popup --><field name="city"/><field name="phone"/></field_visit_map>';
const THREE: [number, number][] = [
  [60, 24],
  [61, 25],
  [62, 26],
];

const FIELDS = [
  { name: "grade", label: "Grade", kind: "selection", suggested: true },
  { name: "city", label: "City", kind: "text", suggested: false },
];

/** What the parts of the map ask. */
const ANSWERS: Record<string, unknown> = {
  get_map_fields: FIELDS,
  get_place_tools: { create: [], move: false },
  get_unplaced: [],
  get_draw_tools: { create: false, edit: false },
};

/** Answer the next questions for data one after the other. */
function answerData(host: FakeHost, answer: () => Promise<unknown>): void {
  host.call.mockImplementation((_model: string, method: string) =>
    method === "get_map_data" ? answer() : Promise.resolve(ANSWERS[method]),
  );
}

let maps: OdooMap[] = [];
let keys = 0;
let element: HTMLElement;

interface FakeHost extends OdooHost {
  search: { domain: unknown[]; groupBy: string[]; context: Record<string, unknown> };
  call: ReturnType<typeof vi.fn> & OdooHost["call"];
}

function fakeHost(): FakeHost {
  const search: FakeHost["search"] = { domain: [["id", ">", 0]], groupBy: [], context: {} };
  const data = { ...customers(THREE), routes: [] };
  const answers: Record<string, unknown> = { ...ANSWERS, get_map_data: data };
  return {
    model: "res.partner",
    view: parseArch(ARCH),
    key: "test" + String(++keys),
    search,
    domain: () => search.domain,
    groupBy: () => search.groupBy,
    context: () => search.context,
    call: vi.fn((_model: string, method: string) =>
      Promise.resolve(answers[method]),
    ) as unknown as FakeHost["call"],
    open: vi.fn(),
    run: vi.fn(() => Promise.resolve()),
    reload: vi.fn(() => Promise.resolve()),
    notify: vi.fn(),
  };
}

function make(host: OdooHost): OdooMap {
  const map = createOdooMap(element, {}, host);
  maps.push(map);
  return map;
}

beforeEach(() => {
  element = document.createElement("div");
  document.body.append(element);
});

afterEach(() => {
  for (const map of maps) map.destroy();
  maps = [];
  element.remove();
});

describe("the view's arch", () => {
  it("is read from text and from a node alike", () => {
    const node = new DOMParser().parseFromString(ARCH, "text/xml").documentElement;
    expect(parseArch(node)).toEqual(parseArch(ARCH));
    expect(parseArch(ARCH)).toMatchObject({ lat: "a", route: "", fields: ["city", "phone"] });
  });
});

describe("loading", () => {
  it("asks for what the search bar says and shows it", async () => {
    const host = fakeHost();
    await make(host).load();
    const [model, method, args, kwargs] = host.call.mock.calls.find(
      (call) => call[1] === "get_map_data",
    ) as unknown[];
    expect([model, method, args]).toEqual(["field.visit.map", "get_map_data", ["res.partner"]]);
    expect(kwargs).toMatchObject({
      domain: [["id", ">", 0]],
      color: "grade",
      fields: [],
    });
    expect(element.dataset.count).toBe("3");
  });

  it("shows the answer to the latest question, whichever comes first", async () => {
    const host = fakeHost();
    const waiting: ((answer: unknown) => void)[] = [];
    answerData(host, () => new Promise((resolve) => waiting.push(resolve)));
    const map = make(host);
    const loads = [map.load(), map.load()];
    waiting[1]({ ...customers(THREE), routes: [] });
    waiting[0]({ ...customers([[60, 24]]), routes: [] });
    await Promise.all(loads);
    expect(element.dataset.count).toBe("3");
  });

  it("tells a refusal in the server's sentence", async () => {
    const host = fakeHost();
    answerData(host, () => Promise.reject(new Error("You may not read this.")));
    await make(host).load();
    expect(host.notify).toHaveBeenCalledWith("You may not read this.", "danger");
  });

  it("falls back on the view's own colour when a group-by cannot be shown", async () => {
    const host = fakeHost();
    host.search.groupBy = ["nonsense"];
    let asked = 0;
    answerData(host, () =>
      asked++
        ? Promise.resolve({ ...customers(THREE), routes: [] })
        : Promise.reject(new Error("nonsense cannot be shown.")),
    );
    await make(host).load();
    expect(host.notify).toHaveBeenCalledWith("nonsense cannot be shown.", "danger");
    expect(element.dataset.count).toBe("3");
    const colors = host.call.mock.calls
      .filter((call) => call[1] === "get_map_data")
      .map((call) => (call[3] as { color: string }).color);
    expect(colors).toEqual(["nonsense", "grade"]);
  });

  it("opens a record with the others to leaf through", async () => {
    const host = fakeHost();
    await make(host).load();
    element.querySelector<HTMLButtonElement>("[data-point='101']")?.click();
    element.querySelector<HTMLButtonElement>("[data-action=open]")?.click();
    expect(host.open).toHaveBeenCalledWith(101, [100, 101, 102]);
  });

  it("lists the records without a position", async () => {
    const host = fakeHost();
    const missing = { missing: { count: 1, ids: [7] } };
    answerData(host, () => Promise.resolve({ ...customers(THREE, missing), routes: [] }));
    await make(host).load();
    element.querySelector<HTMLButtonElement>(".fvr-missing [data-action=missing]")?.click();
    const list = ".fvr-unplaced [data-action=missing]";
    await vi.waitFor(() => expect(element.querySelector(list)).toBeTruthy());
    element.querySelector<HTMLButtonElement>(list)?.click();
    expect(host.run).toHaveBeenCalledWith(
      expect.objectContaining({ res_model: "res.partner", domain: [["id", "in", [7]]] }),
    );
  });
});

describe("memory", () => {
  it("comes back to the same view and the same legend", async () => {
    const host = fakeHost();
    const map = make(host);
    await map.load();
    element.querySelector<HTMLButtonElement>("[data-step=A]")?.click();
    map.setProps({ points: customers(THREE), look: { color: "grade" }, fit: false });
    const before = map.viewState();
    map.destroy();
    const again = make(host);
    await again.load();
    expect(again.viewState()).toEqual(before);
    expect(element.dataset.count).toBe("2");
  });

  it("shows other records as a whole", async () => {
    const host = fakeHost();
    const map = make(host);
    await map.load();
    const before = map.viewState();
    map.destroy();
    answerData(host, () => Promise.resolve({ ...customers([[10, 10]]), routes: [] }));
    const again = make(host);
    await again.load();
    expect(again.viewState().lat).toBeCloseTo(10, 3);
    expect(before.lat).not.toBeCloseTo(10, 3);
  });
});

describe("look", () => {
  it("is the view's own at first, then the first group-by's", () => {
    const host = fakeHost();
    expect(lookOf(host).color).toBe("grade");
    host.search.groupBy = ["create_date:month", "city"];
    expect(lookOf(host).color).toBe("create_date:month");
  });

  it("passes over a group-by that is no plain field", () => {
    const host = fakeHost();
    host.search.groupBy = ["properties.shoe", "city"];
    expect(lookOf(host).color).toBe("city");
  });

  it("is the user's choice until the search bar asks for another", () => {
    const host = fakeHost();
    choose(host, { color: "city" });
    host.search.domain = [];
    expect(lookOf(host).color).toBe("city");
    host.search.groupBy = ["stage_id"];
    expect(lookOf(host).color).toBe("stage_id");
  });

  it("is kept in a favourite and comes back with it", () => {
    const host = fakeHost();
    const map = make(host);
    expect(map.favouriteContext()).toEqual({});
    choose(host, { color: "city", shape: "grade" });
    const context = map.favouriteContext();
    expect(context).toEqual({ [LOOK_KEY]: { color: "city", shape: "grade" } });
    const other = fakeHost();
    other.search.context = context;
    expect(lookOf(other)).toEqual({ color: "city", shape: "grade" });
  });
});
