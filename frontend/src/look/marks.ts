/** Shapes and icons of the points. Outlines in a field of 24 × 24, as SVG writes them. */
import { columnOf, fieldScale } from "../colors";
import type { Columns, Labels } from "../types";
import { parseField, type Look } from "./look";
import type { Scale } from "./scale";

/** The last one stands for every further value. */
export const SHAPES = [
  "M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z", // circle
  "M3 3h18v18h-18z", // square
  "M12 1L23 21H1z", // triangle
  "M12 0L24 12L12 24L0 12z", // diamond
  "M1 3H23L12 23z", // triangle upside down
  "M12 0l3.2 8.2 8.8.5-6.8 5.6 2.2 8.6-7.4-4.8-7.4 4.8 2.2-8.6L0 8.7l8.8-.5z", // star
  "M8 1h8v7h7v8h-7v7H8v-7H1V8h7z", // cross
  "M6 2h12l6 10-6 10H6L0 12z", // hexagon
];
export const ICONS = [
  "M12 3L2 12h3v9h5v-6h4v6h5v-9h3z", // house
  "M5 2v20h2.4v-8H19l-3-4.5 3-4.5H7.4V2z", // flag
  "M12 21L3.5 12.5a5.2 5.2 0 0 1 8.5-6a5.2 5.2 0 0 1 8.5 6z", // heart
  "M14 1L4 14h6l-2 9L19 9.5h-6.5z", // lightning
  "M4 6h12v2h2.5a3.5 3.5 0 0 1 0 7H16a5 5 0 0 1-5 4H9a5 5 0 0 1-5-5zM16 10v3h2.3a1.5 1.5 0 0 0 0-3zM3 20.5h15v2H3z", // cup
  "M2 3h4l1 3h15l-3 9H8.5L5 5H2zM9 17a2.3 2.3 0 1 0 .01 0zM17 17a2.3 2.3 0 1 0 .01 0z", // cart
  "M12 2a5 5 0 1 0 .01 0zM2.5 22a9.5 9.5 0 0 1 19 0z", // person
  "M12 8a4 4 0 1 0 .01 0z", // dot
];

/** How shape and icon follow their fields; null when they follow none. */
export interface Marks {
  shape: Scale | null;
  icon: Scale | null;
}

export const NO_MARKS: Marks = { shape: null, icon: null };

export function buildMarks(columns: Columns, labels: Labels, lang: string, look: Look = {}): Marks {
  const scale = (spec: string | null | undefined, count: number): Scale | null => {
    const column = columnOf(columns, parseField(spec || "").name, labels, lang);
    return column && numbered(fieldScale(column, columns, {}), count);
  };
  return {
    shape: scale(look.shape ?? columns.shape, SHAPES.length),
    icon: scale(look.icon ?? columns.icon, ICONS.length),
  };
}

/** Number of the shape or icon of a row. */
export function markOf(scale: Scale | null, row: number): number | undefined {
  return scale ? scale.steps[scale.stepOf[row]].mark : undefined;
}

function numbered(scale: Scale, count: number): Scale {
  scale.steps.forEach((step, i) => (step.mark = Math.min(i, count - 1)));
  return scale;
}

const paths = new Map<string, Path2D>();

/** Fill an outline centred on 0,0 so that it is about `2 * radius` wide. */
export function fillOutline(
  context: CanvasRenderingContext2D,
  outline: string,
  radius: number,
  edge?: string,
): void {
  if (typeof Path2D === "undefined") return; // no canvas to draw on, as in tests
  const path = paths.get(outline) || new Path2D(outline);
  paths.set(outline, path);
  const scale = radius / 12;
  context.scale(scale, scale);
  context.translate(-12, -12);
  if (edge) {
    context.lineWidth = 4 / scale;
    context.lineJoin = "round";
    context.strokeStyle = edge;
    context.stroke(path);
  }
  context.fill(path);
  context.translate(12, 12);
  context.scale(1 / scale, 1 / scale);
}

/** The same outline for the legend. */
export function outlineImage(outline: string, color: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "fvr-outline");
  svg.setAttribute("role", "presentation"); // Odoo 14 does not display what is aria-hidden
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outline);
  path.setAttribute("fill", color);
  svg.append(path);
  return svg;
}
