/** What is chosen, on the map: the drawn shapes, a ring round each pin, the place of a fault. */
import * as L from "leaflet";
import { el } from "../dom";
import { nearestLon } from "../geo";
import type { Host, MapState } from "../part";
import type { Pin } from "../pin";
import { INK } from "./pencil";
import type { Found } from "./types";

/** With more chosen records in view than this the shape alone tells who is meant. */
const MOST_MARKS = 3000;
const RING = { color: INK, weight: 3, fill: false, interactive: false };
const DOT = { stroke: false, fillColor: INK, fillOpacity: 0.9, interactive: false };

export class Marks {
  private shapes: L.LayerGroup;
  private marks: L.LayerGroup;
  private fault: L.CircleMarker | null = null;
  private renderer = L.svg({ padding: 0.5 });

  constructor(private host: Host) {
    this.shapes = L.layerGroup().addTo(host.map);
    this.marks = L.layerGroup().addTo(host.map);
  }

  /** Show a shape, beside those shown already when it was added to them. */
  addShape(shape: Found["shape"], add: boolean): void {
    if (!add) this.shapes.clearLayers();
    this.clearFault();
    this.layer(shape).addTo(this.shapes);
  }

  /** Show where a shape cannot be used; [] shows nothing. */
  showFault(place: number[]): void {
    this.clearFault();
    if (place.length !== 2) return;
    const { map, labels } = this.host;
    const at: L.LatLngTuple = [place[0], nearestLon(place[1], map.getCenter().lng)];
    this.fault = L.circleMarker(at, {
      radius: 12,
      color: "#b00020",
      weight: 4,
      fillOpacity: 0.15,
      renderer: this.renderer,
      className: "fvr-fault",
    });
    this.fault.bindTooltip(() => el("span", {}, labels.selectFault), {
      permanent: true,
      direction: "top",
      offset: [0, -12],
    });
    this.fault.addTo(map);
    if (!map.getBounds().contains(at)) map.panTo(at);
  }

  clearFault(): void {
    if (this.fault) this.fault.remove();
    this.fault = null;
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
        L.circleMarker(seen(pin), { ...RING, radius: pin.getRadius() + 4 }).addTo(this.marks);
      else L.circleMarker(at, { ...DOT, radius: 3 }).addTo(this.marks);
    }
  }

  private layer(shape: Found["shape"]): L.Layer {
    const style = {
      color: INK,
      weight: 2,
      fillOpacity: 0.07,
      interactive: false,
      renderer: this.renderer,
      className: "fvr-shape",
    };
    if (shape.type === "Circle" || shape.type === "Drive") {
      const [lon, lat] = shape.coordinates;
      return L.circle([lat, lon], { ...style, radius: "radius_m" in shape ? shape.radius_m : 0 });
    }
    return L.geoJSON(shape, { ...style, style } as L.GeoJSONOptions);
  }
}
