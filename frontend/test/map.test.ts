import { describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import type { MapOptions } from "../src/types";
import { customers, onPage } from "./make";

let element: HTMLElement;
let map: FieldVisitMap;

function make(options: MapOptions = {}): FieldVisitMap {
  map = createMap(element, options);
  return map;
}

const click = (selector: string) => element.querySelector<HTMLButtonElement>(selector)?.click();
const THREE: [number, number][] = [
  [60, 24],
  [61, 25],
  [62, 26],
];

onPage(
  (node) => (element = node),
  () => map.destroy(),
);

describe("map", () => {
  it("draws points and says how many", () => {
    const rendered = vi.fn();
    make().on("rendered", rendered);
    map.setProps({ points: customers([...THREE, [0, 0]]) });
    expect(element.dataset).toMatchObject({ state: "ready", count: "4" });
    expect(rendered).toHaveBeenLastCalledWith({ count: 4 });
  });

  it("says so when there is nothing to show", () => {
    make({ labels: { empty: "Nothing here" } }).setProps({ points: customers([]) });
    const note = element.querySelector<HTMLElement>(".fvr-empty");
    expect(note?.hidden).toBe(false);
    expect(note?.textContent).toBe("Nothing here");
  });

  it("counts records without a position and hands out their ids", () => {
    const missing = vi.fn();
    make().on("missing", missing);
    const positions: [number, number][] = [
      [60, 24],
      [NaN, 0],
    ];
    map.setProps({ points: customers(positions, { missing: { count: 2, ids: [7, 8] } }) });
    expect(element.querySelector<HTMLElement>(".fvr-missing")?.dataset.missing).toBe("3");
    click("[data-action=missing]");
    expect(missing).toHaveBeenCalledWith({ ids: [7, 8, 101] });
  });

  it("filters by the legend", () => {
    make().setProps({ points: customers(THREE) });
    click("[data-step=A]");
    const item = element.querySelector("[data-step=A]");
    expect(item?.getAttribute("aria-checked")).toBe("false");
    expect(element.dataset.count).toBe("2");
    click("[data-step=A]");
    expect(element.dataset.count).toBe("3");
  });

  it("hides a route and its stops from the legend", () => {
    const routes = [{ id: "9", name: "Anna, Monday", stops: [0, 1] }];
    make().setProps({ points: customers(THREE), routes });
    expect(element.dataset.routes).toBe("1");
    click("[data-route='9']");
    expect(element.dataset).toMatchObject({ routes: "0", count: "1" });
  });

  it("lists the points in view for the keyboard, and opens them", () => {
    const open = vi.fn();
    const pointclick = vi.fn();
    make().on("open", open);
    map.on("pointclick", pointclick);
    map.setProps({ points: customers([[60, 24]]) });
    click("[data-point='100']");
    expect(pointclick).toHaveBeenCalledWith({ id: 100 });
    click("[data-action=open]");
    expect(open).toHaveBeenCalledWith({ id: 100, ids: [100] });
  });

  it("keeps the focus on a point of that list when it is drawn anew", () => {
    make().setProps({ points: customers(THREE) });
    const point = () => element.querySelector<HTMLElement>("[data-point='101']");
    const before = point();
    before?.focus();
    map.setProps({ points: customers(THREE) });
    expect(point()).not.toBe(before);
    expect(document.activeElement).toBe(point());
  });

  it("keeps working and says so when a base layer cannot be had", async () => {
    const error = vi.fn();
    const fetchJson = () => Promise.reject(new Error("HTTP 404"));
    make({ layerUrls: ["/streets.json"], fetchJson }).on("error", error);
    await vi.waitFor(() => expect(error).toHaveBeenCalled());
    expect(element.querySelector(".fvr-notice")?.textContent).toContain("/streets.json");
    map.setProps({ points: customers([[60, 24]]) });
    expect(element.dataset.count).toBe("1");
  });

  it("leaves nothing behind", () => {
    make().setProps({ points: customers([[60, 24]]) });
    map.destroy();
    map.destroy();
    expect(element.childElementCount).toBe(0);
  });
});
