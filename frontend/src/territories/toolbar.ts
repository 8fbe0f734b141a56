/** The button of the territories, and what a new one is drawn with. */
import type * as L from "leaflet";
import { el } from "../dom";
import type { Tool } from "../select/types";
import { addTool, toolButton } from "../tools";
import type { Labels } from "../types";

export type Pen = Extract<Tool, "lasso" | "polygon" | "rectangle">;
export const PENS: [Pen, keyof Labels, keyof Labels][] = [
  ["polygon", "selectPolygon", "selectPolygonHelp"],
  ["lasso", "selectLasso", "selectLassoHelp"],
  ["rectangle", "selectRectangle", "selectRectangleHelp"],
];

/** A row of buttons, one for each way to draw. */
export function penRow(
  labels: Labels,
  key: string,
  onPen: (pen: Pen) => void,
): [HTMLElement, Map<Pen, HTMLButtonElement>] {
  const row = el("div", { class: "fvr-drawtools-row" });
  const buttons = new Map<Pen, HTMLButtonElement>();
  for (const [pen, label] of PENS) {
    const attributes = { ["data-" + key]: pen, "aria-pressed": "false" };
    const node = toolButton(pen, labels[label], attributes, () => onPen(pen));
    buttons.set(pen, node);
    row.append(node);
  }
  return [row, buttons];
}

export class AreaToolbar {
  private opener: HTMLButtonElement;
  private flyout = el("div", { class: "fvr-drawtools", role: "group", hidden: true });
  private help = el("p", { class: "fvr-drawtools-help", role: "status" });
  private control: L.Control;
  private pens: Map<Pen, HTMLButtonElement>;

  constructor(
    map: L.Map,
    private labels: Labels,
    private creates: boolean,
    onPen: (pen: Pen) => void,
    private onOpen: (open: boolean) => void,
  ) {
    this.opener = toolButton(
      "territory",
      labels.areaTools,
      { "data-action": "territories", "aria-expanded": "false" },
      () => this.open(this.flyout.hidden),
    );
    const [row, pens] = penRow(labels, "pen", onPen);
    this.pens = pens;
    row.hidden = !creates;
    this.flyout.setAttribute("aria-label", labels.areaTools);
    this.flyout.append(row, this.help);
    this.control = addTool(map, this.opener, this.flyout);
    this.say("");
  }

  open(open: boolean): void {
    this.flyout.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    this.onOpen(open);
  }

  get isOpen(): boolean {
    return !this.flyout.hidden;
  }

  /** Show which pen is in hand, and what it is for. */
  press(pen: Pen | null): void {
    for (const [name, node] of this.pens) node.setAttribute("aria-pressed", String(name === pen));
    const entry = PENS.find(([name]) => name === pen);
    this.say(entry ? this.labels[entry[2]] : "");
  }

  /** "" for what one can do here. */
  say(text: string): void {
    this.help.textContent = text || (this.creates ? this.labels.areaHelp : this.labels.areaLook);
  }

  remove(): void {
    this.control.remove();
  }
}
