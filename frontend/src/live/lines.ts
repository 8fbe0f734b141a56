/** Thin lines of many people below their marks: one is drawn anew only when it has changed. */
import * as L from "leaflet";
import { nearestLon, unwrap } from "../geo";
import { areaRenderer } from "../layers/areas";
import type { Line } from "./service";

interface Drawn {
  line: Line;
  layers: L.Polyline[];
}

export class LineLayer {
  private group = L.layerGroup();
  private drawn = new Map<number, Drawn>();

  constructor(private map: L.Map) {}

  show(lines: Line[]): void {
    const wanted = new Map(lines.map((line) => [line.id, line]));
    for (const [id, { line, layers }] of this.drawn) {
      const now = wanted.get(id);
      if (now?.pieces === line.pieces && now.color === line.color) wanted.delete(id);
      else {
        for (const layer of layers) this.group.removeLayer(layer);
        this.drawn.delete(id);
      }
    }
    for (const line of wanted.values()) this.draw(line);
    this.group.addTo(this.map);
  }

  remove(): void {
    this.group.remove();
    this.drawn.clear();
  }

  private draw(line: Line): void {
    const pieces = this.paths(line.pieces);
    const gaps = pieces
      .slice(1)
      .map((piece, i) => [pieces[i][pieces[i].length - 1], piece[0]] as L.LatLngTuple[]);
    const look = {
      pane: "fvrAreas",
      renderer: areaRenderer(this.map),
      interactive: false,
      color: line.color,
      lineJoin: "round" as const,
    };
    const layers = [
      L.polyline(gaps, { ...look, weight: 1.5, opacity: 0.5, dashArray: "2 6" }),
      L.polyline(pieces, { ...look, weight: 2.5, opacity: 0.7 }),
    ];
    for (const layer of layers) this.group.addLayer(layer);
    this.drawn.set(line.id, { line, layers });
  }

  /** On the copy of the world that is looked at, and over the antimeridian the short way. */
  private paths(pieces: Line["pieces"]): L.LatLngTuple[][] {
    const whole = unwrap(pieces.flat());
    const center = this.map.getCenter().lng;
    const shift = whole.length ? nearestLon(whole[0].lon, center) - whole[0].lon : 0;
    let from = 0;
    return pieces.map((piece) => {
      const part = whole.slice(from, (from += piece.length));
      return part.map(({ lat, lon }) => [lat, lon + shift]);
    });
  }
}
