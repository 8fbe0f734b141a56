/** What is written on a leg of a route: an arrow for its direction, its time and distance. */
import * as L from "leaflet";
import { FONT } from "../base/style";
import { Pin } from "../pin";

const SIZE = 11;
/** Room that a letter of that size takes on average, in pixels. */
const LETTER = 6;
const ARROW_ROOM = 44;
/** Figures nearer to one another than this cannot be read. */
const APART = 40;

export class LegMarks {
  private written: L.Point[] = [];

  constructor(
    private map: L.Map,
    private group: L.LayerGroup,
  ) {}

  /** An arrow in the middle of a leg that has room for one. */
  arrow(ends: L.LatLngTuple[], color: string): void {
    const [a, b] = this.pixels(ends);
    if (a.distanceTo(b) < ARROW_ROOM) return;
    const angle = Math.atan2(b.y - a.y, b.x - a.x);
    this.add(a.add(b).divideBy(2), { shape: "arrow", color, angle }, 9);
  }

  /** Figures along a leg that has room for them. */
  figures(ends: L.LatLngTuple[], color: string, text: string): void {
    const [a, b] = this.pixels(ends);
    const width = text.length * LETTER;
    const at = a.add(b).divideBy(2);
    if (a.distanceTo(b) < width + ARROW_ROOM) return;
    if (this.written.some((other) => other.distanceTo(at) < APART)) return;
    this.written.push(at);
    const angle = upright(Math.atan2(b.y - a.y, b.x - a.x));
    const draw = (context: CanvasRenderingContext2D): void => write(context, text, color, angle);
    this.add(at, { shape: "drawn", draw }, width / 2 + SIZE);
  }

  private pixels(ends: L.LatLngTuple[]): L.Point[] {
    return ends.map((end) => this.map.latLngToLayerPoint(end));
  }

  private add(at: L.Point, glyph: Pin["glyph"], radius: number): void {
    const place = this.map.layerPointToLatLng(at);
    new Pin(place, glyph, radius, undefined, { interactive: false }).addTo(this.group);
  }
}

/** The same line read from left to right. */
export function upright(angle: number): number {
  if (angle > Math.PI / 2) return angle - Math.PI;
  return angle < -Math.PI / 2 ? angle + Math.PI : angle;
}

function write(
  context: CanvasRenderingContext2D,
  text: string,
  color: string,
  angle: number,
): void {
  context.rotate(angle);
  context.font = "600 " + String(SIZE) + "px " + FONT;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.lineJoin = "round";
  context.strokeStyle = "rgba(255,255,255,0.95)";
  context.lineWidth = 3.5;
  context.strokeText(text, 0, -6);
  context.fillStyle = color;
  context.fillText(text, 0, -6);
}
