/** A PMTiles file as a layer: vector tiles are drawn here, pictures are shown as they are. */
import * as L from "leaflet";
import { FetchSource, leafletRasterLayer, PMTiles, TileType, type Header } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";
import type { Health } from "./health";
import { attributionOf, type BaseMapInfo } from "./info";

/** Reads the file and tells whether that works: the drawing libraries keep it to themselves. */
class WatchedSource extends FetchSource {
  constructor(
    url: string,
    private health: Health,
  ) {
    super(url);
  }

  override async getBytes(
    ...request: Parameters<FetchSource["getBytes"]>
  ): ReturnType<FetchSource["getBytes"]> {
    try {
      const answer = await super.getBytes(...request);
      return answer;
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.health.failed();
      throw error;
    }
  }
}

/**
 * Open the file and make its layer.
 *
 * @throws Error when the file cannot be read or holds no tiles that a browser can show
 */
export async function pmtilesLayer(
  info: BaseMapInfo,
  lang: string,
  health: Health,
): Promise<L.GridLayer> {
  const archive = new PMTiles(new WatchedSource(absolute(info.url), health));
  const header = await archive.getHeader();
  const options = layerOptions(info, header);
  const layer = withLeaflet(() =>
    header.tileType === TileType.Mvt
      ? leafletLayer({ ...options, url: archive, flavor: "light", lang: shortLang(lang) })
      : leafletRasterLayer(archive, options),
  ) as L.GridLayer;
  layer.on("tileload", () => health.came());
  return layer;
}

function layerOptions(info: BaseMapInfo, header: Header): L.GridLayerOptions {
  return {
    attribution: attributionOf(info),
    // outside its section the built-in map stays
    bounds: [
      [header.minLat, header.minLon],
      [header.maxLat, header.maxLon],
    ],
    maxNativeZoom: header.tileType === TileType.Mvt ? undefined : header.maxZoom,
    maxZoom: 19,
    ...{ maxDataZoom: header.maxZoom },
  };
}

/** The map libraries of PMTiles expect Leaflet in a global; it is lent to them while they need it. */
function withLeaflet<T>(make: () => T): T {
  const globals = window as unknown as { L?: unknown };
  const before = globals.L;
  globals.L = L;
  try {
    return make();
  } finally {
    globals.L = before;
  }
}

/** Languages of the names in such files: "en", "fi", … and both ways of writing Chinese. */
function shortLang(lang: string): string {
  if (!lang.startsWith("zh")) return lang.split("-")[0];
  return /TW|HK|Hant/i.test(lang) ? "zh-Hant" : "zh-Hans";
}

function absolute(url: string): string {
  return new URL(url, window.location.href).href;
}
