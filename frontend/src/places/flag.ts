/** A marker that stands for a place that is no record, or for a record's place to be. */
import * as L from "leaflet";
import { el } from "../dom";

const STEP = 12;
const FINE_STEP = 1;
/** After the last key press it is time to look where the marker is. */
const REST_MS = 500;
const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export class Flag {
  readonly marker: L.Marker;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dragged = false;

  /** `onMove` is told when the user has put the marker elsewhere. */
  constructor(
    private map: L.Map,
    at: L.LatLng,
    label: string,
    private onMove: () => void,
  ) {
    this.marker = L.marker(at, {
      icon: L.divIcon({
        className: "fvr-flag",
        html: el("span", { class: "fvr-flag-drop" }),
        iconSize: [28, 36],
        iconAnchor: [14, 35],
        popupAnchor: [0, -30],
      }),
      draggable: true,
      autoPan: true,
      keyboard: true,
      title: label,
      alt: label,
      zIndexOffset: 1000,
    }).addTo(map);
    this.marker.on("dragstart", () => (this.dragged = true));
    this.marker.on("dragend", () => {
      this.dragged = false;
      this.onMove();
    });
    const node = this.marker.getElement();
    if (node) node.addEventListener("keydown", (event) => this.nudge(event));
  }

  get at(): L.LatLng {
    return this.marker.getLatLng();
  }

  get isDragged(): boolean {
    return this.dragged;
  }

  moveTo(at: L.LatLng): void {
    this.marker.setLatLng(at);
  }

  focus(): void {
    const node = this.marker.getElement();
    if (node) node.focus({ preventScroll: true });
  }

  remove(): void {
    clearTimeout(this.timer);
    this.marker.remove();
  }

  /** Arrow keys move the marker by pixels, with shift by single ones. */
  private nudge(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? FINE_STEP : STEP;
    const pixel = this.map.latLngToLayerPoint(this.at);
    this.moveTo(this.map.layerPointToLatLng(pixel.add([arrow[0] * step, arrow[1] * step])));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onMove(), REST_MS);
  }
}
