/** What is seen while a stop is dragged: the stop under the pointer and the lines it would get. */
import { el } from "../dom";
import type { Pixel, Target } from "./targets";

const SVG = "http://www.w3.org/2000/svg";

export interface Dragged {
  number: string;
  name: string;
  color: string;
}

export class Preview {
  private svg = document.createElementNS(SVG, "svg");
  private lines = document.createElementNS(SVG, "polyline");
  private disc = document.createElementNS(SVG, "circle");
  private number = document.createElementNS(SVG, "text");
  private note = el("div", { class: "fvr-drag-note", role: "status" });

  constructor(
    private root: HTMLElement,
    private dropOut: HTMLElement,
  ) {
    this.svg.setAttribute("class", "fvr-drag");
    this.disc.setAttribute("r", "14");
    this.svg.append(this.lines, this.disc, this.number);
    root.append(this.svg, this.note);
    this.hide();
  }

  /** Show the dragged stop at a pixel, what it would become there, and whether it is over "out". */
  show(at: Pixel, dragged: Dragged, target: Target | null, text: string, color: string): void {
    this.setShown(true);
    const points = target ? [target.from, at, target.to] : [];
    this.lines.setAttribute("points", points.filter(Boolean).map(pair).join(" "));
    this.lines.setAttribute("stroke", color);
    place(this.disc, "c", at);
    this.disc.setAttribute("fill", target ? color : dragged.color);
    place(this.number, "", at);
    this.number.textContent = dragged.number;
    this.note.replaceChildren(el("strong", {}, dragged.name), el("br"), text);
    const room = this.root.clientWidth - at.x;
    this.note.style.left = room > 280 ? String(at.x + 20) + "px" : "auto";
    this.note.style.right = room > 280 ? "auto" : String(room + 20) + "px";
    this.note.style.top = String(at.y + 12) + "px";
  }

  hide(): void {
    this.setShown(false);
  }

  /** Whether a point of the page lies on the place that takes a stop out. */
  isOut(page: Pixel): boolean {
    const box = this.dropOut.getBoundingClientRect();
    const isIn =
      page.x >= box.left && page.x <= box.right && page.y >= box.top && page.y <= box.bottom;
    this.dropOut.classList.toggle("fvr-drop-over", isIn);
    return isIn;
  }

  destroy(): void {
    this.svg.remove();
    this.note.remove();
  }

  private setShown(shown: boolean): void {
    this.svg.style.display = shown ? "" : "none";
    this.note.hidden = !shown;
    this.dropOut.hidden = !shown;
    this.root.classList.toggle("fvr-dragging", shown);
  }
}

function pair(pixel: Pixel | null): string {
  return pixel ? String(pixel.x) + "," + String(pixel.y) : "";
}

function place(node: SVGElement, prefix: string, at: Pixel): void {
  node.setAttribute(prefix + "x", String(at.x));
  node.setAttribute(prefix + "y", String(at.y));
}
