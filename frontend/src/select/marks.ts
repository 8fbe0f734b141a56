/** What is chosen, on the map: the drawn shapes, a ring round each pin, the place of a fault. */
import * as L from "leaflet";
import { LateSafeCanvas } from "../canvas";
import { el } from "../dom";
import { nearestLon } from "../geo";
import type { Host, MapState } from "../part";
import type { Pin } from "../pin";
import { INK } from "./pencil";
import type { Found } from "./types";

/** With more chosen records in view than this the shape alone tells who is meant. */
const MOST_MARKS = 3000;
const PANE = "fvr-chosen";
const RED = "#b00020";
const RING = { color: INK, weight: 3, fill: false, interactive: false };
const DOT = { stroke: false, fillColor: INK, fillOpacity: 0.9, interactive: false };

export class Marks {
  private shapes: L.LayerGroup;
  private marks: L.LayerGroup;
  private faults: L.LayerGroup;
  /** Under the pins, so that they stay what one sees first. */
  private renderer: L.Renderer;
  private rings: L.Renderer;

  constructor(private host: Host) {
    const pane = host.map.createPane(PANE);
    pane.classList.add("fvr-chosen-pane");
    this.renderer = L.svg({ padding: 0.5, pane: PANE });
    this.rings = new LateSafeCanvas({ padding: 0.5, pane: PANE });
    this.shapes = L.layerGroup().addTo(host.map);
    this.marks = L.layerGroup().addTo(host.map);
    this.faults = L.layerGroup().addTo(host.map);
  }

  /** Show a shape, beside those shown already when it was added to them. */
  addShape(shape: Found["shape"], add: boolean): void {
    if (!add) this.shapes.clearLayers();
    this.clearFault();
    this.layer(shape).addTo(this.shapes);
  }

  /** Show a shape that cannot be used, and where its fault is if it has a place. */
  showFault(shape: Found["shape"], place: number[]): void {
    this.clearFault();
    this.layer(shape, { color: RED, dashArray: "5 6", fill: false }).addTo(this.faults);
    if (place.length !== 2) return;
    const { map, labels } = this.host;
    const at: L.LatLngTuple = [place[0], nearestLon(place[1], map.getCenter().lng)];
    const mark = L.circleMarker(at, {
      radius: 12,
      color: RED,
      weight: 4,
      fillOpacity: 0.15,
      renderer: this.renderer,
      className: "fvr-fault",
    });
    mark.bindTooltip(() => el("span", {}, labels.selectFault), {
      permanent: true,
      direction: "top",
      offset: [0, -12],
    });
    mark.addTo(this.faults);
    if (!map.getBounds().contains(at)) map.panTo(at);
  }

  clearFault(): void {
    this.faults.clearLayers();
  }

  clear(): void {
    this.shapes.clearLayers();
    this.marks.clearLayers();
    this.clearFault();
  }

  /** A ring round every chosen pin in view, a dot for each that stands in a cluster. */
  draw(state: MapState, chosen: ReadonlySet<number>): void {
    this.marks.clearLayers();
    if (!chosen.size) return;
    const { map } = this.host;
    const pins = new Map(this.host.drawn().visible.map(({ row, pin }) => [row, pin]));
    const bounds = map.getBounds();
    const inView = state.decoded.points.filter(
      ({ id, row, lat, lon }) =>
        chosen.has(id) &&
        state.shown.has(row) &&
        bounds.contains([lat, nearestLon(lon, bounds.getCenter().lng)]),
    );
    if (inView.length > MOST_MARKS) return;
    // pins that would cover each other stand beside their place
    const seen = (pin: Pin): L.LatLng => map.containerPointToLatLng(pin.pixel(map));
    for (const { row, lat, lon } of inView) {
      const pin = pins.get(row);
      const at: L.LatLngTuple = [lat, nearestLon(lon, bounds.getCenter().lng)];
      if (pin)
        L.circleMarker(seen(pin), {
          ...RING,
          renderer: this.rings,
          radius: pin.getRadius() + 4,
        }).addTo(this.marks);
      else L.circleMarker(at, { ...DOT, renderer: this.rings, radius: 3 }).addTo(this.marks);
    }
  }

  private layer(shape: Found["shape"], change: L.PathOptions = {}): L.Layer {
    const style = {
      color: INK,
      weight: 2,
      fillOpacity: 0.07,
      interactive: false,
      renderer: this.renderer,
      className: "fvr-shape",
      ...change,
    };
    if (shape.type === "Circle" || shape.type === "Drive") {
      const [lon, lat] = shape.coordinates;
      return L.circle([lat, lon], { ...style, radius: "radius_m" in shape ? shape.radius_m : 0 });
    }
    return L.geoJSON(shape, { ...style, style } as L.GeoJSONOptions);
  }
}
