/** A tool that opens a small panel beside it. */
import { el } from "./dom";
import type { IconName } from "./icons";
import type { Host } from "./part";
import { addTool, toolButton } from "./tools";

export interface Menu {
  panel: HTMLElement;
  close(): void;
  remove(): void;
}

/** `action` names the button for styles and tests; `fill` writes the panel each time it opens. */
export function addMenu(
  host: Host,
  action: IconName,
  label: string,
  fill: (panel: HTMLElement) => void,
): Menu {
  const panel = el("div", { class: "fvr-menu", role: "group", "aria-label": label, hidden: true });
  const opener = toolButton(
    action,
    label,
    { "aria-expanded": "false", "data-action": action },
    () => show(panel.hidden),
  );
  const show = (shown: boolean): void => {
    if (shown) fill(panel);
    panel.hidden = !shown;
    opener.setAttribute("aria-expanded", String(shown));
  };
  const control = addTool(host.map, opener, panel);
  (control.getContainer() as HTMLElement).addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    show(false);
    opener.focus();
  });
  const close = (): void => show(false);
  host.map.on("mousedown", close);
  const remove = (): void => {
    host.map.off("mousedown", close);
    control.remove();
  };
  return { panel, close, remove };
}
