/** Reps at work on the map: where they are, who needs a look, and the way that one of them has gone. */
import * as L from "leaflet";
import { el } from "../dom";
import { focusBox, nearestLon, unwrap, type Box } from "../geo";
import { areaRenderer } from "../layers/areas";
import { drawPerson, initials } from "../layers/people";
import type { Host, Part } from "../part";
import { Pin } from "../pin";
import type { ExtraMark } from "../scene";
import { LineLayer } from "./lines";
import type { LivePicture, LiveServices, Person } from "./service";
import type { Spot, Trail } from "./trail";

const SIZE = 13;
const GHOST = 8;
const ALERT = "#c62828";

export function livePart(host: Host): Part | null {
  const { live } = host.services;
  return live ? new LivePart(host, live) : null;
}

class LivePart implements Part {
  private drawn = L.layerGroup();
  private lines: LineLayer;
  private focused: LivePicture["focus"] = null;

  constructor(
    private host: Host,
    private live: NonNullable<LiveServices["live"]>,
  ) {
    this.lines = new LineLayer(host.map);
    live.drawnBy(() => host.redraw());
  }

  marks(box: Box): ExtraMark[] {
    const middle = (box.west + box.east) / 2;
    const inBox = ({ lat, lon }: Person): boolean => {
      const near = nearestLon(lon, middle);
      return lat >= box.south && lat <= box.north && near >= box.west && near <= box.east;
    };
    return this.live
      .picture()
      .people.filter(inBox)
      .map((person) => this.mark(person));
  }

  draw(): void {
    this.drawn.clearLayers();
    const { people, lines, trail, focus } = this.live.picture();
    if (focus !== this.focused) this.focus(focus);
    this.lines.show(lines);
    for (const person of people) if (person.chosen) this.circle(person);
    if (trail) this.trail(trail);
    this.drawn.addTo(this.host.map);
    const { dataset } = this.host.element;
    dataset.people = String(people.length);
    dataset.lines = String(lines.length);
    dataset.trail = String(trail ? trail.pieces.flat().length : 0);
  }

  destroy(): void {
    this.drawn.remove();
    this.lines.remove();
  }

  private focus(places: LivePicture["focus"]): void {
    this.focused = places;
    const box = places && focusBox(places);
    if (!box) return;
    const bounds = L.latLngBounds([box.south, box.west], [box.north, box.east]);
    this.host.map.fitBounds(bounds, { padding: [50, 50], maxZoom: 15, animate: false });
  }

  private mark(person: Person): ExtraMark {
    const text = initials(person.name);
    return {
      lat: person.lat,
      lon: person.lon,
      glyph: {
        shape: "drawn",
        draw: (context, radius) => {
          if (person.needsALook || person.chosen) halo(context, radius, person);
          drawPerson(context, radius, person.color, text, person.pale);
        },
      },
      radius: SIZE,
      tip: () => el("span", { class: "fvr-lines" }, person.name + "\n" + person.note()),
      click: () => this.live.choose(person.id),
    };
  }

  private circle({ lat, lon, accuracy_m, color }: Person): void {
    if (!accuracy_m) return;
    const at: L.LatLngTuple = [lat, nearestLon(lon, this.host.map.getCenter().lng)];
    const look = { ...this.below(), color, weight: 1, fillOpacity: 0.12 };
    L.circle(at, { ...look, radius: accuracy_m }).addTo(this.drawn);
  }

  private trail({ pieces, gaps, color, ghost }: Trail): void {
    const line = { ...this.below(), color, lineJoin: "round" as const };
    for (const gap of gaps) {
      L.polyline(this.path(gap), { ...line, weight: 2, opacity: 0.5, dashArray: "2 8" }).addTo(this.drawn); // prettier-ignore
    }
    for (const piece of pieces) {
      L.polyline(this.path(piece), { ...line, weight: 6, opacity: 0.35 }).addTo(this.drawn);
    }
    if (ghost) {
      const at = this.path([ghost])[0];
      const look = { shape: "dot" as const, color };
      new Pin(at, look, GHOST, undefined, { interactive: false }).addTo(this.drawn);
    }
  }

  /** Drawn below all pins. */
  private below(): L.PathOptions {
    return { pane: "fvrAreas", renderer: areaRenderer(this.host.map), interactive: false };
  }

  private path(spots: Spot[]): L.LatLngTuple[] {
    const center = this.host.map.getCenter().lng;
    const line = unwrap(spots);
    const shift = line.length ? nearestLon(line[0].lon, center) - line[0].lon : 0;
    return line.map(({ lat, lon }) => [lat, lon + shift]);
  }
}

function halo(context: CanvasRenderingContext2D, radius: number, person: Person): void {
  context.beginPath();
  context.arc(0, 0, radius + 6, 0, 2 * Math.PI);
  context.fillStyle = person.needsALook ? ALERT : "#2b2f36";
  context.globalAlpha = person.chosen ? 0.9 : 0.7;
  context.fill();
  context.globalAlpha = 1;
}
