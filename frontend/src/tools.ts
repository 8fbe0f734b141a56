/** The column of buttons at the left of the map: each tool has one, all look alike. */
import * as L from "leaflet";
import { button, el } from "./dom";
import { icon, type IconName } from "./icons";

type Attributes = Parameters<typeof button>[1];

/** A button with a drawing; the label is its title, and its name for screen readers. */
export function toolButton(
  name: IconName,
  label: string,
  attributes: Attributes,
  onClick: () => void,
): HTMLButtonElement {
  const node = button("", { title: label, "aria-label": label, ...attributes }, onClick);
  node.append(icon(name));
  return node;
}

/** Whether clicks and strokes on the map are meant for a tool: everything else leaves them alone. */
export function isAiming(root: HTMLElement): boolean {
  return Boolean(root.dataset.tool) || root.classList.contains("fvr-aims");
}

/** A click or wheel on a panel is not meant for the map below it. */
export function keepFromMap(node: HTMLElement): void {
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
}

/** Put buttons, and what opens beside them, below the tools that are there already. */
export function addTool(map: L.Map, ...nodes: HTMLElement[]): L.Control {
  const root = el("div", { class: "leaflet-bar fvr-tool" }, ...nodes);
  keepFromMap(root);
  const Tool = L.Control.extend({ onAdd: () => root });
  return new Tool({ position: "topleft" }).addTo(map);
}
