/** Paints plain HTML (legend, attribution, scale, labels) on a canvas: boxes, borders and words. */

/** Where on the canvas the page's pixels lie. */
export interface Frame {
  context: CanvasRenderingContext2D;
  left: number;
  top: number;
}

const SIDES = ["Top", "Right", "Bottom", "Left"] as const;

/** Background and borders of one element. */
export function paintBox(frame: Frame, node: Element, style: CSSStyleDeclaration): void {
  const { context } = frame;
  const rect = node.getBoundingClientRect();
  const x = rect.left - frame.left;
  const y = rect.top - frame.top;
  const colors = rampOf(style.backgroundImage);
  if (colors.length || isVisible(style.backgroundColor)) {
    context.fillStyle = colors.length
      ? ramp(context, x, rect.width, colors)
      : style.backgroundColor;
    context.beginPath();
    roundedBox(context, x, y, rect.width, rect.height, cornerOf(style, rect));
    context.fill();
  }
  for (const side of SIDES)
    paintBorder(context, { x, y, w: rect.width, h: rect.height }, style, side);
}

/** The words of one text, where the browser has put them. */
export function paintText(frame: Frame, text: Text, style: CSSStyleDeclaration): void {
  const { context } = frame;
  const content = text.data;
  context.font = [style.fontWeight, style.fontSize, style.fontFamily].join(" ");
  context.fillStyle = style.color;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const word of content.matchAll(/\S+/g)) paintWord(frame, text, word.index, word[0]);
}

function paintWord(frame: Frame, text: Text, start: number, word: string): void {
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, start + word.length);
  const rects = range.getClientRects();
  // Chinese breaks its lines without spaces: then each character has its own place
  if (rects.length > 1 && word.length > 1) {
    [...word].reduce((at, letter) => {
      paintWord(frame, text, at, letter);
      return at + letter.length;
    }, start);
    return;
  }
  const [rect] = rects;
  if (!rect) return;
  frame.context.fillText(word, rect.left - frame.left, rect.top + rect.height / 2 - frame.top);
}

function paintBorder(
  context: CanvasRenderingContext2D,
  box: { x: number; y: number; w: number; h: number },
  style: CSSStyleDeclaration,
  side: (typeof SIDES)[number],
): void {
  const width = parseFloat(style[("border" + side + "Width") as "borderTopWidth"]) || 0;
  const color = style[("border" + side + "Color") as "borderTopColor"];
  if (
    !width ||
    style[("border" + side + "Style") as "borderTopStyle"] === "none" ||
    !isVisible(color)
  ) {
    return;
  }
  const { x, y, w, h } = box;
  context.fillStyle = color;
  if (side === "Top") context.fillRect(x, y, w, width);
  else if (side === "Bottom") context.fillRect(x, y + h - width, w, width);
  else context.fillRect(side === "Left" ? x : x + w - width, y, width, h);
}

function cornerOf(style: CSSStyleDeclaration, rect: DOMRect): number {
  const half = Math.min(rect.width, rect.height) / 2;
  const { borderTopLeftRadius: radius } = style;
  return Math.min(half, radius.endsWith("%") ? half : parseFloat(radius) || 0);
}

function roundedBox(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  w: number,
  h: number,
  r: number,
): void {
  context.moveTo(x + r, y);
  context.arcTo(x + w, y, x + w, y + h, r);
  context.arcTo(x + w, y + h, x, y + h, r);
  context.arcTo(x, y + h, x, y, r);
  context.arcTo(x, y, x + w, y, r);
  context.closePath();
}

/** The colours of a CSS gradient, from left to right as legends have them. */
function rampOf(image: string): string[] {
  return image.includes("linear-gradient(") ? image.match(/rgba?\([^)]*\)/g) || [] : [];
}

function ramp(
  context: CanvasRenderingContext2D,
  x: number,
  width: number,
  colors: string[],
): CanvasGradient {
  const gradient = context.createLinearGradient(x, 0, x + width, 0);
  colors.forEach((color, i) => gradient.addColorStop(i / Math.max(1, colors.length - 1), color));
  return gradient;
}

function isVisible(color: string): boolean {
  return Boolean(color) && color !== "transparent" && !/^rgba\(.*,\s*0\)$/.test(color);
}
