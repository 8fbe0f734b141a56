/** The map component: createMap(element, options) → {setProps, on, destroy}. */
import * as L from "leaflet";
import { BaseMap } from "./base/base_map";
import type { PlacesFile } from "./base/names";
import type { StreetFile } from "./base/streets";
import type { WorldFile } from "./base/world";
import { LateSafeCanvas } from "./canvas";
import { addButtons, Chrome } from "./chrome";
import { keepFromMap } from "./tools";
import { assertColumns, decode, type Decoded } from "./columns";
import { Emitter } from "./events";
import { browserLang } from "./format";
import { boundingBox, focusBox, type Box } from "./geo";
import { fill, withDefaults } from "./labels";
import { savedSwitches } from "./layers/memory";
import { Switches } from "./layers/switches";
import { Legend } from "./legend";
import { LookState } from "./look/state";
import type { Host, MapState, Part } from "./part";
import { createParts } from "./parts";
import { resolveRoutes, type DrawnRoute } from "./routes";
import { nothingDrawn, Scene, type Drawn, type ExtraMark } from "./scene";
import type {
  Columns,
  Labels,
  MapEvents,
  MapOptions,
  MapProps,
  MapServices,
  RouteProps,
} from "./types";
import { sectionIn, sectionOf, type ViewState } from "./view_state";

const NARROW = 600;
const NO_COLUMNS: Columns = { ids: [], lat: [], lon: [], names: [], fields: {}, columns: {} };

export interface FieldVisitMap {
  setProps(props: MapProps): void;
  on<E extends keyof MapEvents>(event: E, callback: (event: MapEvents[E]) => void): void;
  /** Plain data which, given as `options.view` to another map, shows the same again. */
  viewState(): ViewState;
  readonly labels: Labels;
  destroy(): void;
}

export function createMap(element: HTMLElement, options: MapOptions = {}): FieldVisitMap {
  return new Component(element, options);
}

class Component implements FieldVisitMap, Host {
  readonly labels: Labels;
  readonly lang: string;
  readonly services: MapServices;
  readonly emitter = new Emitter<MapEvents>();
  readonly switches: Switches;
  readonly map: L.Map;
  private look: LookState;
  readonly base: BaseMap;
  private scene: Scene;
  readonly legend: Legend;
  private chrome: Chrome;
  private watcher: ResizeObserver | null = null;
  private columns: Columns = NO_COLUMNS;
  private decoded: Decoded = decode(NO_COLUMNS);
  private routes: DrawnRoute[] = [];
  private given: RouteProps[] = [];
  private draft: RouteProps[] | null = null;
  private lastDrawn: Drawn = nothingDrawn();
  private contentKey = "";
  private shown: ReadonlySet<number> = new Set();
  private parts: Part[];
  private destroyed = false;
  private keepsView = false;

  constructor(
    readonly element: HTMLElement,
    readonly options: MapOptions,
  ) {
    this.services = options.services || {};
    this.switches = new Switches(savedSwitches(options));
    this.labels = withDefaults(options.labels);
    this.lang = browserLang(options.lang);
    this.look = new LookState(this.labels, this.lang, options.view);
    this.look.set(NO_COLUMNS);
    element.classList.add("fvr-map");
    element.dataset.state = "loading";
    this.map = this.createLeaflet();
    this.base = new BaseMap(this.map, this.lang, options.borders);
    this.scene = new Scene(this.map, this.labels, this.lang, (id) =>
      this.emitter.emit("pointclick", { id }),
    );
    this.legend = new Legend(this.labels, this.lang, this.look, () => this.refresh());
    this.chrome = new Chrome(element, this.labels);
    this.addPanels();
    this.parts = createParts(this);
    this.map.on("moveend resize", () => this.draw());
    this.map.on("popupopen", ({ popup }) => nameCloseButton(popup, this.labels.close));
    this.watchSize();
    void this.loadBase();
  }

  setProps(props: MapProps): void {
    const points = props.points || this.columns;
    assertColumns(points);
    this.columns = points;
    this.decoded = decode(points);
    this.look.set(points, props.look);
    this.given = props.routes || [];
    this.resolve();
    this.showNotes();
    for (const part of this.parts) if (part.update) part.update(this.state(), props);
    const key = contentKey(points);
    const isNew = key !== this.contentKey && !this.keepsView;
    this.contentKey = key;
    this.keepsView = false;
    this.refresh(props.fit === undefined ? isNew : props.fit);
  }

  on<E extends keyof MapEvents>(event: E, callback: (event: MapEvents[E]) => void): void {
    this.emitter.on(event, callback);
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    if (this.watcher) this.watcher.disconnect();
    for (const part of this.parts) if (part.destroy) part.destroy();
    this.emitter.clear();
    this.scene.clear();
    this.map.remove();
    this.element.replaceChildren();
    this.element.classList.remove("fvr-map");
  }

  showRoutes(routes: RouteProps[] | null): void {
    this.draft = routes;
    this.resolve();
    this.refresh();
  }

  drawn(): Drawn {
    return this.lastDrawn;
  }

  state(): MapState {
    const { columns, decoded, routes, shown } = this;
    return { columns, decoded, scale: this.look.filtered(), look: this.look.look, routes, shown };
  }

  viewState(): ViewState {
    return Object.assign(
      { ...sectionOf(this.map), ...this.look.save() },
      ...this.parts.map((part) => (part.save ? part.save() : {})),
    ) as ViewState;
  }

  redraw(): void {
    this.draw();
  }

  notice(text: string): void {
    this.chrome.showNotice(text);
  }

  private resolve(): void {
    this.routes = resolveRoutes(this.draft || this.given, this.decoded, this.look.scale);
    this.legend.show(this.routes);
  }

  private createLeaflet(): L.Map {
    const pane = document.createElement("div");
    pane.className = "fvr-canvas";
    this.element.replaceChildren(pane);
    const section = sectionIn(this.options.view);
    this.keepsView = Boolean(section);
    const map = L.map(pane, {
      preferCanvas: true,
      renderer: new LateSafeCanvas({ padding: 0.2, tolerance: 4 }),
      zoomControl: false,
      worldCopyJump: true,
      minZoom: 2,
      maxZoom: 19,
      zoomSnap: 0.5,
      center: section ? [section.lat, section.lon] : [25, 10],
      zoom: section ? section.zoom : 2,
      zoomAnimation: !prefersStillness(),
    });
    map.attributionControl.setPrefix("<a href='https://leafletjs.com' rel='noopener'>Leaflet</a>");
    return map;
  }

  private addPanels(): void {
    addButtons(this.map, this.labels, () => this.fit());
    this.element.append(this.legend.element);
    keepFromMap(this.legend.element);
    this.legend.element.hidden = true;
    this.legend.fold(this.element.clientWidth > 0 && this.element.clientWidth < NARROW);
  }

  private watchSize(): void {
    if (typeof ResizeObserver === "undefined") return;
    this.watcher = new ResizeObserver(() => {
      this.map.invalidateSize({ debounceMoveend: true });
    });
    this.watcher.observe(this.element);
  }

  private async loadBase(): Promise<void> {
    const { worldUrl, placesUrl, layerUrls } = this.options;
    const parts: Promise<void>[] = [];
    if (worldUrl)
      parts.push(this.loadPart(worldUrl, (file) => this.base.setWorld(file as WorldFile)));
    if (placesUrl)
      parts.push(this.loadPart(placesUrl, (file) => this.base.setPlaces(file as PlacesFile)));
    for (const url of layerUrls || []) {
      parts.push(this.loadPart(url, (file) => this.base.addStreets(file as StreetFile)));
    }
    await Promise.all(parts);
    if (!this.destroyed) this.element.dataset.base = "ready";
  }

  private async loadPart(url: string, use: (file: unknown) => void): Promise<void> {
    try {
      const file = await (this.options.fetchJson || fetchJson)(url);
      if (!this.destroyed) use(file);
    } catch (error) {
      if (this.destroyed) return;
      const message = fill(
        this.labels.baseFailed,
        url + " (" + String((error as Error).message) + ")",
      );
      this.chrome.showNotice(message);
      this.emitter.emit("error", { message });
    }
  }

  private showNotes(): void {
    const { missing } = this.columns;
    const ids = [...(missing ? missing.ids : []), ...this.decoded.unplaced];
    const count = (missing ? missing.count : 0) + this.decoded.unplaced.length;
    const wanted = this.services.places ? "unplaced" : "missing";
    this.chrome.showMissing(count, () => this.emitter.emit(wanted, { ids }));
    this.chrome.showEmpty(!this.decoded.points.length);
  }

  /** Hand what the legend lets through to the scene, and draw it. */
  refresh(fit = false): void {
    const { hiddenRoutes } = this.look;
    const shown = this.look.rowFilter();
    const isHidden = (route: DrawnRoute): boolean => route.hidden || hiddenRoutes.has(route.id);
    const offRoute = new Set(
      this.routes.filter(isHidden).flatMap((r) => r.stops.map((s) => s.point.row)),
    );
    const points = this.decoded.points.filter((p) => shown(p.row) && !offRoute.has(p.row));
    const routes = this.routes.filter(
      (r) =>
        this.switches.on("routes") && !isHidden(r) && r.stops.some((stop) => shown(stop.point.row)),
    );
    this.shown = new Set(points.map((point) => point.row));
    const popup = {
      columns: this.columns,
      labels: this.labels,
      lang: this.lang,
      services: this.services,
      onOpen: (id: number) => this.emitter.emit("open", { id, ids: this.columns.ids }),
    };
    const extras = (box: Box): ExtraMark[] =>
      this.parts.flatMap((part) => (part.marks ? part.marks(box) : []));
    const { switches, look } = this;
    const { marks } = look;
    this.scene.setData({ scale: look.filtered(), marks, points, routes, popup, switches, extras });
    this.element.dataset.count = String(points.length);
    this.element.dataset.routes = String(routes.length);
    if (!fit || !this.fit(focusBox)) this.draw();
  }

  /** Show everything; true when the view changed (drawing then follows by itself). */
  private fit(boxOf = boundingBox): boolean {
    const places = [...this.decoded.points, ...this.routes.flatMap((r) => [r.start, r.end])];
    const box = boxOf(places.filter((p): p is NonNullable<typeof p> => Boolean(p)));
    if (!box) return false;
    const wide = this.element.clientWidth >= NARROW;
    const before = viewKey(this.map);
    this.map.fitBounds(L.latLngBounds([box.south, box.west], [box.north, box.east]), {
      paddingTopLeft: [wide ? 76 : 24, 40],
      paddingBottomRight: [wide && !this.legend.element.hidden ? 290 : 24, 40],
      maxZoom: 17,
      animate: false,
    });
    return viewKey(this.map) !== before;
  }

  private draw(): void {
    if (this.destroyed) return;
    const drawn = (this.lastDrawn = this.scene.draw());
    const { dataset } = this.element;
    dataset.clusters = String(drawn.clusters);
    dataset.pins = String(drawn.pins);
    const { lat, lng } = this.map.getCenter();
    dataset.zoom = String(this.map.getZoom());
    dataset.center = `${lat.toFixed(6)},${lng.toFixed(6)}`;
    dataset.state = "ready";
    this.chrome.showList(
      drawn.visible.map(({ id, row, pin }) => ({
        id,
        name: this.columns.names[row],
        open: () => pin.fire("click"),
      })),
    );
    for (const part of this.parts) if (part.draw) part.draw(this.state());
    this.emitter.emit("rendered", { count: Number(dataset.count || 0) });
  }
}

/** Leaflet names it in English. */
function nameCloseButton(popup: L.Popup, name: string): void {
  const button = popup.getElement()?.querySelector(".leaflet-popup-close-button");
  if (button) button.setAttribute("aria-label", name);
}

function viewKey(map: L.Map): string {
  const { lat, lng } = map.getCenter();
  return [lat.toFixed(7), lng.toFixed(7), map.getZoom()].join();
}

/** The same records again (a record was edited, the user came back) keep the view as it is. */
export function contentKey(columns: Columns): string {
  let hash = columns.ids.length;
  for (const id of columns.ids) hash = (hash * 31 + id) | 0;
  return String(columns.ids.length) + ":" + String(hash);
}

function prefersStillness(): boolean {
  return Boolean(
    window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  );
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error("HTTP " + String(response.status));
  return response.json();
}
