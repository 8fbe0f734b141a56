import "leaflet/dist/leaflet.css";
import "./style.css";
import "./places/places.css";
import "./popup/popup.css";
import "./select/select.css";
import "./layers/layers.css";
import "./route_edit/style.css";
import "./territories/territories.css";
import "./basemaps/basemaps.css";

export { createMap } from "./map";
export { createOdooMap } from "./odoo/bridge";
export { parseArch, type OdooHost } from "./odoo/host";
export { createJobProgress } from "./progress";
export type * from "./types";
