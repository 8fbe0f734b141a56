/** What a click on a point shows. Built from DOM nodes: a name with markup in it stays a name. */
import { button, el } from "./dom";
import { distance, duration, valueText } from "./format";
import type { Columns, Labels, Leg } from "./types";

export interface PopupContext {
  columns: Columns;
  labels: Labels;
  lang: string;
  onOpen: (id: number) => void;
}

export interface StopInfo {
  routeName: string;
  number: number;
  leg?: Leg | null;
}

export function popupContent(row: number, context: PopupContext, stop?: StopInfo): HTMLElement {
  const { columns, labels } = context;
  const id = columns.ids[row];
  const box = el("div", { class: "fvr-popup", "data-record": id });
  box.append(el("strong", { class: "fvr-popup-title" }, columns.names[row] || "#" + String(id)));
  if (stop) box.append(stopLine(stop, context));
  const list = el("dl");
  for (const name of columns.popup || Object.keys(columns.columns)) {
    const info = columns.fields[name];
    const column = columns.columns[name];
    const text = info && column ? valueText(column[row], info, labels, context.lang) : "";
    if (text && text !== columns.names[row])
      list.append(el("dt", {}, info.label), el("dd", {}, text));
  }
  if (list.childElementCount) box.append(list);
  box.append(
    button(labels.open, { class: "fvr-button", "data-action": "open" }, () => context.onOpen(id)),
  );
  return box;
}

function stopLine(stop: StopInfo, context: PopupContext): HTMLElement {
  const title = context.labels.stop.replace("%s", String(stop.number));
  const parts = [title, stop.routeName].filter(Boolean);
  const line = el("div", { class: "fvr-popup-stop" }, parts.join(" · "));
  if (stop.leg) {
    line.append(
      el("br"),
      context.labels.leg + ": " + legText(stop.leg, context.labels, context.lang),
    );
  }
  return line;
}

export function legText(leg: Leg, labels: Labels, lang: string): string {
  return distance(leg.distance_m, lang) + " · " + duration(leg.duration_s, labels);
}
