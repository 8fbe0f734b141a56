import { describe, expect, it } from "vitest";
import { createMap, type FieldVisitMap } from "../src/map";
import type { ViewState } from "../src/types";
import { sectionIn } from "../src/view_state";
import { customers, onPage } from "./make";

let element: HTMLElement;
let map: FieldVisitMap;
const HELSINKI: [number, number][] = [
  [60.17, 24.94],
  [60.2, 24.9],
];

function open(view?: ViewState): FieldVisitMap {
  if (map) map.destroy();
  map = createMap(element, { view });
  map.setProps({ points: customers(HELSINKI) });
  return map;
}

onPage(
  (node) => (element = node),
  () => map.destroy(),
);

describe("view state", () => {
  it("opens the section of a saved state, and fits new content afterwards", () => {
    const saved = { lat: 31.23, lon: 121.47, zoom: 12 };
    open(saved);
    expect(map.viewState()).toMatchObject(saved);
    map.setProps({ points: customers([[10, 10]]) });
    expect(map.viewState().lat).not.toBe(31.23);
  });

  it("shows the content when there is no state or one that cannot be shown", () => {
    const usual = open().viewState();
    for (const bad of [
      {},
      { lat: "60", lon: 1, zoom: 3 },
      { lat: NaN, lon: 1, zoom: 3 },
      { lat: 91, lon: 1, zoom: 3 },
    ]) {
      expect(sectionIn(bad)).toBeNull();
      expect(open(bad).viewState()).toEqual(usual);
    }
  });

  it("takes 0° for a place", () => {
    expect(sectionIn({ lat: 0, lon: 0, zoom: 0 })).toEqual({ lat: 0, lon: 0, zoom: 0 });
  });
});
