/** The map inside Odoo's web client: answers the map's questions through public methods. */
import { createMap, type FieldVisitMap } from "../map";
import type { MapOptions, MapServices } from "../types";
import type { OdooHost } from "./host";
import { popupServices } from "./popup";

const SERVICES: ((host: OdooHost) => MapServices)[] = [popupServices];
const LISTENERS: ((map: FieldVisitMap, host: OdooHost) => void)[] = [
  (map, host) => map.on("open", ({ id }) => host.open(id)),
];

/** Create a map whose parts work on the records of Odoo. */
export function createOdooMap(
  element: HTMLElement,
  options: MapOptions,
  host: OdooHost,
): FieldVisitMap {
  const services = Object.assign({}, ...SERVICES.map((make) => make(host))) as MapServices;
  const map = createMap(element, { ...options, services });
  for (const listen of LISTENERS) listen(map, host);
  return map;
}
