/** A round button on the map that opens a small panel beside it. */
import * as L from "leaflet";
import { keepFromMap } from "./chrome";
import { button, el } from "./dom";
import type { Host } from "./part";

export interface Menu {
  panel: HTMLElement;
  close(): void;
  remove(): void;
}

/** `action` names the button for styles and tests; `fill` writes the panel each time it opens. */
export function addMenu(
  host: Host,
  action: string,
  label: string,
  fill: (panel: HTMLElement) => void,
): Menu {
  const panel = el("div", { class: "fvr-menu", role: "group", "aria-label": label, hidden: true });
  const opener = button(
    "",
    {
      class: "fvr-menu-button fvr-menu-" + action,
      title: label,
      "aria-label": label,
      "aria-expanded": "false",
      "data-action": action,
    },
    () => show(panel.hidden),
  );
  const root = el("div", { class: "leaflet-bar fvr-menu-root" }, opener, panel);
  const show = (shown: boolean): void => {
    if (shown) fill(panel);
    panel.hidden = !shown;
    opener.setAttribute("aria-expanded", String(shown));
  };
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    show(false);
    opener.focus();
  });
  keepFromMap(root);
  const control = new (L.Control.extend({ onAdd: () => root }))({ position: "topleft" });
  control.addTo(host.map);
  const close = (): void => show(false);
  host.map.on("mousedown", close);
  const remove = (): void => {
    host.map.off("mousedown", close);
    control.remove();
  };
  return { panel, close, remove };
}
