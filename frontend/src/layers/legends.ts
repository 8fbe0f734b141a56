/** What stands below a layer's switch. */
import { button, el } from "../dom";
import { fill } from "../labels";
import type { Labels } from "../types";
import { heatColor } from "./heat";
import type { Weight } from "./services";

export function note(text: string): HTMLElement {
  return el("p", { class: "fvr-layer-note" }, text);
}

export interface Entry {
  id: number;
  name: string;
  color: string;
  /** What stands at the end of the line. */
  detail?: string;
}

const LISTED = 200;
/** Longer lists are folded. */
const SHORT = 5;

/** Names with their colours; a click shows the place. */
export function entryList(
  entries: Entry[],
  labels: Labels,
  shape: string,
  onShow: (id: number) => void,
): HTMLElement {
  const items = entries.slice(0, LISTED).map(({ id, name, color, detail }) => {
    const swatch = el("span", { class: "fvr-swatch " + shape });
    swatch.style.color = color;
    const attributes = { class: "fvr-legend-item", title: fill(labels.zoomTo, name) };
    const item = button("", { ...attributes, "data-show": id }, () => onShow(id));
    item.append(swatch, el("span", { class: "fvr-legend-label" }, name));
    if (detail) item.append(el("span", { class: "fvr-legend-count" }, detail));
    return el("li", {}, item);
  });
  if (entries.length > LISTED) items.push(el("li", {}, "+ " + String(entries.length - LISTED)));
  const list = el("ul", { class: "fvr-layer-list" }, ...items);
  if (entries.length <= SHORT) return list;
  return el("details", {}, el("summary", {}, labels.missingLink), list);
}

export interface HeatState {
  weights: Weight[];
  chosen: string;
  /** Weight per km² where it is darkest. */
  peak: number;
  lang: string;
}

export function heatLegend(
  state: HeatState,
  labels: Labels,
  onChoose: (key: string) => void,
): Node[] {
  const select = el("select", { "aria-label": labels.heatBy, "data-heat": "by" });
  for (const { key, label } of [{ key: "", label: labels.heatCount }, ...state.weights]) {
    select.append(el("option", { value: key, selected: key === state.chosen }, label));
  }
  select.addEventListener("change", () => onChoose(select.value));
  const figure = new Intl.NumberFormat(state.lang, { maximumSignificantDigits: 2 });
  const text = state.peak ? fill(labels.heatPeak, figure.format(state.peak)) : labels.heatNothing;
  const ramp = el("span", { class: "fvr-ramp" });
  ramp.style.backgroundImage = gradient();
  return [
    el("label", { class: "fvr-heat-by" }, labels.heatBy + " ", select),
    el("div", { class: "fvr-ramp-line" }, labels.heatLow, ramp, labels.heatHigh),
    note(text),
  ];
}

/** The colours of the heat map from little to much, as they come out on the map. */
function gradient(): string {
  const steps = Array.from({ length: 9 }, (_, i) => {
    const [r, g, b, a] = heatColor(Math.pow(i / 8, 2));
    return "rgba(" + [r, g, b, (a / 255).toFixed(2)].join(",") + ")";
  });
  return "linear-gradient(to right," + steps.join(",") + ")";
}
