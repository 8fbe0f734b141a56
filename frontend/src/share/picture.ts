/**
 * A picture of the map as it is seen: every canvas, tile and mark in the order of the page, and the
 * legends, scale and attribution. Tools and their panels are left out.
 */
import { el } from "../dom";
import { paintBox, paintText, type Frame } from "./boxes";

/** Panels that belong on a picture; any other panel may ask for it with `data-in-picture`. */
const PANELS =
  ".fvr-legend, .fvr-layers, .leaflet-control-scale, .leaflet-control-attribution, [data-in-picture]";
/** What is in those panels to be used, not to be looked at. */
const CONTROLS = ".fvr-look, select, input, textarea, details:not([open]) > :not(summary)";

export interface Picture {
  canvas: HTMLCanvasElement;
  /** Services whose tiles the browser may not copy; the map beneath stands in their place. */
  without: string[];
}

type Source = HTMLCanvasElement | HTMLImageElement | ImageBitmap;

/** @throws Error when the browser cannot make pictures of this size */
export async function takePicture(root: HTMLElement): Promise<Picture> {
  const { left, top, width, height } = root.getBoundingClientRect();
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const canvas = el("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("canvas");
  context.scale(ratio, ratio);
  context.fillStyle = getComputedStyle(root).backgroundColor || "#ffffff";
  context.fillRect(0, 0, width, height);
  const painter = new Painter({ context, left, top });
  // legends close up without their controls while they are painted
  root.classList.add("fvr-in-picture");
  try {
    for (const pane of root.querySelectorAll(".leaflet-map-pane")) await painter.paint(pane, 1);
    for (const panel of root.querySelectorAll(PANELS)) await painter.paint(panel, 1);
  } finally {
    root.classList.remove("fvr-in-picture");
  }
  return { canvas, without: [...painter.without] };
}

/** @throws Error when the browser refuses */
export function toPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("PNG"))), "image/png");
  });
}

class Painter {
  readonly without = new Set<string>();

  constructor(private frame: Frame) {}

  /** One element and what is in it, lower levels first. */
  async paint(node: Element, opacity: number): Promise<void> {
    if (node.matches(CONTROLS)) return;
    const style = getComputedStyle(node);
    const visible = opacity * (style.opacity === "" ? 1 : Number(style.opacity));
    if (style.display === "none" || style.visibility === "hidden" || !visible) return;
    const { context } = this.frame;
    context.save();
    context.globalAlpha = visible;
    if (style.overflow !== "visible" && !node.matches("canvas, img, svg")) clipTo(this.frame, node);
    const source = await this.sourceOf(node);
    if (source) this.copy(source, node);
    else if (!node.matches("canvas, img, svg")) await this.paintContent(node, style, visible);
    context.restore();
  }

  private async paintContent(
    node: Element,
    style: CSSStyleDeclaration,
    opacity: number,
  ): Promise<void> {
    paintBox(this.frame, node, style);
    for (const child of node.childNodes) {
      if (child instanceof Text) paintText(this.frame, child, style);
    }
    for (const child of byLevel([...node.children])) await this.paint(child, opacity);
  }

  private copy(source: Source, node: Element): void {
    const rect = node.getBoundingClientRect();
    if (!source.width || !source.height || !rect.width || !rect.height) return;
    const { context, left, top } = this.frame;
    context.drawImage(source, rect.left - left, rect.top - top, rect.width, rect.height);
  }

  private async sourceOf(node: Element): Promise<Source | null> {
    if (node instanceof HTMLCanvasElement) return node;
    if (node instanceof SVGSVGElement) return pictureOf(node);
    return node instanceof HTMLImageElement ? this.imageOf(node) : null;
  }

  /** A canvas that foreign pictures were drawn on cannot be saved, unless their server allows it. */
  private async imageOf(image: HTMLImageElement): Promise<Source | null> {
    if (!image.complete || !image.naturalWidth) return null;
    if (isOwn(image.src)) return image;
    try {
      const answer = await fetch(image.src, { mode: "cors", credentials: "omit" });
      if (!answer.ok) return null;
      const copied = await createImageBitmap(await answer.blob());
      return copied;
    } catch {
      const service = image.closest<HTMLElement>("[data-service]");
      this.without.add((service && service.dataset.service) || new URL(image.src).host);
      return null;
    }
  }
}

function byLevel(nodes: Element[]): Element[] {
  const level = (node: Element): number => Number(getComputedStyle(node).zIndex) || 0;
  return nodes
    .map((node) => ({ node, level: level(node) }))
    .sort((a, b) => a.level - b.level)
    .map(({ node }) => node);
}

function clipTo({ context, left, top }: Frame, node: Element): void {
  const rect = node.getBoundingClientRect();
  context.beginPath();
  context.rect(rect.left - left, rect.top - top, rect.width, rect.height);
  context.clip();
}

function isOwn(src: string): boolean {
  return src.startsWith("data:") || new URL(src, location.href).origin === location.origin;
}

async function pictureOf(svg: SVGSVGElement): Promise<HTMLImageElement | null> {
  const image = new Image();
  const text = new XMLSerializer().serializeToString(svg);
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}
