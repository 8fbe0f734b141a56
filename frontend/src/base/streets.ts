/** Extra vector layers (streets, water, parks, names): format in frontend/README.md. */
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";
import type { Box } from "../geo";
import { clipRing, flatBox, intersects, type Flat } from "./clip";
import { AREAS, INK, LINES, lineWidth, type AreaKind, type LineKind } from "./style";
import { trace, type Tile } from "./tile";

export interface Shape<K extends string> {
  kind: K;
  name: string;
  parts: Flat[];
  box: Box;
}

export interface NamedPlace {
  name: string;
  lon: number;
  lat: number;
  rank: number;
}

export interface StreetLayer {
  box: Box;
  ground: "land" | "water" | "none";
  attribution: string;
  areas: Shape<AreaKind>[];
  lines: Shape<LineKind>[];
  places: NamedPlace[];
}

export type StreetFile = FeatureCollection & {
  attribution?: string;
  ground?: StreetLayer["ground"];
};

export function decodeStreets(file: StreetFile): StreetLayer {
  if (!file || !Array.isArray(file.features) || !Array.isArray(file.bbox)) {
    throw new Error("A street layer needs the keys bbox and features");
  }
  const [west, south, east, north] = file.bbox;
  const layer: StreetLayer = {
    box: { west, south, east, north },
    ground: file.ground || "none",
    attribution: file.attribution || "",
    areas: [],
    lines: [],
    places: [],
  };
  for (const feature of file.features) addFeature(layer, feature);
  const areaOrder = Object.keys(AREAS);
  layer.areas.sort((a, b) => areaOrder.indexOf(a.kind) - areaOrder.indexOf(b.kind));
  return layer;
}

function addFeature(layer: StreetLayer, feature: Feature): void {
  const { geometry, properties } = feature;
  if (!geometry || !properties) return;
  const kind = String(properties.kind);
  const name = properties.name ? String(properties.name) : "";
  if (geometry.type === "Point") {
    const [lon, lat] = geometry.coordinates;
    if (kind === "place" && name) {
      layer.places.push({ name, lon, lat, rank: Number(properties.rank) || 2 });
    }
    return;
  }
  const rings = ringsOf(geometry);
  const lines = linesOf(geometry);
  if (rings && kind in AREAS) layer.areas.push(shape(kind as AreaKind, name, rings));
  if (lines && kind in LINES) layer.lines.push(shape(kind as LineKind, name, lines));
}

function ringsOf(geometry: Geometry): Position[][] | null {
  if (geometry.type === "Polygon") return geometry.coordinates;
  return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : null;
}

function linesOf(geometry: Geometry): Position[][] | null {
  if (geometry.type === "LineString") return [geometry.coordinates];
  return geometry.type === "MultiLineString" ? geometry.coordinates : null;
}

function shape<K extends string>(kind: K, name: string, lines: Position[][]): Shape<K> {
  const parts = lines.map((line) => line.flatMap((p) => [p[0], p[1]]));
  return { kind, name, parts, box: flatBox(parts.flat()) };
}

export function drawStreets(tile: Tile, layer: StreetLayer): void {
  if (!intersects(layer.box, tile.box) || tile.zoom < 9) return;
  drawGround(tile, layer);
  for (const area of layer.areas) drawArea(tile, area);
  const kinds = Object.keys(LINES) as LineKind[];
  const visible = kinds.filter((kind) => tile.zoom >= LINES[kind].from);
  const near = layer.lines.filter((line) => intersects(line.box, tile.box));
  for (const kind of visible) drawLines(tile, kind, near, true);
  for (const kind of visible) drawLines(tile, kind, near, false);
}

function drawGround(tile: Tile, layer: StreetLayer): void {
  if (layer.ground === "none") return;
  const { west, east, north, south } = layer.box;
  const x = tile.x(west);
  const y = tile.y(north);
  tile.context.fillStyle = layer.ground === "land" ? INK.land : INK.sea;
  tile.context.fillRect(x, y, tile.x(east) - x, tile.y(south) - y);
}

function drawArea(tile: Tile, area: Shape<AreaKind>): void {
  const style = AREAS[area.kind];
  if (tile.zoom < style.from || !intersects(area.box, tile.box)) return;
  tile.context.beginPath();
  for (const ring of area.parts) trace(tile, clipRing(ring, area.box, tile.box), true);
  tile.context.fillStyle = style.fill;
  tile.context.fill("evenodd");
  if (style.edge) {
    tile.context.strokeStyle = style.edge;
    tile.context.lineWidth = 0.8;
    tile.context.stroke();
  }
}

/** All streets of a kind in one stroke; the casing first, so that crossings stay open. */
function drawLines(tile: Tile, kind: LineKind, lines: Shape<LineKind>[], casing: boolean): void {
  const style = LINES[kind];
  const width = lineWidth(style, tile.zoom);
  if (casing && (!style.casing || width < 2)) return;
  const { context } = tile;
  context.beginPath();
  for (const line of lines) {
    if (line.kind === kind) for (const part of line.parts) trace(tile, part, false);
  }
  context.lineJoin = "round";
  context.lineCap = casing || kind === "rail" ? "butt" : "round";
  context.strokeStyle = casing ? (style.casing as string) : thinColor(style, width);
  context.lineWidth = casing ? width + 1.6 : width;
  context.stroke();
}

/** A thin white street on light land would vanish: draw it in the colour of its casing. */
function thinColor(style: { color: string; casing?: string }, width: number): string {
  return width < 2 && style.casing ? style.casing : style.color;
}
