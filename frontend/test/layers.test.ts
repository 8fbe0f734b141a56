import * as L from "leaflet";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { initials, isStale, relativeTime } from "../src/layers/people";
import { upright } from "../src/layers/legs";
import { Switches } from "../src/layers/switches";
import { createMap, type FieldVisitMap } from "../src/map";
import type { LayerAnswer } from "../src/layers/services";
import type { MapOptions, MapServices } from "../src/types";
import { customers } from "./make";

const SQUARE: GeoJSON.Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [24, 60],
      [26, 60],
      [26, 62],
      [24, 62],
      [24, 60],
    ],
  ],
};
const ANSWER: LayerAnswer = {
  territories: [{ id: 1, name: "West <b>", geometry: SQUARE, note: "North Team" }],
  markets: [{ id: 2, name: "Free", geometry: SQUARE }],
  competitors: [
    { id: 3, name: "<img src=x onerror=alert(1)>", lat: 61, lon: 25, note: "Street 1" },
    { id: 4, name: "Nowhere", lat: NaN, lon: 25 },
  ],
  positions: [
    { id: 5, name: "Anna Virtanen", lat: 61, lon: 25, at: "2026-01-12T09:30:00Z", accuracy_m: 30 },
  ],
  weights: [{ key: "score", label: "Visit score" }],
};
const THREE: [number, number][] = [
  [60.5, 24.5],
  [61, 25],
  [61.5, 25.5],
];

let element: HTMLElement;
let map: FieldVisitMap;
let kept: string | null;
let services: MapServices;

beforeEach(() => {
  kept = null;
  services = {
    layers: vi.fn(() => Promise.resolve(ANSWER)),
    weights: vi.fn(() => Promise.resolve({ ids: [100, 101], values: [1, 80] })),
    openLayer: vi.fn(),
    memory: { read: () => kept, write: (text) => (kept = text) },
  };
  element = document.createElement("div");
  document.body.append(element);
});

afterEach(() => {
  map.destroy();
  element.remove();
});

async function open(options: MapOptions = {}): Promise<void> {
  map = createMap(element, { services, ...options });
  map.setProps({ points: customers(THREE) });
  await vi.waitFor(() => expect(row("competitors")).not.toBeNull());
}

/** A click beside the middle of the area, on its name. */
function at(map: L.Map): { latlng: L.LatLng; containerPoint: L.Point } {
  const latlng = L.latLng(61, 25);
  return { latlng, containerPoint: map.latLngToContainerPoint(latlng).add([5, 5]) };
}

const row = (layer: string) => element.querySelector<HTMLElement>("[data-layer=" + layer + "]");
const flip = (layer: string) =>
  element.querySelector<HTMLButtonElement>("[data-switch=" + layer + "]")?.click();
const shown = () => (element.dataset.layers || "").split(" ");

describe("layers", () => {
  it("are listed with what they hold, and a place on no map is left out", async () => {
    await open();
    expect(row("territories")?.textContent).toContain("West <b>");
    expect(row("competitors")?.querySelector(".fvr-legend-count")?.textContent).toBe("1");
    expect(row("positions")?.textContent).toContain("Anna Virtanen");
    expect(row("routes")).toBeNull();
    expect(shown()).toContain("markets");
    expect(shown()).not.toContain("heat");
  });

  it("are switched off and on, and the choice is remembered", async () => {
    await open();
    flip("territories");
    expect(shown()).not.toContain("territories");
    map.destroy();
    await open();
    expect(shown()).not.toContain("territories");
    flip("territories");
    expect(shown()).toContain("territories");
  });

  it("follow a link before the user's own choice", async () => {
    kept = JSON.stringify({ switches: { pins: false, heat: true } });
    await open({ view: { layers: { markets: false } } });
    expect(shown()).toEqual(expect.arrayContaining(["pins", "territories"]));
    expect(shown()).not.toContain("markets");
    expect(shown()).not.toContain("heat");
    expect(map.viewState()).toMatchObject({ layers: { markets: false }, heatBy: "" });
  });

  it("tell of an area whose name is clicked, unless the click is a tool's", async () => {
    let leaflet: L.Map | null = null;
    const remember = (made: L.Map) => (leaflet = made);
    L.Map.addInitHook(function (this: L.Map) {
      remember(this);
    });
    await open({ view: { lat: 61, lon: 25, zoom: 8 } });
    const name = element.querySelector<HTMLElement>("[data-area='1']");
    if (!name || !leaflet) throw new Error("the area has no name on the map");
    for (const side of ["offsetWidth", "offsetHeight"])
      Object.defineProperty(name, side, { value: 40 });
    const click = () => (leaflet as L.Map).fire("click", at(leaflet as L.Map));
    const told = () => element.querySelector("[data-layer-record='1']");
    element.classList.add("fvr-aims");
    click();
    expect(told()).toBeNull();
    element.classList.remove("fvr-aims");
    click();
    expect(told()).not.toBeNull();
  });

  it("show how far competitors reach, and what is far from everybody of ours", async () => {
    await open();
    expect(row("whites")).toBeNull();
    expect(element.querySelector("[data-switch=threats]")).toBeNull();
    expect(shown()).not.toContain("whites");
    map.destroy();
    const reaching = [{ ...ANSWER.competitors[0], radius_m: 900 }];
    const whites = [{ id: 9, name: "White <b>", geometry: SQUARE }];
    services.layers = vi.fn(() => Promise.resolve({ ...ANSWER, competitors: reaching, whites }));
    await open();
    expect(row("whites")?.textContent).toContain("White <b>");
    expect(shown()).toEqual(expect.arrayContaining(["threats", "whites"]));
    flip("threats");
    flip("whites");
    expect(shown()).not.toContain("threats");
    expect(shown()).not.toContain("whites");
    expect(shown()).toContain("competitors");
  });

  it("bear whatever was remembered", async () => {
    for (const text of ["", "{", "7", "null", '{"switches": 3, "heatBy": []}']) {
      kept = text;
      await open();
      expect(shown()).toContain("pins");
      map.destroy();
    }
    expect(new Switches({ pins: "no", other: true }).save()).toEqual(new Switches().save());
  });

  it("come from the props where these have some", () => {
    map = createMap(element, { services });
    map.setProps({ points: customers(THREE), layers: { competitors: ANSWER.competitors } });
    expect(services.layers).not.toHaveBeenCalled();
    expect(row("competitors")).not.toBeNull();
    expect(row("territories")).toBeNull();
  });

  it("say so when they cannot be had, and the map goes on", async () => {
    services.layers = () => Promise.reject(new Error("No access"));
    map = createMap(element, { services });
    map.setProps({ points: customers(THREE) });
    await vi.waitFor(() =>
      expect(element.querySelector(".fvr-notice")?.textContent).toContain("No access"),
    );
    expect(element.dataset.count).toBe("3");
  });

  it("leave the names of people as text", async () => {
    await open();
    expect(element.querySelector("img")).toBeNull();
    expect(row("competitors")?.textContent).toContain("<img src=x");
  });

  it("hide single pins and groups of them", async () => {
    await open();
    expect(element.dataset.pins).toBe("3");
    flip("pins");
    expect(element.dataset.pins).toBe("0");
    expect(element.dataset.count).toBe("3");
  });
});

describe("clusters", () => {
  const many = (count: number) =>
    customers(Array.from({ length: count }, (_, i) => [60 + (i % 50) * 1e-4, 24 + i * 1e-6]));

  it("are off: each record is a pin", async () => {
    await open({ view: { lat: 60, lon: 24, zoom: 6 } });
    map.setProps({ points: many(400), fit: false });
    expect(Number(element.dataset.clusters)).toBeGreaterThan(0);
    flip("clusters");
    expect(element.dataset).toMatchObject({ clusters: "0", pins: "400" });
  });

  it("come back, and say why, where there are too many pins", async () => {
    await open({ view: { lat: 60, lon: 24, zoom: 6 } });
    flip("clusters");
    map.setProps({ points: many(3001), fit: false });
    expect(Number(element.dataset.clusters)).toBeGreaterThan(0);
    expect(row("clusters")?.textContent).toContain("3000");
  });
});

describe("heat map", () => {
  const select = () => element.querySelector<HTMLSelectElement>("[data-heat=by]");

  it("counts records, and by what is chosen", async () => {
    await open();
    flip("heat");
    expect(select()?.value).toBe("");
    const before = row("heat")?.textContent;
    const box = select() as HTMLSelectElement;
    box.value = "score";
    box.dispatchEvent(new Event("change"));
    expect(services.weights).toHaveBeenCalledWith("score");
    await vi.waitFor(() => expect(row("heat")?.textContent).not.toBe(before));
    expect(element.querySelector("canvas.fvr-heat")).not.toBeNull();
    flip("heat");
    expect(element.querySelector("canvas.fvr-heat")).toBeNull();
  });

  it("falls back to counting when the weights are refused", async () => {
    services.weights = () => Promise.reject(new Error("Not yours"));
    kept = JSON.stringify({ switches: { heat: true }, heatBy: "score" });
    await open();
    await vi.waitFor(() =>
      expect(element.querySelector(".fvr-notice")?.textContent).toContain("Not yours"),
    );
    expect(select()?.value).toBe("");
  });

  it("forgets a weight that is no longer offered", async () => {
    kept = JSON.stringify({ switches: { heat: true }, heatBy: "gone" });
    await open();
    expect(map.viewState().heatBy).toBe("");
  });
});

describe("routes", () => {
  it("can be switched off as a layer, and their stops are pins then", async () => {
    map = createMap(element, { services });
    const routes = [{ id: "9", name: "Anna", stops: [0, 1], rep: 5 }];
    map.setProps({ points: customers(THREE), routes });
    await vi.waitFor(() => expect(row("competitors")).not.toBeNull());
    for (const layer of ["numbers", "direction", "legs"]) {
      expect(row("routes")?.querySelector("[data-switch=" + layer + "]")).not.toBeNull();
      flip(layer);
    }
    expect(element.dataset).toMatchObject({ routes: "1", pins: "3" });
    flip("routes");
    expect(element.dataset).toMatchObject({ routes: "0", pins: "3", count: "3" });
  });
});

describe("people", () => {
  const now = Date.parse("2026-01-12T10:00:00Z");

  it("were seen as long ago as people say it", () => {
    expect(relativeTime("2026-01-12T09:30:00Z", now, "en")).toBe("30 minutes ago");
    expect(relativeTime("2026-01-12T07:10:00Z", now, "en")).toBe("2 hours ago");
    expect(relativeTime("2026-01-11T07:10:00Z", now, "en")).toBe("yesterday");
    expect(relativeTime("2026-01-12T09:59:40Z", now, "en")).toBe("this minute");
    expect(relativeTime("nonsense", now, "en")).toBe("");
  });

  it("are pale when that is long ago or unknown", () => {
    expect(isStale("2026-01-12T09:30:00Z", now)).toBe(false);
    expect(isStale("2026-01-12T08:30:00Z", now)).toBe(true);
    expect(isStale("nonsense", now)).toBe(true);
  });

  it("are told apart by two letters", () => {
    expect(initials("Anna Maria Virtanen")).toBe("AV");
    expect(initials("李娜")).toBe("李娜");
    expect(initials("欧阳修文")).toBe("修文");
    expect(initials("  ")).toBe("?");
    expect(initials("o'neil")).toBe("O");
  });
});

describe("figures along a leg", () => {
  it("never stand upside down", () => {
    for (const angle of [-3, -2, -1, 0, 1, 2, 3]) {
      expect(Math.abs(upright(angle))).toBeLessThanOrEqual(Math.PI / 2);
      expect(Math.abs(Math.tan(upright(angle)) - Math.tan(angle))).toBeLessThan(1e-9);
    }
  });
});
