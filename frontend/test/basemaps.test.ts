import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import type { BaseMapInfo, MapOptions, ViewState } from "../src/types";
import { customers } from "./make";

const STREETS: BaseMapInfo = {
  id: "1",
  name: "Streets <b>",
  kind: "raster",
  role: "base",
  url: "http://127.0.0.1:9/{z}/{x}/{y}.png",
  attribution: "© <i>Somebody</i>",
};
const AMAP: BaseMapInfo = { ...STREETS, id: "2", name: "Amap", datum: "gcj02" };
const TRAFFIC: BaseMapInfo = {
  ...STREETS,
  id: "3",
  name: "Traffic",
  role: "overlay",
  refresh_s: 60,
};
const LANDMARKS: BaseMapInfo = { ...TRAFFIC, id: "4", name: "Landmarks", datum: "gcj02" };
const ALL = [STREETS, AMAP, TRAFFIC, LANDMARKS];

let element: HTMLElement;
let map: FieldVisitMap;

function make(options: MapOptions = {}): void {
  map = createMap(element, { baseMaps: ALL, ...options });
  map.setProps({ points: customers([[31.2304, 121.4737]]) });
}

const tiles = (): HTMLImageElement[] => [
  ...element.querySelectorAll<HTMLImageElement>("img.leaflet-tile"),
];
const openMenu = (): void =>
  element.querySelector<HTMLButtonElement>("[data-action=basemap]")?.click();
function choose(selector: string): void {
  openMenu();
  const input = element.querySelector<HTMLInputElement>(selector + " input");
  input?.click();
  openMenu();
}
function fail(count: number): void {
  for (const image of tiles().slice(0, count)) image.dispatchEvent(new Event("error"));
}

beforeEach(() => {
  window.localStorage.clear();
  element = document.createElement("div");
  document.body.append(element);
});

afterEach(() => {
  map.destroy();
  element.remove();
  vi.useRealTimers();
});

describe("base maps", () => {
  it("asks for nothing and offers nothing when none is set up", () => {
    make({ baseMaps: [] });
    expect(element.querySelector("[data-action=basemap]")).toBeNull();
    expect(tiles()).toHaveLength(0);
  });

  it("starts with the built-in map although others are offered", () => {
    make();
    expect(element.dataset.basemap).toBe("built-in");
    expect(tiles()).toHaveLength(0);
  });

  it("shows the company's base map with its attribution as text and names its site to the server", () => {
    make({ baseMap: "1" });
    expect(element.dataset).toMatchObject({ basemap: "1", datum: "wgs84" });
    expect(tiles().length).toBeGreaterThan(3);
    expect(tiles()[0].referrerPolicy).toBe("strict-origin-when-cross-origin");
    const attribution = element.querySelector(".leaflet-control-attribution");
    expect(attribution?.textContent).toContain("© <i>Somebody</i>");
    expect(attribution?.querySelector("i")).toBeNull();
  });

  it("links the attribution to a web page, never to a script", () => {
    const page = "https://example.com/?a=1&b='2'";
    make({ baseMap: "1", baseMaps: [{ ...STREETS, attributionUrl: page }] });
    const link = element.querySelector<HTMLAnchorElement>(".leaflet-control-attribution a[target]");
    expect(link?.getAttribute("href")).toBe(page);
    map.destroy();
    make({ baseMap: "1", baseMaps: [{ ...STREETS, attributionUrl: "javascript:alert(1)" }] });
    expect(element.querySelector(".leaflet-control-attribution a[target]")).toBeNull();
  });

  it("is chosen in the menu, shifts the map's datum and is remembered", () => {
    make();
    choose("[data-basemap='2']");
    expect(element.dataset).toMatchObject({ basemap: "2", datum: "gcj02" });
    map.destroy();
    make({ baseMap: "1" });
    expect(element.dataset.basemap).toBe("2");
    choose("[data-basemap='built-in']");
    expect(element.dataset).toMatchObject({ basemap: "built-in", datum: "wgs84" });
    expect(tiles()).toHaveLength(0);
  });

  it("falls back to the built-in map with a notice when its tiles cannot be had", () => {
    make({ baseMap: "2" });
    fail(4);
    expect(element.dataset).toMatchObject({ basemap: "built-in", datum: "wgs84" });
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("Amap cannot be reached");
    expect(tiles()).toHaveLength(0);
    expect(element.dataset.count).toBe("1");
  });

  it("falls back when the service never answers", () => {
    vi.useFakeTimers();
    make({ baseMap: "1" });
    vi.advanceTimersByTime(9_000);
    expect(element.dataset.basemap).toBe("1");
    vi.advanceTimersByTime(2_000);
    expect(element.dataset.basemap).toBe("built-in");
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("Streets <b>");
  });

  it("bears holes in a service that answers otherwise", () => {
    make({ baseMap: "1" });
    fail(3);
    tiles()[3].dispatchEvent(new Event("load"));
    fail(6);
    expect(element.dataset).toMatchObject({ basemap: "1", tiles: "1" });
  });

  it("falls back when a PMTiles file cannot be read", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    const file: BaseMapInfo = { ...STREETS, kind: "pmtiles", url: "/city.pmtiles" };
    make({ baseMaps: [file], baseMap: "1" });
    await vi.waitFor(() => expect(element.dataset.basemap).toBe("built-in"));
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("cannot be reached");
    vi.unstubAllGlobals();
  });
});

describe("overlays", () => {
  it("lie over the base map and are fetched again after their time", () => {
    vi.useFakeTimers();
    make();
    choose("[data-overlay='3']");
    const before = tiles();
    expect(before.length).toBeGreaterThan(3);
    before[0].dispatchEvent(new Event("load"));
    vi.advanceTimersByTime(61_000);
    expect(tiles()).not.toContain(before[0]);
    choose("[data-overlay='3']");
    expect(tiles()).toHaveLength(0);
  });

  it("of another datum are not offered on a base map that they would miss", () => {
    make({ baseMap: "1" });
    openMenu();
    const input = element.querySelector<HTMLInputElement>("[data-overlay='4'] input");
    expect(input?.disabled).toBe(true);
    expect(element.querySelector<HTMLElement>("[data-overlay='4']")?.title).toContain("datum");
  });

  it("shift the built-in map to their datum", () => {
    make();
    choose("[data-overlay='4']");
    expect(element.dataset).toMatchObject({ basemap: "built-in", datum: "gcj02" });
  });

  it("are switched off with a notice when they cannot be reached", () => {
    make({ baseMap: "2" });
    tiles()[0].dispatchEvent(new Event("load"));
    choose("[data-overlay='4']");
    for (const image of tiles().slice(-4)) image.dispatchEvent(new Event("error"));
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("Landmarks");
    expect(map.viewState()).toMatchObject({ base: "2", overlays: [] });
  });
});

describe("the view state", () => {
  it("brings base map and overlays back, before the user's own last choice", () => {
    make({ baseMap: "2" });
    choose("[data-overlay='4']");
    const saved = map.viewState();
    expect(saved).toMatchObject({ base: "2", overlays: ["4"] });
    map.destroy();
    window.localStorage.clear();
    make({ view: saved });
    expect(map.viewState()).toEqual(saved);
    map.destroy();
    make({ view: { ...saved, base: "" } });
    expect(element.dataset.basemap).toBe("built-in");
  });

  it.each([{ base: "99" }, { base: 1, overlays: "3" }, { overlays: [null, "1"] }] as ViewState[])(
    "bears what it does not know: %j",
    (view) => {
      make({ view });
      expect(map.viewState()).toMatchObject({ base: "", overlays: [] });
    },
  );
});
