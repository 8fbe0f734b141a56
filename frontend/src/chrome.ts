/** The parts round the map: empty note, missing note, notices, keyboard list, buttons. */
import * as L from "leaflet";
import { button, el } from "./dom";
import { fill } from "./labels";
import { addTool, keepFromMap, toolButton } from "./tools";
import type { Labels } from "./types";

const LISTED = 60;

export class Chrome {
  private empty: HTMLElement;
  private missing: HTMLElement;
  private notice: HTMLElement;
  private list: HTMLElement;

  constructor(
    root: HTMLElement,
    private labels: Labels,
  ) {
    this.empty = el("div", { class: "fvr-empty", role: "status", hidden: true }, labels.empty);
    this.missing = el("div", { class: "fvr-missing", hidden: true });
    this.notice = el("div", { class: "fvr-notice", role: "alert", hidden: true });
    this.list = el("ul", { class: "fvr-inview", "aria-label": labels.inView });
    root.append(this.empty, this.notice, this.missing, this.list);
    for (const part of [this.missing, this.notice, this.list]) keepFromMap(part);
  }

  showEmpty(shown: boolean): void {
    this.empty.hidden = !shown;
  }

  /** Records without a position are counted here and never dropped in silence. */
  showMissing(count: number, onShow: () => void): void {
    this.missing.hidden = !count;
    this.missing.dataset.missing = String(count);
    const link = button(
      this.labels.missingLink,
      { class: "fvr-link", "data-action": "missing" },
      onShow,
    );
    this.missing.replaceChildren(fill(this.labels.missing, count) + " ", link);
  }

  showNotice(text: string): void {
    const close = button("×", { class: "fvr-close", "aria-label": this.labels.close }, () => {
      this.notice.hidden = true;
    });
    this.notice.replaceChildren(text, close);
    this.notice.hidden = false;
  }

  /** The points in view as buttons: reachable with the tab key, readable by screen readers. */
  showList(items: { id: number; name: string; open: () => void }[]): void {
    const nodes = items
      .slice(0, LISTED)
      .map((item) => el("li", {}, button(item.name, { "data-point": item.id }, item.open)));
    const { activeElement } = document;
    const held = this.list.contains(activeElement)
      ? (activeElement as HTMLElement).dataset.point
      : "";
    this.list.replaceChildren(...nodes);
    // who goes through the list by the keyboard stays where they are
    const again = held && this.list.querySelector<HTMLElement>(`[data-point="${held}"]`);
    if (again) again.focus({ preventScroll: true });
  }
}

export function addButtons(map: L.Map, labels: Labels, onFit: () => void): void {
  L.control.zoom({ zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut }).addTo(map);
  addTool(map, toolButton("fit", labels.fit, { "data-action": "fit" }, onFit));
  L.control.scale({ imperial: false }).addTo(map);
}
