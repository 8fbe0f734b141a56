/** Land and borders for the base map, from Natural Earth as packed by world-atlas. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { geoCentroid, geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import countries from "i18n-iso-countries";

const require = createRequire(import.meta.url);

/**
 * world-atlas stitches countries over the antimeridian, which a flat map would draw as bands right
 * across the world: projecting once to plain degrees cuts them at 180° again.
 */
function cutAtAntimeridian(collection) {
  const degrees = geoEquirectangular()
    .scale(180 / Math.PI)
    .translate([0, 0])
    .reflectY(true)
    .precision(0);
  return geoProject(collection, degrees);
}

/** Thousandths of a degree, each point as the difference to the one before. */
export function delta(ring) {
  const coded = [];
  let lon = 0;
  let lat = 0;
  for (const [x, y] of ring) {
    const dx = Math.round(x * 1000) - lon;
    const dy = Math.round(y * 1000) - lat;
    if (coded.length && !dx && !dy) continue;
    coded.push(dx, dy);
    lon += dx;
    lat += dy;
  }
  return coded;
}

function planarArea(ring) {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  }
  return Math.abs(sum / 2);
}

/** The country's largest piece carries its name. */
function labelOf(polygons) {
  const largest = polygons.reduce((a, b) => (planarArea(a[0]) >= planarArea(b[0]) ? a : b));
  const centre = geoCentroid({ type: "LineString", coordinates: largest[0] });
  const lons = largest[0].map((p) => p[0]);
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const lon = Math.abs(centre[0] - middle) > 40 ? middle : centre[0];
  return { at: [round(lon), round(centre[1])], area: round(planarArea(largest[0])) };
}

const round = (value) => Math.round(value * 100) / 100;

export function buildWorld() {
  const path = require.resolve("world-atlas/countries-50m.json");
  const atlas = JSON.parse(readFileSync(path, "utf8"));
  const cut = cutAtAntimeridian(feature(atlas, atlas.objects.countries));
  const list = cut.features
    .filter((f) => f.geometry)
    .map((f, i) => {
      const { type, coordinates } = f.geometry;
      const polygons = type === "Polygon" ? [coordinates] : coordinates;
      const label = labelOf(polygons);
      const id = atlas.objects.countries.geometries[i].id;
      return {
        name: f.properties.name,
        iso:
          (f.id && countries.numericToAlpha2(f.id)) || (id && countries.numericToAlpha2(id)) || "",
        label: label.at,
        area: label.area,
        rings: polygons
          .flat()
          .map(delta)
          .filter((ring) => ring.length >= 6),
      };
    });
  return { attribution: "Natural Earth", countries: list };
}
