/** The heat map as a canvas below the names and the pins. */
import * as L from "leaflet";
import { blur, CELL, collect, MARGIN, paint, peak, type HeatPoints, type Section } from "./heat";

const EARTH_KM = 40075.017;

export class HeatLayer {
  private canvas: HTMLCanvasElement | null = null;
  private small = document.createElement("canvas");

  constructor(private map: L.Map) {
    const pane = map.createPane("fvrHeat");
    pane.style.zIndex = "340";
    pane.style.pointerEvents = "none";
    map.on("zoomstart", this.fade, this);
  }

  /** Where a position lies in the Mercator square, as the map's datum has it. */
  project(lat: number, lon: number): L.Point {
    return this.map.project([lat, lon], 0).divideBy(256);
  }

  /**
   * Draw the points.
   *
   * @returns the weight per km² where it is darkest; 0 when nothing in view counts
   */
  draw(points: HeatPoints): number {
    const section = sectionOf(this.map);
    const grid = blur(collect(points, section));
    const highest = peak(grid);
    const { width, height } = grid;
    this.small.width = width;
    this.small.height = height;
    const context = this.small.getContext("2d");
    if (context && highest > 0) {
      const image = context.createImageData(width, height);
      paint(grid, highest, image.data);
      context.putImageData(image, 0, 0);
    }
    this.show(section, width * CELL, height * CELL);
    return highest / cellArea(this.map, section);
  }

  hide(): void {
    if (this.canvas) this.canvas.remove();
    this.canvas = null;
  }

  remove(): void {
    this.hide();
    this.map.off("zoomstart", this.fade, this);
  }

  /** Put the small picture on the map, enlarged. */
  private show(section: Section, width: number, height: number): void {
    const pane = this.map.getPane("fvrHeat") as HTMLElement;
    this.canvas = this.canvas || L.DomUtil.create("canvas", "fvr-heat", pane);
    this.canvas.width = section.width;
    this.canvas.height = section.height;
    this.canvas.style.opacity = "1";
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.small, -MARGIN * CELL, -MARGIN * CELL, width, height);
  }

  /** While the map zooms the picture would lie in the wrong place. */
  private fade(): void {
    if (this.canvas) this.canvas.style.opacity = "0";
  }
}

function sectionOf(map: L.Map): Section {
  const size = map.getSize();
  const corner = map.getPixelBounds().min as L.Point;
  const world = 256 * 2 ** map.getZoom();
  return { left: corner.x, top: corner.y, width: size.x, height: size.y, world };
}

/** Square kilometres of a cell in the middle of the view. */
function cellArea(map: L.Map, section: Section): number {
  const side = (CELL * EARTH_KM * Math.cos((map.getCenter().lat * Math.PI) / 180)) / section.world;
  return side * side;
}
