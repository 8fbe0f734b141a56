/** The outline of the world that the build ships: land, borders, names of countries. */
import { clipRing, flatBox, intersects, type Flat } from "./clip";
import { INK } from "./style";
import { trace, type Tile } from "./tile";
import type { Box } from "../geo";

/** world.json as the build writes it: rings are delta-coded thousandths of a degree. */
export interface WorldFile {
  attribution: string;
  countries: {
    name: string;
    iso: string;
    label: [number, number];
    area: number;
    rings: number[][];
  }[];
}

interface Ring {
  flat: Flat;
  box: Box;
}

export interface Country {
  name: string;
  lon: number;
  lat: number;
  area: number;
  rings: Ring[];
}

export function undelta(coded: number[]): Flat {
  const flat: Flat = [];
  let lon = 0;
  let lat = 0;
  for (let i = 0; i < coded.length; i += 2) {
    lon += coded[i];
    lat += coded[i + 1];
    flat.push(lon / 1000, lat / 1000);
  }
  return flat;
}

/** Countries with their names in the user's language where the browser knows it. */
export function decodeWorld(file: WorldFile, lang: string): Country[] {
  const nameOf = regionNames(lang);
  return file.countries.map((c) => ({
    name: nameOf(c.iso) || c.name,
    lon: c.label[0],
    lat: c.label[1],
    area: c.area,
    rings: c.rings.map((coded) => {
      const flat = undelta(coded);
      return { flat, box: flatBox(flat) };
    }),
  }));
}

function regionNames(lang: string): (iso: string) => string {
  try {
    const names = new Intl.DisplayNames([lang], { type: "region", fallback: "none" });
    return (iso) => (iso && names.of(iso)) || "";
  } catch {
    return () => "";
  }
}

/** Border lines are regulated in places: without them land is one surface. */
export function drawWorld(tile: Tile, countries: Country[], borders = true): void {
  const { context } = tile;
  context.fillStyle = INK.sea;
  context.fillRect(0, 0, tile.size + 1, tile.size + 1);
  context.beginPath();
  for (const country of countries) {
    for (const ring of country.rings) {
      if (intersects(ring.box, tile.box))
        trace(tile, clipRing(ring.flat, ring.box, tile.box), true);
    }
  }
  context.fillStyle = INK.land;
  context.fill("evenodd");
  if (!borders) return;
  context.strokeStyle = INK.border;
  context.lineWidth = tile.zoom < 4 ? 0.6 : 1;
  context.lineJoin = "round";
  context.stroke();
}
