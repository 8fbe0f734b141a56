/** The parts of the map (layers, tools, panels): what each is given and what it may offer. */
import type * as L from "leaflet";
import type { BaseMap } from "./base/base_map";
import type { Scale } from "./colors";
import type { Decoded } from "./columns";
import type { Emitter } from "./events";
import type { Box } from "./geo";
import type { Switches } from "./layers/switches";
import type { Legend } from "./legend";
import type { Look } from "./look/look";
import type { DrawnRoute } from "./routes";
import type { Drawn, ExtraMark } from "./scene";
import type {
  Columns,
  Labels,
  MapEvents,
  MapOptions,
  MapProps,
  MapServices,
  RouteProps,
} from "./types";
import type { ViewState } from "./view_state";

/** What is on the map at this moment. */
export interface MapState {
  columns: Columns;
  decoded: Decoded;
  /** As the legend filters it. */
  scale: Scale;
  look: Look;
  routes: DrawnRoute[];
  /** Row numbers that the legend lets through. */
  shown: ReadonlySet<number>;
}

export interface Host {
  readonly map: L.Map;
  /** The component's root: panels are appended here. */
  readonly element: HTMLElement;
  readonly labels: Labels;
  readonly lang: string;
  readonly options: MapOptions;
  readonly services: MapServices;
  readonly emitter: Emitter<MapEvents>;
  /** The built-in map under everything else. */
  readonly base: BaseMap;
  /** Takes panels about what the points look like. */
  readonly legend: Legend;
  state(): MapState;
  /** What the last drawing put on the canvas, at the places where it is seen. */
  drawn(): Drawn;
  /** Draw these routes in the place of the given ones, until null is given. */
  showRoutes(routes: RouteProps[] | null): void;
  /** What a link must hold to show the same again: the map's section and what each part saves. */
  viewState(): ViewState;
  /** Which layers are on. */
  readonly switches: Switches;
  /** Filter and draw again. */
  refresh(): void;
  /** Draw again what is shown. */
  redraw(): void;
  /** Show a sentence above the map until it is closed. */
  notice(text: string): void;
}

export interface Part {
  /** New props were set. */
  update?(state: MapState, props: MapProps): void;
  /** Marks of its own in the box, which are moved apart together with the pins. */
  marks?(box: Box): ExtraMark[];
  /** The view was moved, or what is shown has changed. */
  draw?(state: MapState): void;
  /** This part's share of the view state; it finds it again in `host.options.view`. */
  save?(): ViewState;
  destroy?(): void;
}
