import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import type { SelectServices } from "../src/select/types";
import { customers } from "./make";

type Mocked = { [K in keyof SelectServices]: ReturnType<typeof vi.fn> };

const THREE: [number, number][] = [
  [60, 24],
  [61, 25],
  [62, 26],
];
const CIRCLE = { type: "Circle", coordinates: [24, 60], radius_m: 9000 };
let element: HTMLElement;
let map: FieldVisitMap;
let services: Mocked;

const find = <T extends HTMLElement>(selector: string) => element.querySelector<T>(selector) as T;
const click = (selector: string) => find(selector).click();
const bar = () => find(".fvr-selection");
const notice = () => find(".fvr-notice");
const settle = () => new Promise((done) => setTimeout(done, 5));

function found(ids: number[], change: object = {}) {
  return { ids, shape: CIRCLE, note: "", ...change };
}

function outcome(change: object = {}) {
  return { message: "Assigned to Anna: 2.", done: 2, refused: [], change_id: 7, ...change };
}

/** The drive needs one click: the tool by which tests choose. */
async function choose(): Promise<void> {
  click("[data-tool=drive]");
  find(".fvr-canvas").dispatchEvent(
    new MouseEvent("click", { bubbles: true, clientX: 500, clientY: 350 }),
  );
  await settle();
}

/** Press, move and release on the map, as a mouse does. */
async function drag(points: [number, number][]): Promise<void> {
  const pane = find(".fvr-canvas");
  const send = (name: string, [clientX, clientY]: [number, number]) => {
    // jsdom knows no pointers
    const event = new MouseEvent(name, { bubbles: true, cancelable: true, clientX, clientY });
    pane.dispatchEvent(Object.assign(event, { isPrimary: true }));
  };
  send("pointerdown", points[0]);
  for (const point of points) send("pointermove", point);
  send("pointerup", points[points.length - 1]);
  await settle();
}

beforeEach(() => {
  element = document.createElement("div");
  document.body.append(element);
  services = {
    selectInShape: vi.fn().mockResolvedValue(found([100, 101])),
    selectionActions: vi.fn().mockResolvedValue(
      ["assign_user", "tag", "export", "plan_route", "list"].map((name) => ({
        name,
        creates: name === "tag",
      })),
    ),
    selectionChoices: vi.fn().mockResolvedValue([{ id: 5, name: "<b>Anna</b>" }]),
    actOnSelection: vi.fn().mockResolvedValue(outcome()),
    undoSelection: vi.fn().mockResolvedValue(outcome({ message: "Undone: 2.", change_id: 0 })),
    exportSelection: vi.fn().mockResolvedValue({ name: "x.csv", type: "text/csv", content: "a" }),
    openSelection: vi.fn().mockResolvedValue(undefined),
    planSelection: vi.fn().mockResolvedValue(undefined),
    assignByTerritory: vi.fn().mockResolvedValue(undefined),
  };
  map = createMap(element, { services: services as unknown as SelectServices });
  map.setProps({ points: customers(THREE) });
});

afterEach(() => {
  map.destroy();
  element.remove();
});

describe("drawing", () => {
  it("is not offered where nobody can tell who is inside", () => {
    map.destroy();
    map = createMap(element, {});
    expect(find("[data-action=draw]")).toBeNull();
  });

  it("sends a rectangle as a closed polygon, and puts the tool down", async () => {
    click("[data-tool=rectangle]");
    expect(element.dataset.tool).toBe("rectangle");
    await drag([
      [300, 200],
      [400, 300],
      [500, 400],
    ]);
    const shape = services.selectInShape.mock.calls[0][0] as GeoJSON.Polygon;
    expect(shape.type).toBe("Polygon");
    expect(shape.coordinates[0]).toHaveLength(5);
    expect(shape.coordinates[0][0]).toEqual(shape.coordinates[0][4]);
    expect(element.dataset.tool).toBeUndefined();
    expect(find(".fvr-drawing")).toBeNull();
  });

  it("draws over the antimeridian in one piece", async () => {
    map.destroy();
    map = createMap(element, {
      services: services as unknown as SelectServices,
      view: { lat: -17, lon: 179.95, zoom: 9 },
    });
    click("[data-tool=rectangle]");
    await drag([
      [300, 200],
      [400, 300],
      [700, 500],
    ]);
    const shape = services.selectInShape.mock.calls[0][0] as GeoJSON.Polygon;
    const lons = shape.coordinates[0].map(([lon]) => lon);
    expect(Math.min(...lons)).toBeLessThan(180);
    expect(Math.max(...lons)).toBeGreaterThan(180);
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(2);
  });

  it("sends a lasso with the corners of its way", async () => {
    click("[data-tool=lasso]");
    await drag([
      [300, 200],
      [310, 210],
      [500, 220],
      [520, 400],
      [310, 410],
    ]);
    const shape = services.selectInShape.mock.calls[0][0] as GeoJSON.Polygon;
    expect(new Set(shape.coordinates[0].map(String)).size).toBeGreaterThanOrEqual(4);
  });

  it("sends a circle with its middle and radius, which can be changed", async () => {
    click("[data-tool=circle]");
    await drag([
      [500, 350],
      [510, 350],
      [600, 350],
    ]);
    const circle = services.selectInShape.mock.calls[0][0] as {
      coordinates: number[];
      radius_m: number;
    };
    expect(circle).toMatchObject({ type: "Circle" });
    expect(circle.radius_m).toBeGreaterThan(1000);
    const box = find<HTMLInputElement>("[data-field=radius]");
    box.value = "2.5";
    box.dispatchEvent(new Event("change"));
    await settle();
    expect(services.selectInShape).toHaveBeenLastCalledWith({ ...circle, radius_m: 2500 });
  });

  it("sends a drive with the minutes of the box", async () => {
    click("[data-tool=drive]");
    const box = find<HTMLInputElement>("[data-field=minutes]");
    box.value = "35";
    box.dispatchEvent(new Event("input"));
    find(".fvr-canvas").dispatchEvent(
      new MouseEvent("click", { bubbles: true, clientX: 500, clientY: 350 }),
    );
    await settle();
    expect(services.selectInShape).toHaveBeenCalledWith(
      expect.objectContaining({ type: "Drive", minutes: 35 }),
    );
  });

  it("chooses everybody in view without a pointer, once round the earth at most", async () => {
    click("[data-action=view]");
    await settle();
    const near = services.selectInShape.mock.calls[0][0] as GeoJSON.Polygon;
    const lons = near.coordinates[0].map(([lon]) => lon);
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(90);
    while (!find(".leaflet-control-zoom-out").classList.contains("leaflet-disabled")) {
      click(".leaflet-control-zoom-out");
    }
    await settle();
    click("[data-action=view]");
    await settle();
    const far = services.selectInShape.mock.lastCall?.[0] as GeoJSON.Polygon;
    const wide = far.coordinates[0].map(([lon]) => lon);
    expect(Math.max(...wide) - Math.min(...wide)).toBeLessThanOrEqual(360);
  });

  it("ends with Escape, and nothing is asked", async () => {
    click("[data-tool=lasso]");
    element.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    expect(element.dataset.tool).toBeUndefined();
    await drag([
      [300, 200],
      [500, 400],
    ]);
    expect(services.selectInShape).not.toHaveBeenCalled();
  });

  it("shows where a shape crosses itself, and chooses nobody", async () => {
    services.selectInShape.mockResolvedValue({
      fault: { message: "It crosses itself.", place: [60.5, 24.5] },
    });
    await choose();
    expect(notice().textContent).toContain("It crosses itself.");
    expect(element.querySelector(".fvr-fault")).not.toBeNull();
    expect(bar().hidden).toBe(true);
    click("[data-tool=lasso]");
    expect(element.querySelector(".fvr-fault")).toBeNull();
  });

  it("tells a refusal in its own words", async () => {
    services.selectInShape.mockRejectedValue(new Error("You may not read this."));
    await choose();
    expect(notice().textContent).toContain("You may not read this.");
  });
});

describe("choosing", () => {
  it("counts who is inside", async () => {
    await choose();
    expect(bar().hidden).toBe(false);
    expect(find(".fvr-selection-count").textContent).toBe("2 chosen");
    expect(element.dataset.chosen).toBe("2");
    expect(element.querySelector(".fvr-shape")).not.toBeNull();
  });

  it("says that nobody is inside, without actions", async () => {
    services.selectInShape.mockResolvedValue(found([]));
    await choose();
    expect(find(".fvr-selection-count").textContent).toBe("Nobody is inside.");
    expect(find(".fvr-selection-actions").hidden).toBe(true);
  });

  it("leaves out what the legend hides", async () => {
    click("[data-step=A]");
    await choose();
    expect(element.dataset.chosen).toBe("1");
  });

  it("adds to what is chosen when asked to", async () => {
    await choose();
    services.selectInShape.mockResolvedValue(found([101, 102]));
    find<HTMLInputElement>("[data-field=add]").checked = true;
    await choose();
    expect(element.dataset.chosen).toBe("3");
    find<HTMLInputElement>("[data-field=add]").checked = false;
    await choose();
    expect(element.dataset.chosen).toBe("2");
  });

  it("believes the latest answer only", async () => {
    let late: (value: object) => void = () => undefined;
    services.selectInShape.mockReturnValueOnce(new Promise((done) => (late = done)));
    await choose();
    await choose();
    late(found([100, 101, 102]));
    await settle();
    expect(element.dataset.chosen).toBe("2");
  });

  it("forgets those whom another filter takes off the map", async () => {
    await choose();
    map.setProps({ points: customers(THREE.slice(0, 1)) });
    expect(element.dataset.chosen).toBe("1");
    map.setProps({ points: customers([]) });
    expect(bar().hidden).toBe(true);
  });

  it("is cleared by a button", async () => {
    await choose();
    click("[data-action=clear]");
    expect(bar().hidden).toBe(true);
    expect(element.querySelector(".fvr-shape")).toBeNull();
  });
});

describe("acting", () => {
  it("offers what the server allows and no more", async () => {
    await choose();
    const names = [...element.querySelectorAll(".fvr-selection-actions button")].map(
      (node) => (node as HTMLElement).dataset.action,
    );
    expect(names).toEqual(["assign_user", "tag", "csv", "geojson", "plan_route", "list"]);
  });

  it("assigns to a choice, whose name is text and never markup", async () => {
    await choose();
    click("[data-action=assign_user]");
    await settle();
    expect(find("[data-choice='5']").textContent).toBe("<b>Anna</b>");
    click("[data-choice='5']");
    await settle();
    expect(services.actOnSelection).toHaveBeenCalledWith("assign_user", [100, 101], 5);
    expect(find(".fvr-outcome").textContent).toContain("Assigned to Anna: 2.");
  });

  it("assigns to nobody", async () => {
    await choose();
    click("[data-action=assign_user]");
    await settle();
    click("[data-choice='0']");
    expect(services.actOnSelection).toHaveBeenCalledWith("assign_user", [100, 101], false);
  });

  it("creates a tag that is missing", async () => {
    vi.useFakeTimers();
    const ready = async () => vi.advanceTimersByTimeAsync(400);
    click("[data-tool=drive]");
    find(".fvr-canvas").dispatchEvent(
      new MouseEvent("click", { bubbles: true, clientX: 500, clientY: 350 }),
    );
    await ready();
    click("[data-action=tag]");
    await ready();
    services.selectionChoices.mockResolvedValue([]);
    const box = find<HTMLInputElement>("[data-field=choice]");
    box.value = "Harbour";
    box.dispatchEvent(new Event("input"));
    await ready();
    vi.useRealTimers();
    expect(services.selectionChoices).toHaveBeenLastCalledWith("tag", "Harbour");
    click("[data-choice=new]");
    expect(services.actOnSelection).toHaveBeenCalledWith("tag", [100, 101], "Harbour");
  });

  it("undoes", async () => {
    await choose();
    click("[data-action=assign_user]");
    await settle();
    click("[data-choice='5']");
    await settle();
    click("[data-action=undo]");
    await settle();
    expect(services.undoSelection).toHaveBeenCalledWith(7);
    expect(find(".fvr-outcome").textContent).toContain("Undone: 2.");
    expect(element.querySelector("[data-action=undo]")).toBeNull();
  });

  it("names whom an action refused, and why", async () => {
    const refused = [{ id: 100, name: "<img src=x>", reason: "You may not change it." }];
    services.actOnSelection.mockResolvedValue(outcome({ refused, done: 1 }));
    await choose();
    click("[data-action=assign_user]");
    await settle();
    click("[data-choice='5']");
    await settle();
    expect(find(".fvr-reasons").hidden).toBe(true);
    click("[data-action=why]");
    expect(find(".fvr-reasons").hidden).toBe(false);
    expect(find(".fvr-reasons li").textContent).toBe("<img src=x> You may not change it.");
    expect(element.querySelector("img[src=x]")).toBeNull();
  });

  it("saves a file by the browser", async () => {
    const made = vi.fn().mockReturnValue("blob:x");
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: made, revokeObjectURL: vi.fn() }));
    const saved = vi
      .spyOn(HTMLAnchorElement.prototype, "click")
      .mockImplementation(() => undefined);
    await choose();
    click("[data-action=csv]");
    await settle();
    expect(services.exportSelection).toHaveBeenCalledWith([100, 101], "csv");
    expect(saved).toHaveBeenCalledOnce();
    expect(made.mock.calls[0][0]).toBeInstanceOf(Blob);
    saved.mockRestore();
    vi.unstubAllGlobals();
  });

  it("plans and lists the chosen ones", async () => {
    await choose();
    click("[data-action=plan_route]");
    await settle();
    click("[data-action=list]");
    expect(services.planSelection).toHaveBeenCalledWith([100, 101], "plan_route");
    expect(services.openSelection).toHaveBeenCalledWith([100, 101]);
  });

  it("offers to assign the chosen ones by territory", async () => {
    services.selectionActions.mockResolvedValue([{ name: "assign_territory", creates: false }]);
    await choose();
    click("[data-action=assign_territory]");
    expect(services.assignByTerritory).toHaveBeenCalledWith([100, 101]);
  });

  it("shows an error and lets the user go on", async () => {
    services.openSelection.mockRejectedValue(new Error("No list today."));
    await choose();
    click("[data-action=list]");
    await settle();
    expect(notice().textContent).toContain("No list today.");
    expect(find<HTMLButtonElement>("[data-action=list]").disabled).toBe(false);
  });
});
