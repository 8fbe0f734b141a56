import { describe, expect, it } from "vitest";
import { decodePlaces } from "../src/base/names";
import { decodeStreets, type StreetFile } from "../src/base/streets";
import { decodeWorld } from "../src/base/world";

const file = (features: unknown[]): StreetFile =>
  ({
    type: "FeatureCollection",
    bbox: [24.9, 60.1, 25, 60.2],
    ground: "land",
    features,
  }) as StreetFile;

const feature = (type: string, properties: object, coordinates: unknown) => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});

const STREET = [
  [24.9, 60.1],
  [24.95, 60.15],
];

describe("street layer", () => {
  it("reads lines, areas and places", () => {
    const layer = decodeStreets(
      file([
        feature("LineString", { kind: "primary", name: "Bulevardi" }, STREET),
        feature("Polygon", { kind: "water" }, [[...STREET, [25, 60.2]]]),
        feature("Point", { kind: "place", name: "Kluuvi", rank: 2 }, [24.94, 60.17]),
      ]),
    );
    expect(layer.lines[0]).toMatchObject({ kind: "primary", name: "Bulevardi" });
    expect(layer.lines[0].box).toEqual({ west: 24.9, east: 24.95, south: 60.1, north: 60.15 });
    expect(layer.areas[0].kind).toBe("water");
    expect(layer.places[0]).toMatchObject({ name: "Kluuvi", rank: 2 });
  });

  it("passes over kinds it does not know", () => {
    const layer = decodeStreets(file([feature("LineString", { kind: "runway" }, STREET)]));
    expect(layer.lines).toEqual([]);
  });

  it("refuses a file without bbox in a sentence", () => {
    expect(() => decodeStreets({} as StreetFile)).toThrow("needs the keys bbox and features");
  });
});

describe("world", () => {
  it("names countries in the user's language where the browser knows them", () => {
    const label: [number, number] = [26, 65];
    const countries = [
      { name: "Finland", iso: "FI", label, area: 60, rings: [[0, 0]] },
      { name: "Somaliland", iso: "", label, area: 10, rings: [] },
    ];
    const world = decodeWorld({ attribution: "Natural Earth", countries }, "zh-CN");
    expect(world.map((c) => c.name)).toEqual(["芬兰", "Somaliland"]);
  });

  it("reads the columns of the places", () => {
    const columns = { names: ["Helsinki"], lat: [60], lon: [25], population: [6e5], capital: [0] };
    const [city] = decodePlaces({ attribution: "", ...columns }, "en");
    expect(city).toMatchObject({ name: "Helsinki", capital: true });
  });

  it("names cities in Chinese for those who read it, as far as the file knows", () => {
    const columns = { lat: [31, 60], lon: [121, 25], population: [2e7, 6e5], capital: [] };
    const file = {
      attribution: "",
      names: ["Shanghai", "Helsinki"],
      chinese: { 0: "上海" },
      ...columns,
    };
    const names = (lang: string) => decodePlaces(file, lang).map((city) => city.name);
    expect(names("zh-CN")).toEqual(["上海", "Helsinki"]);
    expect(names("en-US")).toEqual(["Shanghai", "Helsinki"]);
  });
});
