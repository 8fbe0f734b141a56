/** Where the reps were last: their initials, with a circle of the position's accuracy. */
import * as L from "leaflet";
import { FONT } from "../base/style";
import { PALETTE } from "../colors";
import { isPosition } from "../columns";
import { el } from "../dom";
import { distance } from "../format";
import { nearestLon, type Box } from "../geo";
import { fill } from "../labels";
import type { Pin } from "../pin";
import type { DrawnRoute } from "../routes";
import type { ExtraMark } from "../scene";
import { areaRenderer } from "./areas";
import type { Labels, LastPosition } from "../types";

const SIZE = 13;
/** Older positions are drawn pale, in seconds. */
const STALE_S = 3600;

export class PeopleLayer {
  people: LastPosition[] = [];
  private circles: L.LayerGroup;
  private colors = new Map<number, string>();

  constructor(
    private map: L.Map,
    private labels: Labels,
    private lang: string,
    private onClick: (person: LastPosition, pin: Pin, shift: { x: number; y: number }) => void,
  ) {
    this.circles = L.layerGroup();
  }

  setData(people: LastPosition[]): void {
    this.people = people.filter((person) => isPosition(person.lat, person.lon));
  }

  /** A rep has the colour of his routes; without one, the colour set for him, or one of the palette. */
  setColors(routes: DrawnRoute[]): void {
    const byRep = new Map(routes.map((route) => [route.rep, route.color]));
    this.colors = new Map(
      this.people.map((person, i) => [
        person.id,
        byRep.get(person.id) || person.color || PALETTE[i % PALETTE.length],
      ]),
    );
  }

  colorOf(person: LastPosition): string {
    return this.colors.get(person.id) || PALETTE[0];
  }

  /** When it was, as people say it: "5 minutes ago". */
  age(person: LastPosition): string {
    return relativeTime(person.at, Date.now(), this.lang);
  }

  note(person: LastPosition): string {
    const accuracy = person.accuracy_m
      ? fill(this.labels.accuracy, distance(person.accuracy_m, this.lang))
      : "";
    return [this.age(person), accuracy].filter(Boolean).join("\n");
  }

  marks(box: Box): ExtraMark[] {
    const middle = (box.west + box.east) / 2;
    return this.people
      .filter(({ lat, lon }) => {
        const near = nearestLon(lon, middle);
        return lat >= box.south && lat <= box.north && near >= box.west && near <= box.east;
      })
      .map((person) => this.mark(person));
  }

  drawCircles(on: boolean): void {
    this.circles.clearLayers();
    if (!on) return;
    const center = this.map.getCenter().lng;
    for (const person of this.people) {
      if (!person.accuracy_m) continue;
      L.circle([person.lat, nearestLon(person.lon, center)], {
        radius: person.accuracy_m,
        color: this.colorOf(person),
        weight: 1,
        fillOpacity: 0.12,
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

  private mark(person: LastPosition): ExtraMark {
    const color = this.colorOf(person);
    const pale = isStale(person.at, Date.now());
    const text = initials(person.name);
    return {
      lat: person.lat,
      lon: person.lon,
      glyph: { shape: "drawn", draw: (context, r) => drawPerson(context, r, color, text, pale) },
      radius: SIZE,
      tip: () => el("span", { class: "fvr-lines" }, person.name + "\n" + this.age(person)),
      click: (pin, shift) => this.onClick(person, pin, shift),
    };
  }
}

export function isStale(at: string, now: number): boolean {
  return !(now - Date.parse(at) < STALE_S * 1000);
}

/** The moment seen from `now`, in the largest unit that fits; "" when it is no moment. */
export function relativeTime(at: string, now: number, lang: string): string {
  const seconds = (Date.parse(at) - now) / 1000;
  if (!Number.isFinite(seconds)) return "";
  const format = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "minute");
}

/** Two letters of a western name, the last two characters of a Chinese one. */
export function initials(name: string): string {
  const clean = name.trim();
  if (/^[\u3400-\u9fff\uf900-\ufaff]/.test(clean)) return [...clean].slice(-2).join("");
  const words = clean.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => [...word][0].toUpperCase()).join("") || "?";
}

/** A badge whose colour is a thick ring: pins are filled, people are not. */
export function drawPerson(
  context: CanvasRenderingContext2D,
  radius: number,
  color: string,
  text: string,
  pale: boolean,
): void {
  context.globalAlpha = pale ? 0.65 : 1;
  context.beginPath();
  context.arc(0, 0, radius + 2, 0, 2 * Math.PI);
  context.fillStyle = "#ffffff";
  context.fill();
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = color;
  context.stroke();
  context.font = "700 10px " + FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = "#2b2f36";
  context.fillText(text, 0, 0.5);
}
