/** The app's icons, drawn from the addon's own icon: phones want bitmaps of fixed sizes. */
import { readFileSync } from "node:fs";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const SOURCE = new URL("../../field_visit_routing/static/description/icon.svg", import.meta.url);
const WASM = new URL("../node_modules/@resvg/resvg-wasm/index_bg.wasm", import.meta.url);
/** What a phone may cut off from each side of a "maskable" icon, as a part of its width. */
const MARGIN = 0.12;
const GROUND = "#1f6f78";

/** Return `[file name, PNG]` of every icon. */
export async function buildIcons() {
  await initWasm(readFileSync(WASM));
  const svg = readFileSync(SOURCE, "utf8");
  return [
    ["icon-192.png", draw(svg, 192)],
    ["icon-512.png", draw(svg, 512)],
    ["icon-maskable-512.png", draw(onGround(svg), 512)],
    // iPhones round the corners themselves and know no transparency
    ["icon-180.png", draw(onGround(svg), 180)],
  ];
}

function draw(svg, width) {
  return new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng();
}

/** The icon smaller, on a ground that fills the square. */
function onGround(svg) {
  const inside = Buffer.from(svg).toString("base64");
  const side = 100 * (1 - 2 * MARGIN);
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">
<rect width="100" height="100" fill="${GROUND}"/>
<image x="${100 * MARGIN}" y="${100 * MARGIN}" width="${side}" height="${side}" xlink:href="data:image/svg+xml;base64,${inside}"/>
</svg>`;
}
