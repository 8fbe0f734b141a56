import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import { customers } from "./make";

let element: HTMLElement;
let map: FieldVisitMap;

function setWidth(value: number): void {
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { value, configurable: true });
}

const click = (selector: string) => element.querySelector<HTMLElement>(selector)?.click();
const title = () => element.querySelector(".fvr-popup-title")?.textContent;
const details = vi.fn().mockResolvedValue({ navigation: [], actions: [], covers: [] });

beforeEach(() => {
  setWidth(1000);
  details.mockClear();
  element = document.createElement("div");
  document.body.append(element);
});

afterEach(() => {
  map.destroy();
  element.remove();
  setWidth(1000);
});

function open(): void {
  map = createMap(element, { services: { details } });
  map.setProps({ points: customers([[60, 24]]) });
  click("[data-point='100']");
}

describe("popup on the map", () => {
  it("opens beside its pin on a desk", () => {
    open();
    expect(title()).toBe("Customer 0");
    expect(element.querySelector(".fvr-sheet")).toBeNull();
  });

  it("closes by a button named in the user's language", () => {
    map = createMap(element, { services: { details }, labels: { close: "关闭" } });
    map.setProps({ points: customers([[60, 24]]) });
    click("[data-point='100']");
    const button = element.querySelector(".leaflet-popup-close-button");
    expect(button?.getAttribute("aria-label")).toBe("关闭");
  });

  it("opens as a sheet at the bottom of a phone's map, and closes", () => {
    setWidth(390);
    open();
    expect(element.querySelector(".leaflet-fvr-sheet-pane .fvr-sheet .fvr-popup")).not.toBeNull();
    click(".fvr-sheet .leaflet-popup-close-button");
    expect(element.querySelector(".fvr-popup")).toBeNull();
  });

  it("takes the focus of who came by the keyboard", () => {
    map = createMap(element, { services: { details } });
    map.setProps({ points: customers([[60, 24]]) });
    element.querySelector<HTMLElement>("[data-point='100']")?.focus();
    click("[data-point='100']");
    expect(document.activeElement?.classList.contains("fvr-popup")).toBe(true);
  });

  it("stays open and is told anew when the records are fetched again", async () => {
    open();
    map.setProps({ points: customers([[60, 24]], { names: ["New name"] }) });
    await vi.waitFor(() => expect(title()).toBe("New name"));
    expect(details).toHaveBeenCalledTimes(2);
  });

  it("stays under the finger that presses in it, while the map still moves", () => {
    open();
    click("[data-point]");
    const leaflet = (map as unknown as { map: { stop(): void } }).map;
    const stop = vi.spyOn(leaflet, "stop");
    const box = element.querySelector(".fvr-popup .fvr-popup-actions") as HTMLElement;
    box.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it("is not asked again when only the legend filters", () => {
    map = createMap(element, { services: { details } });
    const points = customers([
      [60, 24],
      [61, 25],
    ]);
    map.setProps({ points });
    click("[data-point='100']");
    click("[data-step=B]");
    expect(title()).toBe("Customer 0");
    expect(details).toHaveBeenCalledTimes(1);
  });

  it("closes when its record is filtered away", () => {
    open();
    map.setProps({ points: customers([[60, 24]], { ids: [7] }) });
    expect(title()).toBeUndefined();
  });
});
