import "leaflet/dist/leaflet.css";
import "./style.css";

export { createMap } from "./map";
export { createJobProgress } from "./progress";
export type * from "./types";
