/** Areas on the map: territories in their colours, free market areas with a dashed outline. */
import * as L from "leaflet";
import { LateSafeCanvas } from "../canvas";
import { PALETTE } from "../colors";
import { el } from "../dom";
import { nearestLon } from "../geo";
import type { Area } from "../types";

const FREE = "#6b6b6b";
/** An area narrower than this has no room for its name, in pixels. */
const NAME_ROOM = 70;

interface DrawnArea {
  area: Area;
  shape: L.GeoJSON;
  name: L.Marker;
  bounds: L.LatLngBounds;
}

/** What Leaflet's canvas asks a polygon itself. */
interface Inside {
  _containsPoint(point: L.Point): boolean;
}

export class AreaLayer {
  private drawn: DrawnArea[] = [];
  private parts = new Map<number, DrawnArea[]>();
  private group: L.LayerGroup;
  private shownAt = NaN;

  constructor(
    private map: L.Map,
    private free: boolean,
    private onClick: (area: Area, at: L.LatLng) => void,
  ) {
    this.group = L.layerGroup();
    // the pins' canvas lies over the names and takes their clicks: so the map is asked
    map.on("click", this.clicked, this);
    for (const [name, zIndex] of [["fvrAreas", 330] as const, ["fvrAreaNames", 360] as const]) {
      const pane = map.getPane(name) || map.createPane(name);
      pane.style.zIndex = String(zIndex);
      pane.style.pointerEvents = "none";
    }
  }

  /** Larger areas first, so that their parts lie above them. */
  setData(areas: Area[]): void {
    this.group.clearLayers();
    this.shownAt = NaN;
    const wholes = new Set(areas.map((area) => area.part_of));
    this.drawn = areas
      .map((area, i) => this.make(area, this.colorOf(area, i), wholes.has(area.id)))
      .sort((a, b) => extent(b.bounds) - extent(a.bounds));
    for (const { shape } of this.drawn) this.group.addLayer(shape);
    this.parts = new Map();
    for (const one of this.drawn) {
      const above = one.area.part_of;
      if (above) this.parts.set(above, [...(this.parts.get(above) || []), one]);
    }
  }

  colorOf(area: Area, i: number): string {
    return area.color || (this.free ? FREE : PALETTE[i % PALETTE.length]);
  }

  boundsOf(id: number): L.LatLngBounds | null {
    const found = this.drawn.find(({ area }) => area.id === id);
    return found ? found.bounds : null;
  }

  draw(on: boolean): void {
    if (!on) {
      this.group.remove();
      return;
    }
    this.moveNear();
    this.group.addTo(this.map);
    for (const one of this.drawn) {
      if (this.isNamed(one)) this.group.addLayer(one.name);
      else this.group.removeLayer(one.name);
    }
  }

  /** Names of parts stand in place of the whole's as soon as one of them has room. */
  private isNamed({ area, bounds }: DrawnArea): boolean {
    const west = this.map.latLngToLayerPoint(bounds.getSouthWest());
    const east = this.map.latLngToLayerPoint(bounds.getNorthEast());
    const parts = this.parts.get(area.id) || [];
    return east.x - west.x >= NAME_ROOM && !parts.some((part) => this.isNamed(part));
  }

  /** The areas that hold this place, with how large they are. */
  at(place: L.LatLng): { area: Area; size: number }[] {
    if (!this.map.hasLayer(this.group)) return [];
    const point = this.map.latLngToLayerPoint(place);
    const hit = this.drawn.filter(({ shape }) =>
      shape.getLayers().some((layer) => (layer as unknown as Inside)._containsPoint(point)),
    );
    return hit.map(({ area, bounds }) => ({ area, size: extent(bounds) }));
  }

  remove(): void {
    this.group.remove();
    this.map.off("click", this.clicked, this);
  }

  private clicked(event: L.LeafletMouseEvent): void {
    const named = this.drawn.filter(({ name }) => this.map.hasLayer(name));
    const hit = named.find(({ name }) => {
      const text = name.getElement()?.firstElementChild as HTMLElement | null;
      const away = this.map.latLngToContainerPoint(name.getLatLng()).subtract(event.containerPoint);
      return (
        text &&
        Math.abs(away.x) <= text.offsetWidth / 2 &&
        Math.abs(away.y) <= text.offsetHeight / 2
      );
    });
    if (hit) this.onClick(hit.area, hit.name.getLatLng());
  }

  private make(area: Area, color: string, whole: boolean): DrawnArea {
    const shape = L.geoJSON(area.geometry, {
      pane: "fvrAreas",
      renderer: areaRenderer(this.map),
      interactive: false,
      style: {
        color,
        weight: 2,
        opacity: 0.9,
        fillColor: color,
        // its parts have the colours
        fillOpacity: whole ? 0 : this.free ? 0.08 : 0.14,
        dashArray: this.free ? "7 6" : undefined,
      },
    } as L.GeoJSONOptions);
    const bounds = shape.getBounds();
    return { area, shape, bounds, name: this.nameMark(area, color, bounds.getCenter()) };
  }

  private nameMark(area: Area, color: string, at: L.LatLng): L.Marker {
    const text = el("span", { class: "fvr-area-name", "data-area": area.id }, area.name);
    text.style.color = color;
    const icon = L.divIcon({ className: "fvr-area-mark", html: text, iconSize: [0, 0] });
    return L.marker(at, { icon, pane: "fvrAreaNames", interactive: false, keyboard: false });
  }

  /** Areas are drawn on the copy of the world that is in view. */
  private moveNear(): void {
    const center = this.map.getCenter().lng;
    const turn = Math.round(center / 360);
    if (turn === this.shownAt) return;
    this.shownAt = turn;
    for (const one of this.drawn) {
      const middle = one.bounds.getCenter().lng;
      const shift = nearestLon(middle, center) - middle;
      if (shift) this.shift(one, shift);
    }
  }

  private shift(one: DrawnArea, degrees: number): void {
    const move = ({ lat, lng }: L.LatLng): L.LatLng => L.latLng(lat, lng + degrees);
    one.shape.eachLayer((layer) => {
      const polygon = layer as L.Polygon;
      polygon.setLatLngs(deepMap(polygon.getLatLngs() as Rings, move) as L.LatLng[][]);
    });
    one.bounds = L.latLngBounds(move(one.bounds.getSouthWest()), move(one.bounds.getNorthEast()));
    one.name.setLatLng(move(one.name.getLatLng()));
  }
}

type Rings = L.LatLng | Rings[];

/** The same nesting of rings with every corner moved. */
function deepMap(value: Rings, move: (at: L.LatLng) => L.LatLng): Rings {
  return Array.isArray(value) ? value.map((part) => deepMap(part, move)) : move(value);
}

/** One canvas for all areas of a map, below the names of places. */
export function areaRenderer(map: L.Map): L.Renderer {
  const known = renderers.get(map) || new LateSafeCanvas({ pane: "fvrAreas", padding: 0.2 });
  renderers.set(map, known);
  return known;
}

const renderers = new WeakMap<L.Map, L.Renderer>();

function extent(bounds: L.LatLngBounds): number {
  return (
    (bounds.getNorth() - bounds.getSouth()) * Math.max(1e-9, bounds.getEast() - bounds.getWest())
  );
}
