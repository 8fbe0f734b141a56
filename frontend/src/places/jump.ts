/** Bring a record or a place into view. */
import * as L from "leaflet";
import { CLUSTER_MAX_ZOOM } from "../clusters";
import { nearestLon } from "../geo";
import type { Host } from "../part";

/** Beyond the last zoom with clusters, so that the pin itself is there. */
const CLOSE = CLUSTER_MAX_ZOOM + 1;

export function goTo(host: Host, lat: number, lon: number, zoom = CLOSE): void {
  const at: L.LatLngTuple = [lat, nearestLon(lon, host.map.getCenter().lng)];
  host.map.setView(at, Math.max(host.map.getZoom(), zoom), { animate: false });
}

/** Go to the pin of a record and open it; false when it is not among what is shown. */
export function openPin(host: Host, id: number): boolean {
  const { decoded, shown } = host.state();
  const point = decoded.points.find((p) => p.id === id);
  if (!point || !shown.has(point.row)) return false;
  goTo(host, point.lat, point.lon);
  const drawn = host.drawn().visible.find((mark) => mark.id === id);
  if (drawn) drawn.pin.fire("click");
  return Boolean(drawn);
}
