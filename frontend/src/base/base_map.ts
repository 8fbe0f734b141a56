/** The base map in Leaflet: tiles drawn on canvas, names on a canvas above them. */
import * as L from "leaflet";
import { datumOf } from "../datum/crs";
import { toGcj02 } from "../datum/gcj02";
import { nearestLon } from "../geo";
import { declutter } from "./declutter";
import {
  cityNames,
  countryNames,
  decodePlaces,
  placeNames,
  streetNames,
  type City,
  type Name,
  type PlacesFile,
  type View,
} from "./names";
import { decodeStreets, drawStreets, type StreetFile, type StreetLayer } from "./streets";
import { INK } from "./style";
import { makeTile } from "./tile";
import { decodeWorld, drawWorld, type Country, type WorldFile } from "./world";

export class BaseMap {
  private countries: Country[] = [];
  private cities: City[] = [];
  private streets: StreetLayer[] = [];
  private tiles: L.GridLayer;
  private names: NamesLayer;

  constructor(
    private map: L.Map,
    private lang: string,
    borders = true,
  ) {
    this.tiles = new VectorTiles((context, coords, size) => {
      const shift = datumOf(map) === "gcj02" ? toGcj02 : null;
      const tile = makeTile(context, coords, size, shift);
      drawWorld(tile, this.countries, borders);
      for (const layer of this.streets) drawStreets(tile, layer);
    });
    this.names = new NamesLayer((view) => this.namesIn(view));
    this.tiles.addTo(map);
    this.names.addTo(map);
  }

  setWorld(file: WorldFile): void {
    this.countries = decodeWorld(file, this.lang);
    this.attribute(file.attribution);
    this.redraw();
  }

  setPlaces(file: PlacesFile): void {
    this.cities = decodePlaces(file, this.lang);
    this.attribute(file.attribution);
    this.names.draw();
  }

  addStreets(file: StreetFile): void {
    const layer = decodeStreets(file);
    this.streets.push(layer);
    this.attribute(layer.attribution);
    this.redraw();
  }

  /** Other base maps bring their own names. */
  showNames(shown: boolean): void {
    if (shown) this.names.addTo(this.map);
    else this.names.remove();
  }

  private attribute(text: string): void {
    if (text && this.map.attributionControl)
      this.map.attributionControl.addAttribution(escapeHtml(text));
  }

  private redraw(): void {
    this.tiles.redraw();
    this.names.draw();
  }

  private namesIn(view: View): Name[] {
    const names = [...countryNames(view, this.countries), ...cityNames(view, this.cities)];
    for (const layer of this.streets)
      names.push(...placeNames(view, layer), ...streetNames(view, layer));
    return declutter(names);
  }
}

/** Leaflet writes attributions as markup; ours are plain text. */
export function escapeHtml(text: string): string {
  const node = document.createElement("span");
  node.textContent = text;
  return node.innerHTML;
}

type Draw = (context: CanvasRenderingContext2D, coords: L.Coords, size: number) => void;

class VectorTiles extends L.GridLayer {
  constructor(private drawTile: Draw) {
    super({ tileSize: 512, zIndex: 1, updateWhenZooming: false, keepBuffer: 1 });
  }

  protected override createTile(coords: L.Coords): HTMLElement {
    const canvas = document.createElement("canvas");
    const size = this.getTileSize().x;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    // one pixel more than the tile (see style.css): no seams between tiles at half zooms
    canvas.width = canvas.height = (size + 1) * ratio;
    const context = canvas.getContext("2d");
    if (context) {
      context.scale(ratio, ratio);
      this.drawTile(context, coords, size);
    }
    return canvas;
  }
}

/** One canvas over the view; it moves with the map and is written anew when the map rests. */
class NamesLayer extends L.Layer {
  private canvas: HTMLCanvasElement | null = null;

  constructor(private find: (view: View) => Name[]) {
    super();
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane("fvrNames") || map.createPane("fvrNames");
    pane.style.zIndex = "350";
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "fvr-names", pane);
    map.on("moveend resize", this.draw, this);
    map.on("zoomstart", this.hide, this);
    this.draw();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off("moveend resize", this.draw, this);
    map.off("zoomstart", this.hide, this);
    if (this.canvas) this.canvas.remove();
    this.canvas = null;
    return this;
  }

  draw(): void {
    const map = this._map;
    const context = this.canvas && this.canvas.getContext("2d");
    if (!map || !this.canvas || !context) return;
    const size = map.getSize();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = size.x * ratio;
    this.canvas.height = size.y * ratio;
    this.canvas.style.width = String(size.x) + "px";
    this.canvas.style.height = String(size.y) + "px";
    this.canvas.style.opacity = "1";
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    context.scale(ratio, ratio);
    for (const name of this.find(viewOf(map, context))) write(context, name);
  }

  private hide(): void {
    if (this.canvas) this.canvas.style.opacity = "0";
  }
}

function viewOf(map: L.Map, context: CanvasRenderingContext2D): View {
  const size = map.getSize();
  const center = map.getCenter().lng;
  return {
    zoom: map.getZoom(),
    width: size.x,
    height: size.y,
    project: (lon, lat) => map.latLngToContainerPoint([lat, nearestLon(lon, center)]),
    measure: (text, font) => {
      context.font = font;
      return context.measureText(text).width;
    },
  };
}

function write(context: CanvasRenderingContext2D, name: Name): void {
  const middle = name.boxes[Math.floor(name.boxes.length / 2)];
  const first = name.boxes[0];
  const last = name.boxes[name.boxes.length - 1];
  const x = name.boxes.length > 1 ? (first.x + last.x) / 2 : middle.x;
  const y = name.boxes.length > 1 ? (first.y + last.y) / 2 : middle.y;
  context.save();
  context.translate(x, y);
  context.rotate(name.angle);
  context.font = name.font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = INK.halo;
  context.lineWidth = 3;
  context.strokeText(name.text, 0, 0);
  context.fillStyle = name.color;
  context.fillText(name.text, 0, 0);
  if (name.dot) dot(context, 9);
  context.restore();
}

function dot(context: CanvasRenderingContext2D, below: number): void {
  context.beginPath();
  context.arc(0, below, 2, 0, 2 * Math.PI);
  context.fillStyle = INK.text;
  context.fill();
}
