/**
 * Web Mercator for maps in GCJ-02. The shift is part of the projection: everything Leaflet draws
 * (pins, lines, areas, popups, the parts of others) lands where a Chinese map shows it, and every
 * position Leaflet gives back (clicks, drags, bounds) is WGS-84 again. Nothing else needs to know.
 */
import * as L from "leaflet";
import { fromGcj02, toGcj02 } from "./gcj02";

export type Datum = "wgs84" | "gcj02";

const mercator = L.Projection.SphericalMercator;

const shifted: L.Projection = {
  bounds: mercator.bounds,
  project(latlng: L.LatLng): L.Point {
    const { lat, lon } = toGcj02(latlng.lat, latlng.lng);
    return mercator.project(new L.LatLng(lat, lon));
  },
  unproject(point: L.Point): L.LatLng {
    const { lat, lng } = mercator.unproject(point);
    const there = fromGcj02(lat, lng);
    return new L.LatLng(there.lat, there.lon);
  },
};

export const GCJ02_CRS: L.CRS = L.Util.extend({}, L.CRS.EPSG3857, { projection: shifted });

/** Show the map in a datum; what is drawn is drawn anew, in the same section. */
export function setDatum(map: L.Map, datum: Datum): void {
  const crs = datum === "gcj02" ? GCJ02_CRS : L.CRS.EPSG3857;
  if (map.options.crs === crs) return;
  const center = map.getCenter();
  const zoom = map.getZoom();
  map.options.crs = crs;
  map.setView(center, zoom, { reset: true } as L.ZoomPanOptions);
}

export function datumOf(map: L.Map): Datum {
  return map.options.crs === GCJ02_CRS ? "gcj02" : "wgs84";
}
