/** What the map is told of a base map or overlay that the user may choose. */
import { escapeHtml } from "../base/base_map";
import type { Datum } from "../datum/crs";
import { el } from "../dom";

export interface BaseMapInfo {
  id: string;
  name: string;
  /** Pictures by an address with {z}, {x} and {y}, or one PMTiles file read in parts. */
  kind: "raster" | "pmtiles";
  /** An overlay (traffic, landmarks) lies over whichever base map is shown. */
  role: "base" | "overlay";
  url: string;
  attribution?: string;
  /** Page that the attribution leads to. */
  attributionUrl?: string;
  /** Datum of the service's maps; Chinese services use GCJ-02. */
  datum?: Datum;
  subdomains?: string;
  maxZoom?: number;
  /** Seconds after which the tiles are fetched again; 0: never. */
  refresh_s?: number;
}

/** Leaflet writes attributions as markup; ours are text, with a link at most. */
export function attributionOf(info: BaseMapInfo): string {
  const text = info.attribution || "";
  const { attributionUrl: url } = info;
  if (!text || !url || !/^https?:/i.test(url)) return escapeHtml(text);
  return el("a", { href: url, target: "_blank", rel: "noopener" }, text).outerHTML;
}

export function datumOfInfo(info: BaseMapInfo): Datum {
  return info.datum === "gcj02" ? "gcj02" : "wgs84";
}
