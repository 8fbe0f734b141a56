/** Competitors: dark diamonds, grouped where there are many. */
import * as L from "leaflet";
import { FONT } from "../base/style";
import { Clusters } from "../clusters";
import { isPosition, type Point } from "../columns";
import { el } from "../dom";
import { nearestLon, type Box } from "../geo";
import type { Pin } from "../pin";
import type { ExtraMark } from "../scene";
import type { Site } from "../types";
import { areaRenderer } from "./areas";

export const SITE_COLOR = "#1f2328";
const SIZE = 8;
/** More than this in view are grouped. */
const CROWD = 150;

export class SiteLayer {
  private sites: Site[] = [];
  private clusters = new Clusters([], () => 0);
  private circles = L.layerGroup();

  constructor(
    private map: L.Map,
    private lang: string,
    private onClick: (site: Site, pin: Pin, shift: { x: number; y: number }) => void,
  ) {}

  get count(): number {
    return this.sites.length;
  }

  setData(sites: Site[]): void {
    this.sites = sites.filter((site) => isPosition(site.lat, site.lon));
    const points = this.sites.map((site, row): Point => ({ ...site, row }));
    this.clusters = new Clusters(points, () => 0);
  }

  marks(box: Box): ExtraMark[] {
    const single = this.clusters.within(box, 24);
    const items =
      single.length > CROWD ? this.clusters.within(box, Math.floor(this.map.getZoom())) : single;
    return items.map((item) =>
      item.kind === "point" ? this.siteMark(this.sites[item.point.row]) : this.groupMark(item),
    );
  }

  /** Whether any of them reaches farther than its own door. */
  get reaching(): boolean {
    return this.sites.some((site) => Number(site.radius_m) > 0);
  }

  /** How far each reaches. */
  drawCircles(on: boolean): void {
    this.circles.clearLayers();
    if (!on) return;
    const center = this.map.getCenter().lng;
    for (const { lat, lon, radius_m: radius } of this.sites) {
      if (!radius) continue;
      L.circle([lat, nearestLon(lon, center)], {
        radius,
        color: SITE_COLOR,
        weight: 1.5,
        opacity: 0.6,
        dashArray: "4 4",
        fillOpacity: 0.07,
        interactive: false,
        pane: "fvrAreas",
        renderer: areaRenderer(this.map),
      }).addTo(this.circles);
    }
    this.circles.addTo(this.map);
  }

  remove(): void {
    this.circles.remove();
  }

  private siteMark(site: Site): ExtraMark {
    return {
      lat: site.lat,
      lon: site.lon,
      glyph: { shape: "drawn", draw: drawSite },
      radius: SIZE,
      tip: () => el("span", {}, site.name),
      click: (pin, shift) => this.onClick(site, pin, shift),
    };
  }

  private groupMark(item: { lat: number; lon: number; count: number; id: number }): ExtraMark {
    const text = new Intl.NumberFormat(this.lang, { notation: "compact" }).format(item.count);
    return {
      lat: item.lat,
      lon: item.lon,
      glyph: { shape: "drawn", draw: (context) => drawGroup(context, text) },
      radius: 15,
      tip: () => el("span", {}, text),
      click: (pin) => this.map.setView(pin.getLatLng(), this.clusters.expansionZoom(item.id)),
    };
  }
}

/** A diamond with a white edge and a white core. */
export function drawSite(context: CanvasRenderingContext2D, radius: number): void {
  diamond(context, radius + 1, SITE_COLOR, 1.5);
  diamond(context, radius * 0.36, "#ffffff", 0);
}

function drawGroup(context: CanvasRenderingContext2D, text: string): void {
  diamond(context, 17, SITE_COLOR, 2);
  context.font = "600 11px " + FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = "#ffffff";
  context.fillText(text, 0, 0.5);
}

function diamond(
  context: CanvasRenderingContext2D,
  radius: number,
  color: string,
  edge: number,
): void {
  context.beginPath();
  context.moveTo(0, -radius);
  context.lineTo(radius, 0);
  context.lineTo(0, radius);
  context.lineTo(-radius, 0);
  context.closePath();
  context.fillStyle = color;
  context.fill();
  if (!edge) return;
  context.strokeStyle = "#ffffff";
  context.lineWidth = edge;
  context.stroke();
}
