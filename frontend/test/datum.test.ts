import * as L from "leaflet";
import { afterEach, describe, expect, it } from "vitest";
import { LateSafeCanvas } from "../src/canvas";
import { datumOf, setDatum } from "../src/datum/crs";
import { fromGcj02, toGcj02 } from "../src/datum/gcj02";
import { inMainland } from "../src/datum/mainland";

/** WGS-84 → GCJ-02 as the server's engine/geo/gcj02.py answers. */
const CITIES: [string, number, number, number, number][] = [
  ["Beijing", 39.9042, 116.4074, 39.90560334316507, 116.41364225378803],
  ["Shanghai", 31.2304, 121.4737, 31.22845773757727, 121.47822305927693],
  ["Shenzhen", 22.5431, 114.0579, 22.54038281422246, 114.06301399856547],
  ["Chengdu", 30.6598, 104.0633, 30.6573756867224, 104.06580277006071],
  ["Urumqi", 43.8, 87.6, 43.80121203029208, 87.60283897227161],
];
const ELSEWHERE: [string, number, number][] = [
  ["Hong Kong", 22.2783, 114.1747],
  ["Macao", 22.1987, 113.5439],
  ["Taipei", 25.033, 121.5654],
  ["Seoul", 37.5665, 126.978],
  ["Hanoi", 21.0278, 105.8342],
  ["Helsinki", 60.17, 24.94],
  ["Null Island", 0, 0],
];

describe("GCJ-02", () => {
  it.each(CITIES)("shifts %s as the server does", (_name, lat, lon, toLat, toLon) => {
    const there = toGcj02(lat, lon);
    expect(there.lat).toBeCloseTo(toLat, 7);
    expect(there.lon).toBeCloseTo(toLon, 7);
    const back = fromGcj02(there.lat, there.lon);
    expect(back.lat).toBeCloseTo(lat, 9);
    expect(back.lon).toBeCloseTo(lon, 9);
  });

  it.each(ELSEWHERE)("leaves %s where it is", (_name, lat, lon) => {
    expect(inMainland(lat, lon)).toBe(false);
    expect(toGcj02(lat, lon)).toEqual({ lat, lon });
    expect(fromGcj02(lat, lon)).toEqual({ lat, lon });
  });

  it("shifts the copies of the world alike", () => {
    const here = toGcj02(31.2304, 121.4737);
    const copy = toGcj02(31.2304, 121.4737 - 360);
    expect(copy.lat).toBeCloseTo(here.lat, 9);
    expect(copy.lon + 360).toBeCloseTo(here.lon, 9);
    expect(fromGcj02(copy.lat, copy.lon).lon).toBeCloseTo(121.4737 - 360, 9);
  });
});

describe("a map in GCJ-02", () => {
  let map: L.Map;
  const place = L.latLng(31.2304, 121.4737);

  function make(): L.Map {
    map = L.map(document.createElement("div"), {
      center: place,
      zoom: 16,
      renderer: new LateSafeCanvas(),
    });
    return map;
  }

  afterEach(() => map.remove());

  it("draws everything where a Chinese map shows it, and gives clicks back as WGS-84", () => {
    make();
    const before = map.project(place, 16);
    setDatum(map, "gcj02");
    const after = map.project(place, 16);
    const shifted = L.CRS.EPSG3857.latLngToPoint(
      L.latLng(31.22845773757727, 121.47822305927693),
      16,
    );
    expect(after.distanceTo(shifted)).toBeLessThan(0.01);
    expect(after.distanceTo(before)).toBeGreaterThan(100);
    const clicked = map.containerPointToLatLng(map.latLngToContainerPoint(place));
    expect(clicked.distanceTo(place)).toBeLessThan(3);
    expect(map.unproject(after, 16).distanceTo(place)).toBeLessThan(0.001);
  });

  it("keeps the section when the datum changes, there and back", () => {
    make();
    const marker = L.circleMarker(place).addTo(map);
    setDatum(map, "gcj02");
    expect(datumOf(map)).toBe("gcj02");
    expect(map.getCenter().equals(place)).toBe(true);
    const middle = map.getSize().divideBy(2);
    expect(map.latLngToContainerPoint(marker.getLatLng()).distanceTo(middle)).toBeLessThan(1.5);
    setDatum(map, "wgs84");
    expect(map.getCenter().equals(place)).toBe(true);
  });

  it("does not creep when it is moved to and fro", () => {
    make();
    setDatum(map, "gcj02");
    for (let i = 0; i < 50; i++)
      map.panBy([i % 2 ? 37 : -37, i % 2 ? 11 : -11], { animate: false });
    expect(map.getCenter().distanceTo(place)).toBeLessThan(1);
  });
});
