/** Candidates for names on the base map in the present view. */
import type { Candidate, LabelBox } from "./declutter";
import { FONT, INK, LINES, lineWidth } from "./style";
import type { Flat } from "./clip";
import type { StreetLayer } from "./streets";
import type { Country } from "./world";

export interface City {
  name: string;
  lat: number;
  lon: number;
  population: number;
  capital: boolean;
}

/** places.json as the build writes it: columns. */
export interface PlacesFile {
  attribution: string;
  names: string[];
  /** Chinese names by the number of the city, of those that have one. */
  chinese?: Record<number, string>;
  lat: number[];
  lon: number[];
  population: number[];
  capital: number[];
}

export interface Name extends Candidate {
  font: string;
  color: string;
  angle: number;
  dot?: boolean;
}

/** What the labels need to know of the view. */
export interface View {
  zoom: number;
  width: number;
  height: number;
  /** Container pixels of a position (of the copy of the world in view). */
  project: (lon: number, lat: number) => { x: number; y: number };
  measure: (text: string, font: string) => number;
}

/** Cities with their names in Chinese for those who read it, else as they are written there in Latin. */
export function decodePlaces(file: PlacesFile, lang: string): City[] {
  const capitals = new Set(file.capital);
  const chinese = (lang.startsWith("zh") && file.chinese) || {};
  return file.names.map((name, i) => ({
    name: chinese[i] || name,
    lat: file.lat[i],
    lon: file.lon[i],
    population: file.population[i],
    capital: capitals.has(i),
  }));
}

const font = (size: number, weight = ""): string =>
  (weight + " " + String(size) + "px " + FONT).trim();

export function countryNames(view: View, countries: Country[]): Name[] {
  if (view.zoom > 7) return [];
  const names: Name[] = [];
  for (const c of countries) {
    const pixels = (Math.sqrt(c.area) * (Math.pow(2, view.zoom) * 256)) / 360;
    const style = font(view.zoom < 4 ? 11 : 13, "600");
    const width = view.measure(c.name, style);
    if (pixels < width * 0.55) continue;
    names.push(...pointName(view, c.name, c.lon, c.lat, 1e9 + c.area, style, INK.country, 0));
  }
  return names;
}

/** Cities large enough for the zoom; near a street layer its own places take over. */
export function cityNames(view: View, cities: City[]): Name[] {
  const threshold = cityThreshold(view.zoom);
  const names: Name[] = [];
  for (const city of cities) {
    if (city.population < threshold && !(city.capital && view.zoom >= 4)) continue;
    const size = view.zoom >= 8 ? 14 : city.population > 3e6 ? 13 : 11.5;
    const weight = city.capital ? "600" : "";
    const priority = city.population + (city.capital ? 2e6 : 0);
    const lift = view.zoom < 12 ? -9 : 0;
    const found = pointName(
      view,
      city.name,
      city.lon,
      city.lat,
      priority,
      font(size, weight),
      INK.text,
      lift,
    );
    for (const name of found) names.push({ ...name, dot: view.zoom < 11 });
  }
  return names;
}

function cityThreshold(zoom: number): number {
  const steps = [3e9, 3e9, 1.2e7, 6e6, 2.5e6, 8e5, 3e5, 1e5];
  return zoom < steps.length ? steps[Math.floor(zoom)] : 0;
}

export function placeNames(view: View, layer: StreetLayer): Name[] {
  const from = [99, 11, 13, 14];
  return layer.places
    .filter((p) => view.zoom >= (from[p.rank] || 14))
    .flatMap((p) => {
      const style = font(p.rank === 1 ? 15 : 13, "600");
      return pointName(view, p.name, p.lon, p.lat, 1e7 - p.rank, style, INK.country, 0);
    });
}

function pointName(
  view: View,
  text: string,
  lon: number,
  lat: number,
  priority: number,
  style: string,
  color: string,
  lift: number,
): Name[] {
  const { x, y } = view.project(lon, lat);
  if (x < 0 || y < 0 || x > view.width || y > view.height) return [];
  const box = { x, y: y + lift, w: view.measure(text, style) / 2 + 4, h: 9 };
  return [{ text, priority, boxes: [box], font: style, color, angle: 0 }];
}

/** Names written along streets and rivers, on their longest straight run in view. */
export function streetNames(view: View, layer: StreetLayer): Name[] {
  const names: Name[] = [];
  for (const line of layer.lines) {
    const style = LINES[line.kind];
    if (!line.name || view.zoom < style.namesFrom) continue;
    const size = Math.max(10.5, Math.min(13, lineWidth(style, view.zoom) + 3));
    const face = font(size);
    const width = view.measure(line.name, face);
    const priority = Object.keys(LINES).indexOf(line.kind) * 1000;
    const color = line.kind === "water" ? INK.water : INK.street;
    for (const part of line.parts) {
      const run = straightRun(part, view, width + 6);
      if (!run) continue;
      const boxes = slantedBoxes(run.x, run.y, run.angle, width, size);
      names.push({
        text: line.name,
        priority: priority + run.length,
        boxes,
        font: face,
        color,
        angle: run.angle,
        repeat: 260,
      });
    }
  }
  return names;
}

interface Run {
  x: number;
  y: number;
  angle: number;
  length: number;
}

/** The longest nearly straight stretch of a line that has room for a text, or null. */
export function straightRun(part: Flat, view: View, need: number): Run | null {
  const pixels: { x: number; y: number }[] = [];
  for (let i = 0; i < part.length; i += 2) pixels.push(view.project(part[i], part[i + 1]));
  let best: Run | null = null;
  let start = 0;
  for (let i = 1; i <= pixels.length; i++) {
    if (i < pixels.length && isStraight(pixels, start, i)) continue;
    const run = runBetween(pixels[start], pixels[i - 1], view);
    if (run && run.length >= need && (!best || run.length > best.length)) best = run;
    start = Math.max(start + 1, i - 1);
  }
  return best;
}

function isStraight(pixels: { x: number; y: number }[], start: number, end: number): boolean {
  const a = pixels[start];
  const b = pixels[end];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  for (let i = start + 1; i < end; i++) {
    const off =
      Math.abs((b.x - a.x) * (a.y - pixels[i].y) - (a.x - pixels[i].x) * (b.y - a.y)) / length;
    if (off > 3.5) return false;
  }
  return true;
}

function runBetween(
  a: { x: number; y: number },
  b: { x: number; y: number },
  view: View,
): Run | null {
  const x = (a.x + b.x) / 2;
  const y = (a.y + b.y) / 2;
  if (x < 0 || y < 0 || x > view.width || y > view.height) return null;
  let angle = Math.atan2(b.y - a.y, b.x - a.x);
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle < -Math.PI / 2) angle += Math.PI;
  return { x, y, angle, length: Math.hypot(b.x - a.x, b.y - a.y) };
}

/** Small boxes strung along a slanted text. */
export function slantedBoxes(
  x: number,
  y: number,
  angle: number,
  width: number,
  height: number,
): LabelBox[] {
  const half = height / 2 + 2;
  const count = Math.max(1, Math.round(width / (2 * half)));
  return Array.from({ length: count }, (_, i) => {
    const along = ((i + 0.5) / count - 0.5) * width;
    return { x: x + along * Math.cos(angle), y: y + along * Math.sin(angle), w: half, h: half };
  });
}
