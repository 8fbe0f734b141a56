/** The corners of an outline, moved, added and taken away by hand. */
import type * as L from "leaflet";
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from "terra-draw";
import { adapter, INK, type Snap } from "../select/pencil";
import type { Outline } from "./service";
import { ringsOf, round } from "./snap";

/** With more corners than this they would hide the map, and the browser would be slow. */
export const MOST_CORNERS = 400;
const PAUSE_MS = 200;
const SNAPS_PX = 18;

interface Ring {
  part: number;
  ring: number;
}

export class Corners {
  private draw: TerraDraw | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private map: L.Map,
    private snap: Snap,
    private onChange: (outline: Outline) => void,
  ) {}

  /** Show handles at the corners; false when they cannot be shown. */
  show(outline: Outline): boolean {
    this.stop();
    if (!canShow(outline)) return false;
    this.draw = this.begin();
    const added = this.draw.addFeatures(featuresOf(outline));
    if (added.some(({ valid }) => !valid)) {
      this.stop();
      return false;
    }
    this.map.getContainer().classList.add("fvr-shaping");
    this.draw.selectFeature(added[0].id as string | number);
    this.draw.on("change", (_ids, type) => {
      if (type === "update" || type === "delete") this.readSoon();
    });
    return true;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.map.getContainer().classList.remove("fvr-shaping");
    if (!this.draw) return;
    this.draw.stop();
    this.draw = null;
    this.map.dragging.enable();
    this.map.doubleClickZoom.enable();
  }

  private begin(): TerraDraw {
    const draw = new TerraDraw({
      adapter: adapter(this.map),
      modes: [new TerraDrawPolygonMode({ styles: LINES }), this.selectMode()],
    });
    draw.start();
    draw.setMode("select");
    return draw;
  }

  private selectMode(): TerraDrawSelectMode {
    const coordinates = {
      midpoints: true,
      draggable: true,
      deletable: true,
      snappable: { toCustom: this.snap },
    };
    return new TerraDrawSelectMode({
      flags: { polygon: { feature: { draggable: false, coordinates } } },
      // a key must not delete a whole ring, nor Escape hide its corners
      keyEvents: null,
      allowManualDeselection: false,
      pointerDistance: SNAPS_PX,
      styles: HANDLES,
    });
  }

  /** While a corner is dragged it changes with every pixel. */
  private readSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), PAUSE_MS);
  }

  private read(): void {
    if (this.draw) this.onChange(outlineOf(this.draw));
  }
}

const LINES = { fillOpacity: 0, outlineColor: INK, outlineWidth: 2 } as const;
const HANDLES = {
  selectedPolygonFillOpacity: 0,
  selectedPolygonOutlineColor: INK,
  selectedPolygonOutlineWidth: 3,
  selectionPointColor: "#ffffff",
  selectionPointOutlineColor: INK,
  selectionPointOutlineWidth: 2,
  selectionPointWidth: 6,
  midPointColor: INK,
  midPointOutlineColor: "#ffffff",
  midPointOutlineWidth: 1,
  midPointWidth: 4,
} as const;

function canShow(outline: Outline): boolean {
  const rings = ringsOf(outline);
  const count = rings.reduce((total, ring) => total + ring.length - 1, 0);
  // the library takes no position beyond the antimeridian
  const isHere = rings.every((ring) => ring.every(([lon]) => Math.abs(lon) <= 180));
  return count <= MOST_CORNERS && isHere;
}

/** A feature per ring: the library knows no polygon with holes. */
function featuresOf(outline: Outline) {
  const parts = outline.type === "Polygon" ? [outline.coordinates] : outline.coordinates;
  return parts.flatMap((rings, part) =>
    rings.map((ring, number) => ({
      type: "Feature" as const,
      geometry: {
        type: "Polygon" as const,
        coordinates: [ring.map(([lon, lat]) => [round(lon), round(lat)])],
      },
      properties: { mode: "polygon", part, ring: number },
    })),
  );
}

function outlineOf(draw: TerraDraw): Outline {
  const parts: GeoJSON.Position[][][] = [];
  for (const { geometry, properties } of draw.getSnapshot()) {
    if (properties.mode !== "polygon" || geometry.type !== "Polygon") continue;
    const { part, ring } = properties as unknown as Ring;
    parts[part] = parts[part] || [];
    parts[part][ring] = geometry.coordinates[0];
  }
  return parts.length === 1
    ? { type: "Polygon", coordinates: parts[0] }
    : { type: "MultiPolygon", coordinates: parts };
}
