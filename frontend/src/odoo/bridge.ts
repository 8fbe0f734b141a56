/** The map inside Odoo's web client: answers the map's questions through public methods. */
import { createMap, type FieldVisitMap } from "../map";
import type { MapOptions, MapServices } from "../types";
import type { OdooHost } from "./host";
import { layerServices } from "./layers";
import { linkedHost } from "./linked";
import { Loader } from "./loader";
import { lookServices } from "./look";
import { favouriteContext, keepView, keptView } from "./memory";
import { showMissing } from "./missing";
import { popupServices } from "./popup";
import { selectServices } from "./select";
import { routeEdit } from "./route_edit";
import { linkedView, shareServices } from "./share";
import { placeServices } from "./places";
import { territoryServices } from "./territories";

const SERVICES: ((host: OdooHost) => MapServices)[] = [
  // one line each
  layerServices,
  lookServices,
  popupServices,
  selectServices,
  routeEdit,
  shareServices,
  placeServices,
  territoryServices,
];
const LISTENERS: ((map: FieldVisitMap, host: OdooHost) => void)[] = [
  (map, host) => map.on("open", ({ id, ids }) => host.open(id, ids)),
  showMissing,
];

export interface OdooMap extends FieldVisitMap {
  /** Show what the search bar asks for now; ends when it is drawn. */
  load(): Promise<void>;
  /** What a favourite has to remember of this map. */
  favouriteContext(): Record<string, unknown>;
}

/** Create a map whose parts work on the records of Odoo. */
export function createOdooMap(
  element: HTMLElement,
  options: MapOptions,
  adapter: OdooHost,
): OdooMap {
  const host = linkedHost(adapter);
  const services = Object.assign({}, ...SERVICES.map((make) => make(host))) as MapServices;
  const map = createMap(element, {
    ...options,
    view: options.view || linkedView(host) || keptView(host),
    services,
  });
  for (const listen of LISTENERS) listen(map, host);
  const loader = new Loader(map, host);
  const destroy = map.destroy.bind(map);
  return Object.assign(map, {
    load: () => loader.load(),
    favouriteContext: () => favouriteContext(host),
    destroy: () => {
      if (!loader.stop()) return;
      if (loader.content !== undefined) keepView(host, map.viewState(), loader.content);
      destroy();
    },
  });
}
