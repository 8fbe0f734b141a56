import * as L from "leaflet";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AreaLayer } from "../src/layers/areas";
import type { Area } from "../src/types";

function square(west: number, east: number): GeoJSON.Polygon {
  const ring = [
    [west, 60],
    [east, 60],
    [east, 61],
    [west, 61],
    [west, 60],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

const AREAS: Area[] = [
  { id: 1, name: "City", geometry: square(24, 26) },
  { id: 2, name: "West", geometry: square(24, 25), part_of: 1 },
  { id: 3, name: "East", geometry: square(25, 26), part_of: 1 },
];

let element: HTMLElement;
let map: L.Map;
let layer: AreaLayer;

beforeEach(() => {
  element = document.createElement("div");
  document.body.append(element);
  map = L.map(element, { zoomAnimation: false }).setView([60.5, 25], 8);
  layer = new AreaLayer(map, false, vi.fn());
  layer.setData(AREAS);
});

afterEach(() => {
  layer.remove();
  map.remove();
  element.remove();
});

function names(zoom: number): string[] {
  map.setZoom(zoom);
  layer.draw(true);
  const marks = Array.from(element.querySelectorAll(".fvr-area-name"));
  return marks.map((mark) => mark.textContent || "").sort();
}

describe("an area with parts", () => {
  it("is named while its parts have no room for their names", () => {
    expect(names(6)).toEqual(["City"]);
    expect(names(8)).toEqual(["East", "West"]);
    expect(names(3)).toEqual([]);
  });

  it("leaves the colours to its parts and still answers a click", () => {
    layer.draw(true);
    const filled: Record<string, number | undefined> = {};
    map.eachLayer((one) => {
      const polygon = one as L.Polygon & { feature?: unknown };
      if (one instanceof L.Polygon) {
        const west = polygon.getBounds().getWest();
        filled[`${west}-${polygon.getBounds().getEast()}`] = polygon.options.fillOpacity;
      }
    });
    expect(filled["24-26"]).toBe(0);
    expect(filled["24-25"]).toBeGreaterThan(0);
    const hit = layer.at(L.latLng(60.5, 24.5)).map(({ area }) => area.name);
    expect(hit.sort()).toEqual(["City", "West"]);
  });
});
