/** One base map or overlay on the Leaflet map. */
import * as L from "leaflet";
import { Health, type HealthEvents } from "./health";
import { attributionOf, type BaseMapInfo } from "./info";
import { pmtilesLayer } from "./pmtiles";

export class TileService {
  private layer: L.GridLayer | null = null;
  private health: Health;
  private timer = 0;
  private gone = false;

  constructor(
    private map: L.Map,
    readonly info: BaseMapInfo,
    lang: string,
    private zIndex: number,
    events: HealthEvents,
  ) {
    this.health = new Health(events);
    if (info.kind === "pmtiles") void this.openPmtiles(lang);
    else this.show(rasterLayer(info, this.health));
    if (info.refresh_s) {
      this.timer = window.setInterval(
        () => this.layer && this.layer.redraw(),
        info.refresh_s * 1000,
      );
    }
  }

  remove(): void {
    this.gone = true;
    window.clearInterval(this.timer);
    this.health.end();
    if (this.layer) this.layer.remove();
  }

  private show(layer: L.GridLayer): void {
    if (this.gone) return;
    this.layer = layer.setZIndex(this.zIndex).addTo(this.map);
    const container = layer.getContainer();
    if (container) container.dataset.service = this.info.name;
  }

  private async openPmtiles(lang: string): Promise<void> {
    this.health.asked();
    try {
      this.show(await pmtilesLayer(this.info, lang, this.health));
    } catch {
      this.health.giveUp();
    }
  }
}

/** OpenStreetMap and others refuse requests that do not say which site they come from. */
function rasterLayer(info: BaseMapInfo, health: Health): L.TileLayer {
  const tiles = L.tileLayer(info.url, {
    attribution: attributionOf(info),
    subdomains: info.subdomains || "abc",
    maxNativeZoom: info.maxZoom || 19,
    maxZoom: 19,
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  tiles.on("tileloadstart", () => health.asked());
  tiles.on("tileload", () => health.came());
  tiles.on("tileerror", () => health.failed());
  return tiles;
}
