/** How the best value fell while a job searched, as a small curve with the bound below it. */

/** `[elapsed seconds, best value]`, by rising time; smaller values are better. */
export type TrendPoint = [number, number];

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 480;
const HEIGHT = 72;
const MARGIN = 4;

type Scale = (value: number) => number;

/** Draw the curve; nothing to draw gives an empty picture. */
export function drawTrend(points: TrendPoint[], bound?: number | null, title = ""): SVGElement {
  const svg = shape("svg", {
    viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`,
    class: "fvr-trend",
    role: "img",
    "aria-label": title,
  });
  const known = points.filter((point) => point.every(Number.isFinite));
  if (known.length < 2) return svg;
  const [x, y] = scales(known, bound);
  svg.append(shape("path", { d: steps(known, x, y), class: "fvr-trend-line" }));
  if (isNumber(bound)) {
    const level = y(bound).toFixed(1);
    const line = { x1: MARGIN, x2: WIDTH - MARGIN, y1: level, y2: level };
    svg.append(shape("line", { ...line, class: "fvr-trend-bound" }));
  }
  const last = known[known.length - 1];
  const dot = { cx: x(last[0]).toFixed(1), cy: y(last[1]).toFixed(1), r: 3 };
  svg.append(shape("circle", { ...dot, class: "fvr-trend-dot" }));
  return svg;
}

/** How far the best value may still be from the optimum, in percent; null when not known. */
export function gapPercent(best: number, bound?: number | null): number | null {
  if (!isNumber(bound) || !Number.isFinite(best) || best <= 0 || bound > best) return null;
  return (100 * (best - bound)) / best;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function scales(points: TrendPoint[], bound?: number | null): [Scale, Scale] {
  const values = points.map((point) => point[1]);
  const low = Math.min(...values, ...(isNumber(bound) ? [bound] : []));
  const high = Math.max(...values);
  const last = points[points.length - 1][0] || 1;
  return [
    (seconds) => MARGIN + ((WIDTH - 2 * MARGIN) * seconds) / last,
    (value) => HEIGHT - MARGIN - ((HEIGHT - 2 * MARGIN) * (value - low)) / (high - low || 1),
  ];
}

/** The best value stays until a better one is found: a staircase. */
function steps(points: TrendPoint[], x: Scale, y: Scale): string {
  const [first, ...rest] = points;
  const parts = rest.map((point) => `H${x(point[0]).toFixed(1)}V${y(point[1]).toFixed(1)}`);
  return `M${x(first[0]).toFixed(1)} ${y(first[1]).toFixed(1)}${parts.join("")}`;
}

function shape(tag: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}
