/** Write the bundle and the base map to the addon's static/dist. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildIcons } from "./icons.mjs";
import { licences } from "./licences.mjs";
import { buildPlaces } from "./places.mjs";
import { buildWorld } from "./world.mjs";

const DIST = new URL("../../field_visit_routing/static/dist/", import.meta.url);
const path = (url) => fileURLToPath(url);

/** The map for Odoo's pages, the phone app with the map in it, and the app's service worker. */
const BUNDLES = [
  { globalName: "FieldVisitMap", entryPoints: { field_visit_map: "src/index.ts" } },
  { globalName: "FieldVisitApp", entryPoints: { field_visit_app: "src/app/main.tsx" } },
  { entryPoints: { field_visit_worker: "src/app/worker/worker.ts" } },
];

async function bundle(one) {
  await esbuild.build({
    ...one,
    absWorkingDir: path(new URL("..", import.meta.url)),
    outdir: path(DIST),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2019",
    // Odoo's own minifier corrupts nested template literals; without any it has nothing to break.
    supported: { "template-literal": false },
    charset: "ascii",
    legalComments: "none",
    logLevel: "warning",
    loader: { ".png": "dataurl" },
  });
}

/** One hash over all files: the adapters append it as ?v=, static files are cached for a week. */
function writeManifest(files) {
  const hash = createHash("sha256");
  for (const name of files) hash.update(readFileSync(new URL(name, DIST)));
  const version = hash.digest("hex").slice(0, 12);
  writeFileSync(new URL("manifest.json", DIST), JSON.stringify({ version, files }) + "\n");
  return version;
}

async function main() {
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  for (const one of BUNDLES) await bundle(one);
  writeFileSync(new URL("world.json", DIST), JSON.stringify(buildWorld()));
  writeFileSync(new URL("places.json", DIST), JSON.stringify(buildPlaces()));
  writeFileSync(new URL("LICENSES.txt", DIST), licences());
  const icons = await buildIcons();
  for (const [name, png] of icons) writeFileSync(new URL(name, DIST), png);
  const files = [
    "field_visit_map.js",
    "field_visit_map.css",
    "field_visit_app.js",
    "field_visit_app.css",
    "field_visit_worker.js",
    "world.json",
    "places.json",
    ...icons.map(([name]) => name),
  ];
  const version = writeManifest(files);
  for (const name of files) {
    console.log(
      name.padEnd(22),
      String(readFileSync(new URL(name, DIST)).length).padStart(9),
      "bytes",
    );
  }
  console.log("version", version);
}

await main();
