/** The outline that is being drawn, and where it cannot be used. */
import * as L from "leaflet";
import { el } from "../dom";
import { nearestLon } from "../geo";
import { INK } from "../select/pencil";
import type { Fault } from "../select/types";
import type { Labels } from "../types";
import type { Outline } from "./service";

const PANE = "fvrDraft";
const RED = "#b00020";

export class Sheet {
  private group: L.LayerGroup;
  private faults: L.LayerGroup;
  private renderer: L.Renderer;

  constructor(
    private map: L.Map,
    private labels: Labels,
  ) {
    const pane = map.createPane(PANE);
    // over the areas, under the pins
    pane.style.zIndex = "385";
    pane.style.pointerEvents = "none";
    this.renderer = L.svg({ padding: 0.5, pane: PANE });
    this.group = L.layerGroup().addTo(map);
    this.faults = L.layerGroup().addTo(map);
  }

  show(outline: Outline | null): void {
    this.group.clearLayers();
    this.faults.clearLayers();
    if (outline) this.layer(outline, { color: INK, fillOpacity: 0.18 }).addTo(this.group);
  }

  showFault({ place }: Fault, outline: Outline | null = null): void {
    this.faults.clearLayers();
    const style = { color: RED, dashArray: "5 6", fill: false };
    if (outline) this.layer(outline, style).addTo(this.faults);
    if (place.length !== 2) return;
    const at: L.LatLngTuple = [place[0], nearestLon(place[1], this.map.getCenter().lng)];
    const look = { radius: 12, color: RED, weight: 4, fillOpacity: 0.15, className: "fvr-fault" };
    const mark = L.circleMarker(at, { ...look, renderer: this.renderer, interactive: false });
    mark.bindTooltip(() => el("span", {}, this.labels.selectFault), {
      permanent: true,
      direction: "top",
      offset: [0, -12],
    });
    mark.addTo(this.faults);
    if (!this.map.getBounds().contains(at)) this.map.panTo(at);
  }

  remove(): void {
    this.group.remove();
    this.faults.remove();
  }

  private layer(outline: Outline, change: L.PathOptions): L.Layer {
    const style = { weight: 2, interactive: false, renderer: this.renderer, ...change };
    return L.geoJSON(outline, { ...style, style } as L.GeoJSONOptions);
  }
}
