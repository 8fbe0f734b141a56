/** Draws one shape with the pointer; works only while a tool is in hand. */
import * as L from "leaflet";
import {
  TerraDraw,
  TerraDrawCircleMode,
  TerraDrawFreehandMode,
  TerraDrawPolygonMode,
  TerraDrawRectangleMode,
} from "terra-draw";
import { TerraDrawLeafletAdapter } from "terra-draw-leaflet-adapter";
import type { Shape, Tool } from "./types";

/** Orange stands out from land, water and the colours of pins. */
export const INK = "#c2410c";

const STYLES = { fillColor: INK, fillOpacity: 0.12, outlineColor: INK, outlineWidth: 2 } as const;
const MODES = { lasso: "freehand", polygon: "polygon", rectangle: "rectangle", circle: "circle" };

/** Where a corner is meant that is set near this place, as [lon, lat]. */
export type Snap = (at: { lng: number; lat: number }) => [number, number] | undefined;

export interface PencilEvents {
  /** A shape is finished; the tool has been put down. */
  onShape(shape: Shape): void;
  /** The tool was put down, with or without a shape. */
  onStop(): void;
}

export class Pencil {
  private draw: TerraDraw | null = null;
  private center: [number, number] | null = null;
  private minutes = 20;

  constructor(
    private map: L.Map,
    private events: PencilEvents,
    private snap?: Snap,
  ) {}

  /** Take a tool in hand; `minutes` are for the drive. */
  start(tool: Tool, minutes: number): void {
    this.stop();
    this.minutes = minutes;
    this.map.getContainer().classList.add("fvr-drawing");
    this.map.getContainer().addEventListener("pointerdown", this.onPress);
    this.map.closePopup();
    if (tool === "drive") this.map.on("click", this.onClick);
    else this.startDrawing(tool);
  }

  /** Change the minutes of a drive that has not been clicked yet. */
  setMinutes(minutes: number): void {
    this.minutes = minutes;
  }

  /** Put the tool down; what was begun is dropped. */
  stop(): void {
    this.map.off("click", this.onClick);
    this.map.getContainer().classList.remove("fvr-drawing");
    this.map.getContainer().removeEventListener("pointerdown", this.onPress);
    if (!this.draw) return;
    this.draw.stop();
    this.draw = null;
    this.map.dragging.enable();
    this.map.doubleClickZoom.enable();
  }

  private startDrawing(tool: Exclude<Tool, "drive">): void {
    const draw = new TerraDraw({ adapter: adapter(this.map), modes: [mode(tool, this.snap)] });
    this.draw = draw;
    draw.on("change", (ids, type) => {
      if (type === "create" && tool === "circle") this.center = middle(draw, ids[0]);
    });
    draw.on("finish", (id) => {
      const feature = draw.getSnapshotFeature(id);
      // the library is still at work when it tells this
      setTimeout(() => this.finish(feature && this.shapeOf(tool, feature)));
    });
    draw.start();
    draw.setMode(MODES[tool]);
  }

  private shapeOf(
    tool: Tool,
    feature: { geometry: GeoJSON.Geometry; properties: Record<string, unknown> },
  ): Shape {
    if (tool !== "circle" || !this.center) return feature.geometry as GeoJSON.Polygon;
    const radius_m = Math.round(Number(feature.properties.radiusKilometers) * 1000);
    return { type: "Circle", coordinates: this.center, radius_m: Math.max(1, radius_m) };
  }

  private onClick = (event: L.LeafletMouseEvent): void => {
    const { lat, lng } = event.latlng;
    this.finish({ type: "Drive", coordinates: [lng, lat], minutes: this.minutes });
  };

  /** A stroke belongs to the map until it is released, also over a panel or beside the map. */
  private onPress = (event: PointerEvent): void => {
    const pane = this.map.getContainer();
    if (event.target === pane && pane.setPointerCapture) pane.setPointerCapture(event.pointerId);
  };

  private finish(shape: Shape | undefined): void {
    this.stop();
    this.events.onStop();
    if (shape) this.events.onShape(shape);
  }
}

function mode(tool: Exclude<Tool, "drive">, snap?: Snap) {
  const drawInteraction = "click-move-or-drag" as const;
  const snapping = snap && { toCustom: snap };
  if (tool === "polygon") return new TerraDrawPolygonMode({ styles: STYLES, snapping });
  if (tool === "rectangle") return new TerraDrawRectangleMode({ styles: STYLES, drawInteraction });
  if (tool === "circle") return new TerraDrawCircleMode({ styles: STYLES, drawInteraction });
  return new TerraDrawFreehandMode({
    styles: { ...STYLES, closingPointColor: INK, closingPointWidth: 5 },
    drawInteraction,
    minDistance: 6,
    preventPointsNearClose: false,
  });
}

/** The middle of a circle that has just been begun and is some centimetres wide. */
function middle(draw: TerraDraw, id: string | number): [number, number] | null {
  const feature = draw.getSnapshotFeature(id);
  if (!feature || feature.geometry.type !== "Polygon") return null;
  const ring = feature.geometry.coordinates[0];
  const sum = (axis: number): number => ring.slice(1).reduce((total, at) => total + at[axis], 0);
  return [sum(0) / (ring.length - 1), sum(1) / (ring.length - 1)];
}

/**
 * The library's adapter draws each shape in a pane of its own, which on our map would be a canvas
 * over everything that swallows clicks: it is given one SVG layer that lets them through.
 */
export function adapter(map: L.Map): TerraDrawLeafletAdapter {
  const renderer = L.svg({ padding: 0.5 });
  const lib = {
    ...L,
    geoJSON: (data: GeoJSON.GeoJsonObject, options: L.GeoJSONOptions) =>
      L.geoJSON(data, { ...options, renderer } as L.GeoJSONOptions),
    circleMarker: (at: L.LatLngExpression, options: L.CircleMarkerOptions) =>
      L.circleMarker(at, { ...options, renderer }),
  } as unknown as typeof L;
  const made = new TerraDrawLeafletAdapter({ lib, map, minPixelDragDistance: 4 });
  return Object.assign(made, { createPaneStyleSheet: () => ({ remove: () => undefined }) });
}
