import "leaflet/dist/leaflet.css";
import "./style.css";
import "./places/places.css";
import "./popup/popup.css";
import "./select/select.css";
import "./layers/layers.css";
import "./route_edit/style.css";
import "./territories/territories.css";
import "./basemaps/basemaps.css";
import "./live/live.css";

export { createMap } from "./map";
export { createLive } from "./live/page";
export type { LiveHost } from "./live/host";
export { createOdooMap } from "./odoo/bridge";
export { parseArch, type OdooHost } from "./odoo/host";
export { createJobProgress } from "./progress";
export type * from "./types";
