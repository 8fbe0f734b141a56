/** White areas: what no customer of ours is near to, as a red veil over the territories. */
import * as L from "leaflet";
import { nearestLon } from "../geo";
import type { Area } from "../types";
import { areaRenderer } from "./areas";

export const WHITE_COLOR = "#c0392b";

export class WhiteLayer {
  areas: Area[] = [];
  private group = L.layerGroup();
  private bounds = new Map<number, L.LatLngBounds>();
  private shownAt = NaN;

  constructor(private map: L.Map) {}

  setData(areas: Area[]): void {
    this.areas = areas;
    this.shownAt = NaN;
    this.bounds = new Map(
      areas.map((area) => [area.id, L.geoJSON(area.geometry).getBounds()] as const),
    );
  }

  boundsOf(id: number): L.LatLngBounds | null {
    return this.bounds.get(id) || null;
  }

  draw(on: boolean): void {
    if (!on || !this.areas.length) {
      this.group.remove();
      return;
    }
    this.drawNear(this.map.getCenter().lng);
    this.group.addTo(this.map);
  }

  remove(): void {
    this.group.remove();
  }

  /** Areas are drawn on the copy of the world that is in view. */
  private drawNear(center: number): void {
    const turn = Math.round(center / 360);
    if (turn === this.shownAt) return;
    this.shownAt = turn;
    this.group.clearLayers();
    for (const area of this.areas) {
      const middle = this.bounds.get(area.id)!.getCenter().lng;
      const shift = nearestLon(middle, center) - middle;
      L.geoJSON(area.geometry, {
        pane: "fvrAreas",
        renderer: areaRenderer(this.map),
        interactive: false,
        coordsToLatLng: (at: number[]) => L.latLng(at[1], at[0] + shift),
        style: {
          color: WHITE_COLOR,
          weight: 1,
          opacity: 0.5,
          dashArray: "2 5",
          fillColor: WHITE_COLOR,
          fillOpacity: 0.16,
        },
      } as L.GeoJSONOptions).addTo(this.group);
    }
  }
}
