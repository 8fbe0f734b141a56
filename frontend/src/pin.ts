/** Marks on the Leaflet canvas: single pins, numbered stops, clusters, starts and ends, arrows. */
import * as L from "leaflet";
import { FONT } from "./base/style";
import { fillOutline, ICONS, SHAPES } from "./look/marks";
import { inkOn } from "./look/palette";

export type Glyph =
  | { shape: "dot"; color: string; form?: number; icon?: number }
  | { shape: "stop"; color: string; text: string }
  | { shape: "cluster"; text: string; parts: { color: string; count: number }[] }
  | { shape: "home"; color: string }
  | { shape: "arrow"; color: string; angle: number }
  /** Drawn by whoever made it, round the point 0, 0. */
  | { shape: "drawn"; draw: (context: CanvasRenderingContext2D, radius: number) => void };

/** What we use of Leaflet's insides; they are stable through the whole 1.x line. */
interface Inside {
  _point: L.Point;
  _renderer: { _ctx: CanvasRenderingContext2D; _drawing: boolean };
  _empty(): boolean;
}

const DARK = "#2b2f36";

export class Pin extends L.CircleMarker {
  constructor(
    at: L.LatLngExpression,
    readonly glyph: Glyph,
    radius: number,
    /** Pixels away from its place, for pins that would cover each other. */
    private shift: { x: number; y: number } = { x: 0, y: 0 },
    options: L.CircleMarkerOptions = {},
  ) {
    super(at, { radius, weight: 2, bubblingMouseEvents: false, ...options });
  }

  /** Where it is drawn, in pixels of the map's section. */
  pixel(map: L.Map): L.Point {
    return map.latLngToContainerPoint(this.getLatLng()).add([this.shift.x, this.shift.y]);
  }

  /** Called by Leaflet. */
  _project(): void {
    (L.CircleMarker.prototype as unknown as { _project(): void })._project.call(this);
    const inside = this as unknown as Inside;
    if (this.shift.x || this.shift.y)
      inside._point = inside._point.add([this.shift.x, this.shift.y]);
    (this as unknown as { _updateBounds(): void })._updateBounds();
  }

  /** Called by Leaflet's canvas whenever this part of the picture is drawn. */
  _updatePath(): void {
    const inside = this as unknown as Inside;
    if (!inside._renderer._drawing || inside._empty()) return;
    const context = inside._renderer._ctx;
    context.save();
    context.translate(inside._point.x, inside._point.y);
    if (this.shift.x || this.shift.y) stalk(context, this.shift);
    drawGlyph(context, this.glyph, this.getRadius());
    context.restore();
  }
}

function stalk(context: CanvasRenderingContext2D, shift: { x: number; y: number }): void {
  context.beginPath();
  context.moveTo(-shift.x, -shift.y);
  context.lineTo(0, 0);
  context.strokeStyle = "rgba(43,47,54,0.55)";
  context.lineWidth = 1;
  context.stroke();
}

function drawGlyph(context: CanvasRenderingContext2D, glyph: Glyph, radius: number): void {
  if (glyph.shape === "cluster") return drawCluster(context, glyph, radius);
  if (glyph.shape === "arrow") return drawArrow(context, glyph.color, glyph.angle, radius);
  if (glyph.shape === "drawn") return glyph.draw(context, radius);
  if (glyph.shape === "home") return drawHome(context, glyph.color, radius);
  if (glyph.shape === "dot" && glyph.form) {
    context.fillStyle = glyph.color;
    fillOutline(context, SHAPES[glyph.form], radius * 1.2, "#ffffff");
  } else {
    disc(context, radius, glyph.color, "#ffffff", 2);
  }
  if (glyph.shape === "stop") caption(context, glyph.text, inkOn(glyph.color), radius);
  else if (glyph.icon !== undefined) drawIcon(context, glyph.icon, glyph.color, radius);
}

function drawIcon(
  context: CanvasRenderingContext2D,
  icon: number,
  color: string,
  radius: number,
): void {
  context.fillStyle = inkOn(color);
  fillOutline(context, ICONS[icon], radius * 0.62);
}

function disc(
  context: CanvasRenderingContext2D,
  radius: number,
  fill: string,
  edge: string,
  width: number,
): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = width;
  context.stroke();
}

function caption(
  context: CanvasRenderingContext2D,
  text: string,
  color: string,
  radius: number,
): void {
  const size = text.length > 3 ? radius * 0.72 : text.length > 2 ? radius * 0.86 : radius * 1.06;
  context.font = "600 " + String(Math.max(9, Math.round(size))) + "px " + FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = color;
  context.fillText(text, 0, 0.5);
}

/** A ring shows the mix of colours inside the cluster. */
function drawCluster(
  context: CanvasRenderingContext2D,
  glyph: Extract<Glyph, { shape: "cluster" }>,
  radius: number,
): void {
  disc(context, radius, "#ffffff", "rgba(255,255,255,0.9)", 3);
  const total = glyph.parts.reduce((sum, part) => sum + part.count, 0) || 1;
  let angle = -Math.PI / 2;
  context.lineWidth = 5;
  for (const part of glyph.parts) {
    const next = angle + (2 * Math.PI * part.count) / total;
    context.beginPath();
    context.arc(0, 0, radius - 2.5, angle, next);
    context.strokeStyle = part.color;
    context.stroke();
    angle = next;
  }
  caption(context, glyph.text, DARK, radius * 0.8);
}

function drawArrow(
  context: CanvasRenderingContext2D,
  color: string,
  angle: number,
  radius: number,
): void {
  context.rotate(angle);
  context.beginPath();
  context.moveTo(radius, 0);
  context.lineTo(-radius * 0.7, -radius * 0.75);
  context.lineTo(-radius * 0.35, 0);
  context.lineTo(-radius * 0.7, radius * 0.75);
  context.closePath();
  context.fillStyle = color;
  context.fill();
  context.strokeStyle = "#ffffff";
  context.lineWidth = 1.2;
  context.stroke();
}

/** Where a route starts or ends: a house in a white square. */
function drawHome(context: CanvasRenderingContext2D, color: string, radius: number): void {
  context.beginPath();
  context.rect(-radius, -radius, 2 * radius, 2 * radius);
  context.fillStyle = "#ffffff";
  context.fill();
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.stroke();
  const s = radius * 0.62;
  context.beginPath();
  context.moveTo(0, -s);
  context.lineTo(s, 0);
  context.lineTo(s * 0.66, 0);
  context.lineTo(s * 0.66, s);
  context.lineTo(-s * 0.66, s);
  context.lineTo(-s * 0.66, 0);
  context.lineTo(-s, 0);
  context.closePath();
  context.fillStyle = color;
  context.fill();
}
