/** The list of layers: each with its switch and its legend. */
import * as L from "leaflet";
import { addTool, keepFromMap, toolButton } from "../tools";
import { button, el } from "../dom";
import type { Labels } from "../types";
import type { Layer, Switches } from "./switches";

export interface Row {
  layer: Layer;
  label: string;
  /** How many it holds; left out where that says nothing. */
  count?: number;
  /** What explains the layer while it is on. */
  legend?: () => Node[];
}

export class LayerPanel {
  readonly element: HTMLElement;
  private body: HTMLElement;
  private opener: HTMLButtonElement;
  private legends = new Map<Layer, HTMLElement>();

  constructor(
    map: L.Map,
    root: HTMLElement,
    private labels: Labels,
    private switches: Switches,
    private onSwitch: (layer: Layer) => void,
    private onFold: (open: boolean) => void,
  ) {
    this.body = el("div", { class: "fvr-layers-body" });
    const close = button("×", { class: "fvr-close", "aria-label": labels.close }, () =>
      this.open(false),
    );
    this.element = el(
      "section",
      { class: "fvr-layers", "aria-label": labels.layers, hidden: true },
      el("h3", {}, labels.layers),
      close,
      this.body,
    );
    keepFromMap(this.element);
    root.append(this.element);
    this.opener = this.addOpener(map);
  }

  open(open: boolean, tell = true): void {
    this.element.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (tell) this.onFold(open);
  }

  show(rows: Row[]): void {
    this.legends.clear();
    this.body.replaceChildren(...rows.map((row) => this.row(row)));
  }

  /** The legend of a layer anew; nothing when its row is not shown. */
  renew(layer: Layer, nodes: Node[]): void {
    const legend = this.legends.get(layer);
    if (legend) legend.replaceChildren(...nodes);
  }

  /** A switch like those of the rows, for what belongs to a layer. */
  toggle(layer: Layer, label: string, icon: Node[] = []): HTMLButtonElement {
    const item = button("", { role: "switch", class: "fvr-switch", "data-switch": layer }, () => {
      this.switches.set(layer, !this.switches.on(layer));
      item.setAttribute("aria-checked", String(this.switches.on(layer)));
      this.onSwitch(layer);
    });
    item.setAttribute("aria-checked", String(this.switches.on(layer)));
    item.append(...icon, el("span", { class: "fvr-switch-label" }, label));
    item.append(el("span", { class: "fvr-knob" }));
    return item;
  }

  private row({ layer, label, count, legend }: Row): HTMLElement {
    const icon = el("span", { class: "fvr-layer-icon fvr-icon-" + layer });
    const item = this.toggle(layer, label, [icon]);
    if (count !== undefined)
      item.lastElementChild?.before(el("span", { class: "fvr-legend-count" }, String(count)));
    const row = el("div", { class: "fvr-layer", "data-layer": layer }, item);
    if (legend) {
      const box = el("div", { class: "fvr-layer-legend" }, ...legend());
      this.legends.set(layer, box);
      row.append(box);
    }
    return row;
  }

  private addOpener(map: L.Map): HTMLButtonElement {
    const opener = toolButton(
      "layers",
      this.labels.layers,
      { "aria-expanded": "false", "data-action": "layers" },
      () => this.open(this.element.hidden),
    );
    addTool(map, opener);
    return opener;
  }
}
