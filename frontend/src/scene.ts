/** Turns what is visible into marks on the canvas. */
import * as L from "leaflet";
import type { Scale } from "./colors";
import { Clusters, CLUSTER_MAX_ZOOM, type Item } from "./clusters";
import type { Point } from "./columns";
import { el } from "./dom";
import { markOf, NO_MARKS, type Marks } from "./look/marks";
import { nearestLon, type Box } from "./geo";
import { LegMarks } from "./layers/legs";
import type { Switches } from "./layers/switches";
import { Pin, type Glyph } from "./pin";
import { openCard } from "./popup/card";
import { legText, PopupContent, type PopupContext, type StopInfo } from "./popup";
import { terminals, type DrawnRoute, type RouteStop } from "./routes";
import { offsets, overlapGroups } from "./spread";
import type { Columns, Labels } from "./types";

const PIN = 7;
const ICON_PIN = 10;
const STOP = 11;
const HOME = 10;
/** With more stops than this in view, those without room for a number are dots until one zooms in. */
const CROWD = 60;
const CROWDED_STOP = 5;
/** Without clusters at most so many pins are drawn; more are grouped after all, and it is said so. */
export const SINGLE_PINS = 3000;

export interface SceneData {
  scale: Scale;
  marks?: Marks;
  points: Point[];
  routes: DrawnRoute[];
  popup: PopupContext;
  switches: Switches;
  /** Marks of the parts in the box. */
  extras: (box: Box) => ExtraMark[];
}

/** A mark that is none of the records. */
export interface ExtraMark {
  lat: number;
  lon: number;
  glyph: Glyph;
  radius: number;
  tip: () => HTMLElement;
  click: (pin: Pin, shift: { x: number; y: number }) => void;
}

/** A mark before it is put on the map; marks that overlap are moved apart first. */
interface Mark {
  point: Point;
  glyph: Glyph;
  radius: number;
  stop?: StopInfo;
}

type AnyMark = Mark | ExtraMark;

export interface Drawn {
  clusters: number;
  pins: number;
  /** Single points in view, for the keyboard list. */
  visible: { id: number; row: number; pin: Pin }[];
  /** The lines of the routes: each leads to the stop of that index, or behind the last stop. */
  legs: { routeId: string; stop: number; ends: L.LatLngTuple[] }[];
  /** Pins were grouped although clusters are off: there are too many. */
  forced: boolean;
}

export function nothingDrawn(): Drawn {
  return { clusters: 0, pins: 0, visible: [], legs: [], forced: false };
}

export class Scene {
  private lines: L.LayerGroup;
  private marks: L.LayerGroup;
  private data: SceneData | null = null;
  private clusters: Clusters | null = null;
  private card: { id: number; columns: Columns; popup: L.Popup; content: PopupContent } | null =
    null;

  constructor(
    private map: L.Map,
    private labels: Labels,
    private lang: string,
    private onPoint: (id: number) => void,
  ) {
    this.lines = L.layerGroup().addTo(map);
    this.marks = L.layerGroup().addTo(map);
  }

  setData(data: SceneData): void {
    this.data = data;
    this.renewCard(data);
    const onRoute = new Set(data.routes.flatMap((r) => r.stops.map((stop) => stop.point.row)));
    const free = data.points.filter((point) => !onRoute.has(point.row));
    this.clusters = new Clusters(free, (point) => data.scale.stepOf[point.row]);
  }

  /** Draw the present view. */
  draw(): Drawn {
    const drawn = nothingDrawn();
    if (!this.data || !this.clusters) return drawn;
    this.clear();
    const box = padded(this.map.getBounds());
    const legMarks = new LegMarks(this.map, this.lines);
    for (const route of this.data.routes) this.drawLegs(route, drawn, legMarks);
    const items = this.itemsIn(box, this.clusters, drawn);
    for (const item of items) if (item.kind === "cluster") this.drawCluster(item, drawn);
    const marks = [...this.freeMarks(items), ...this.stopMarks(box), ...this.data.extras(box)];
    this.drawTerminals();
    this.drawSpread(marks, drawn);
    return drawn;
  }

  clear(): void {
    this.lines.clearLayers();
    this.marks.clearLayers();
  }

  private at(place: { lat: number; lon: number }): L.LatLngTuple {
    return [place.lat, nearestLon(place.lon, this.map.getCenter().lng)];
  }

  /** Clusters and single points of the view; single points only where clusters are off. */
  private itemsIn(box: Box, clusters: Clusters, drawn: Drawn): Item[] {
    const { switches } = this.data as SceneData;
    const grouped = (): Item[] => clusters.within(box, Math.floor(this.map.getZoom()));
    if (switches.on("clusters")) return grouped();
    if (!switches.on("pins")) return [];
    const single = clusters.within(box, CLUSTER_MAX_ZOOM + 1);
    drawn.forced = single.length > SINGLE_PINS;
    return drawn.forced ? grouped() : single;
  }

  private freeMarks(items: Item[]): Mark[] {
    const { scale, switches, marks = NO_MARKS } = this.data as SceneData;
    if (!switches.on("pins")) return [];
    const radius = marks.icon ? ICON_PIN : PIN;
    return items.flatMap((item) => {
      if (item.kind !== "point") return [];
      const { row } = item.point;
      const color = scale.steps[scale.stepOf[row]].color;
      const form = markOf(marks.shape, row);
      const icon = markOf(marks.icon, row);
      return [{ point: item.point, glyph: { shape: "dot", color, form, icon }, radius }];
    });
  }

  private stopMarks(box: Box): Mark[] {
    const { scale, routes, switches } = this.data as SceneData;
    if (!routes.length) return [];
    const shown = new Set((this.data as SceneData).points.map((point) => point.row));
    const inView = (point: Point): boolean =>
      shown.has(point.row) && point.lat >= box.south && point.lat <= box.north;
    const stops = routes.flatMap((route) =>
      route.stops.filter(({ point }) => inView(point)).map((stop) => ({ route, stop })),
    );
    const dots = this.withoutRoom(
      stops.map(({ stop }) => stop.point),
      box,
    );
    return stops.map(({ route, stop }, i) => {
      const own = route.uniform || scale.steps.length < 2;
      const color = own ? route.color : stepColor(scale, stop);
      const text = String(stop.number);
      return {
        point: stop.point,
        glyph:
          dots.has(i) || !switches.on("numbers")
            ? { shape: "dot", color }
            : { shape: "stop", color, text },
        radius: dots.has(i) ? CROWDED_STOP : STOP,
        stop: { routeName: route.name, number: stop.number, leg: stop.leg },
      };
    });
  }

  /** Which of the points would cover one another with their numbers, when there are many. */
  private withoutRoom(points: Point[], box: Box): Set<number> {
    if (points.filter((point) => isWithin(point, box)).length <= CROWD) return new Set();
    const pixels = points.map((point) => this.map.latLngToLayerPoint(this.at(point)));
    return new Set(overlapGroups(pixels, 2 * STOP).flatMap((g) => (g.length > 1 ? g : [])));
  }

  private drawSpread(marks: AnyMark[], drawn: Drawn): void {
    const pixels = marks.map((m) => this.map.latLngToLayerPoint(this.at(placeOf(m))));
    const radii = marks.map((m) => m.radius);
    const radius = radii.reduce((a, b) => Math.max(a, b), PIN);
    for (const group of overlapGroups(pixels, radius * 1.6, radii)) {
      const largest = Math.max(...group.map((index) => marks[index].radius));
      const shifts = offsets(group.length, largest * 2.1);
      group.forEach((index, i) => {
        const mark = marks[index];
        if ("point" in mark) this.drawMark(mark, shifts[i], drawn);
        else this.drawExtra(mark, shifts[i]);
      });
    }
  }

  private drawExtra(mark: ExtraMark, shift: { x: number; y: number }): void {
    const pin = new Pin(this.at(mark), mark.glyph, mark.radius, shift);
    pin.bindTooltip(mark.tip, { direction: "top", offset: [shift.x, shift.y - 6] });
    pin.on("click", () => {
      pin.closeTooltip();
      mark.click(pin, shift);
    });
    pin.addTo(this.marks);
  }

  private drawMark(mark: Mark, shift: { x: number; y: number }, drawn: Drawn): void {
    const { popup } = this.data as SceneData;
    const { id, row } = mark.point;
    const pin = new Pin(this.at(mark.point), mark.glyph, mark.radius, shift);
    pin.bindTooltip(() => el("span", {}, popup.columns.names[row]), {
      direction: "top",
      offset: [shift.x, shift.y - 6],
    });
    pin.on("click", () => {
      this.onPoint(id);
      pin.closeTooltip();
      this.openPopup(pin, row, shift, mark.stop);
    });
    pin.addTo(this.marks);
    drawn.pins += 1;
    drawn.visible.push({ id, row, pin });
  }

  private openPopup(pin: Pin, row: number, shift: { x: number; y: number }, stop?: StopInfo): void {
    const { popup } = this.data as SceneData;
    const { columns } = popup;
    const content = new PopupContent(row, popup, stop);
    const card = openCard(this.map, pin.getLatLng(), content.box, shift);
    this.card = { id: columns.ids[row], columns, popup: card, content };
  }

  /** New data: an open popup shows its record anew, or closes when that is no longer there. */
  private renewCard({ popup, points, routes }: SceneData): void {
    const { card } = this;
    if (!card || !card.popup.isOpen()) return;
    const point = points.find((one) => one.id === card.id);
    if (!point) this.map.closePopup(card.popup);
    else if (card.columns !== popup.columns) {
      card.columns = popup.columns;
      const at = L.latLng(this.at(point));
      if (!at.equals(card.popup.getLatLng() as L.LatLng)) card.popup.setLatLng(at);
      card.content.renew(point.row, popup, stopInfo(routes, point.row));
    }
  }

  private drawCluster(item: Extract<Item, { kind: "cluster" }>, drawn: Drawn): void {
    const { scale } = this.data as SceneData;
    const parts = scale.steps
      .map((step, i) => ({ color: step.color, count: item.counts[i] || 0 }))
      .filter((part) => part.count);
    const text = new Intl.NumberFormat(this.lang, { notation: "compact" }).format(item.count);
    const radius = 13 + Math.min(13, 3.2 * Math.log10(item.count) * 1.6);
    const pin = new Pin(this.at(item), { shape: "cluster", text, parts }, radius);
    pin.on("click", () => {
      const zoom = Math.min(
        this.clusters ? this.clusters.expansionZoom(item.id) : 19,
        this.map.getMaxZoom(),
      );
      this.map.setView(this.at(item), Math.max(zoom, this.map.getZoom() + 1));
    });
    pin.addTo(this.marks);
    drawn.clusters += 1;
  }

  private drawLegs(route: DrawnRoute, drawn: Drawn, marks: LegMarks): void {
    const { switches } = this.data as SceneData;
    route.legs.forEach(({ from, to, leg }, i) => {
      const start = this.at(from);
      const ends: L.LatLngTuple[] = [start, [to.lat, nearestLon(to.lon, start[1])]];
      drawn.legs.push({ routeId: route.id, stop: route.start ? i : i + 1, ends });
      L.polyline(ends, { color: "#ffffff", weight: 6, opacity: 0.8, interactive: false }).addTo(
        this.lines,
      );
      const line = L.polyline(ends, {
        color: route.color,
        weight: 3.5,
        opacity: 0.9,
        bubblingMouseEvents: false,
      });
      line.bindTooltip(() => this.legTip(route, leg), { sticky: true });
      line.addTo(this.lines);
      if (switches.on("direction")) marks.arrow(ends, route.color);
      if (switches.on("legs") && leg)
        marks.figures(ends, route.color, legText(leg, this.labels, this.lang));
    });
  }

  private legTip(route: DrawnRoute, leg: DrawnRoute["legs"][number]["leg"]): HTMLElement {
    const text = leg ? route.name + "\n" + legText(leg, this.labels, this.lang) : route.name;
    return el("span", { class: "fvr-lines" }, text);
  }

  private drawTerminals(): void {
    const { routes } = this.data as SceneData;
    for (const place of terminals(routes, this.labels.start, this.labels.end)) {
      const pin = new Pin(this.at(place), { shape: "home", color: place.color }, HOME);
      pin.bindTooltip(() => el("span", { class: "fvr-lines" }, place.label || ""), {
        direction: "top",
      });
      pin.addTo(this.marks);
    }
  }
}

function placeOf(mark: AnyMark): { lat: number; lon: number } {
  return "point" in mark ? mark.point : mark;
}

function stopInfo(routes: DrawnRoute[], row: number): StopInfo | undefined {
  for (const route of routes)
    for (const { point, number, leg } of route.stops)
      if (point.row === row) return { routeName: route.name, number, leg };
  return undefined;
}

function stepColor(scale: Scale, stop: RouteStop): string {
  return scale.steps[scale.stepOf[stop.point.row]].color;
}

/** A little more than the view, so that marks at the rim are drawn in full. */
function padded(bounds: L.LatLngBounds): {
  south: number;
  north: number;
  west: number;
  east: number;
} {
  const box = bounds.pad(0.1);
  return {
    south: Math.max(-90, box.getSouth()),
    north: Math.min(90, box.getNorth()),
    west: box.getWest(),
    east: box.getEast(),
  };
}

function isWithin(point: Point, box: Box): boolean {
  const lon = nearestLon(point.lon, (box.west + box.east) / 2);
  return point.lat >= box.south && point.lat <= box.north && lon >= box.west && lon <= box.east;
}
