/** Line drawings for the tools, 20 × 20, in the colour of the text round them. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  fit: "M12 3h5v5M17 3l-6 6M8 17H3v-5M3 17l6-6",
  layers: "M10 3l7 4-7 4-7-4zM3 10.5l7 4 7-4M3 14l7 4 7-4",
  basemap: "M3 5l5-2 5 2 4-2v12l-4 2-5-2-5 2zM8 3v12M13 5v12",
  share: "M10 12V3M6.5 6.5L10 3l3.5 3.5M4 10v7h12v-7",
  create: "M8 17s-5-5.2-5-9a5 5 0 0 1 10 0c0 3.8-5 9-5 9M8 6v4M6 8h4M14 16h4M16 14v4",
  move: "M10 3v14M3 10h14M8 5l2-2 2 2M8 15l2 2 2-2M5 8l-2 2 2 2M15 8l2 2-2 2",
  reorder: "M7 16V4M4 7l3-3 3 3M13 4v12M10 13l3 3 3-3",
  draw: "M3 3h5M12 3h5v5M17 12v5h-5M8 17H3v-5M3 8V3M7 10h6M10 7v6",
  territory: "M3 4l6-1 8 3-2 5 2 5-7 1-6-2 1-5zM9 3l1 6 5 2M10 9l-5 1",
  view: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5M10 8a2 2 0 1 1 0 4a2 2 0 1 1 0-4",
  lasso: "M10 3c5 0 7 2 7 5s-3 5-7 5-7-2-7-5 2-5 7-5M6 12c-2 1-1 4 1 4 1 0 1-2-1-3M7 16l1 2",
  polygon: "M4 7l8-4 5 7-4 7-9-3zM4 7v0M12 3v0",
  rectangle: "M3 5h14v10H3z",
  circle: "M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14M10 10h6M10 10v0",
  drive: "M3 13v-3l2-4h10l2 4v3zM3 10h14M6 13v2M14 13v2",
};

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: "20", height: "20" })) {
    svg.setAttribute(key, value);
  }
  svg.setAttribute("focusable", "false");
  svg.classList.add("fvr-icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
