/** What a click on a point shows. Built from DOM nodes: a name with markup in it stays a name. */
import { button, el } from "./dom";
import { distance, duration, valueText } from "./format";
import { detailsContent, navigateMenu } from "./popup/details";
import type { DetailAction, Details } from "./popup/service";
import type { Columns, Labels, Leg, MapServices } from "./types";

/** Event of a popup whose content has become larger. */
export const GROWN = "fvr-grown";

export interface PopupContext {
  columns: Columns;
  labels: Labels;
  lang: string;
  onOpen: (id: number) => void;
  /** Without answers to its questions a popup shows the columns alone. */
  services?: MapServices;
}

export interface StopInfo {
  routeName: string;
  number: number;
  leg?: Leg | null;
}

export function popupContent(row: number, context: PopupContext, stop?: StopInfo): HTMLElement {
  const { columns, labels } = context;
  const id = columns.ids[row];
  const box = el("div", { class: "fvr-popup", "data-record": id, tabindex: "-1" });
  box.append(el("strong", { class: "fvr-popup-title" }, columns.names[row] || "#" + String(id)));
  if (stop) box.append(stopLine(stop, context));
  box.append(el("div", { class: "fvr-popup-details", "aria-live": "polite" }));
  const list = fieldList(row, context);
  if (list.childElementCount) box.append(list);
  const open = button(labels.open, { class: "fvr-button", "data-action": "open" }, () =>
    context.onOpen(id),
  );
  box.append(el("div", { class: "fvr-popup-actions" }, open));
  box.append(el("p", { class: "fvr-popup-error", role: "alert", hidden: true }));
  void addDetails(box, row, context);
  return box;
}

/** The fields that the view names, as the columns hold them. */
function fieldList(row: number, { columns, labels, lang }: PopupContext): HTMLElement {
  const list = el("dl", { class: "fvr-popup-fields" });
  for (const name of columns.popup || Object.keys(columns.columns)) {
    const info = columns.fields[name];
    const column = columns.columns[name];
    const text = info && column ? valueText(column[row], info, labels, lang) : "";
    if (text && text !== columns.names[row])
      list.append(
        el("dt", { "data-field": name }, info.label),
        el("dd", { "data-field": name }, text),
      );
  }
  return list;
}

/** Ask what else is known of the record, and show it when the answer comes. */
async function addDetails(box: HTMLElement, row: number, context: PopupContext): Promise<void> {
  const { columns, labels, services } = context;
  if (!services || !services.details) return;
  const place = part(box, "fvr-popup-details");
  place.setAttribute("aria-busy", "true");
  place.replaceChildren(el("span", { class: "fvr-popup-loading" }, labels.loading));
  const pin = { lat: columns.lat[row] as number, lon: columns.lon[row] as number };
  try {
    const details = await services.details(columns.ids[row], pin);
    showDetails(box, columns.ids[row], details, context);
  } catch (error) {
    place.replaceChildren();
    complain(box, error);
  }
  place.removeAttribute("aria-busy");
  box.dispatchEvent(new CustomEvent(GROWN));
}

function showDetails(box: HTMLElement, id: number, details: Details, context: PopupContext): void {
  part(box, "fvr-popup-details").replaceChildren(...detailsContent(details, context));
  if (details.values && details.values.ids.length) {
    const list = fieldList(0, { ...context, columns: details.values });
    if (list.childElementCount) part(box, "fvr-popup-details").after(list);
  }
  mergeFields(box, details.covers);
  const actions = part(box, "fvr-popup-actions");
  for (const action of details.actions) actions.append(actionButton(box, id, action, context));
  const menu = navigateMenu(details, context);
  if (!menu) return;
  menu.addEventListener("toggle", () => {
    box.dispatchEvent(new CustomEvent(GROWN));
    if (menu.scrollIntoView) menu.scrollIntoView({ block: "nearest" });
  });
  actions.append(menu);
}

/** One list of facts: fields that are told already go, the others follow what was told. */
function mergeFields(box: HTMLElement, covers: string[]): void {
  const covered = new Set(covers);
  for (const node of box.querySelectorAll<HTMLElement>("dl [data-field]"))
    if (covered.has(node.dataset.field || "")) node.remove();
  const fields = box.querySelector(".fvr-popup-fields");
  const facts = box.querySelector(".fvr-popup-facts");
  if (!fields || !facts) return;
  facts.append(...fields.childNodes);
  fields.remove();
}

function actionButton(
  box: HTMLElement,
  id: number,
  action: DetailAction,
  { services }: PopupContext,
): HTMLElement {
  const attributes = { class: "fvr-button fvr-plain", "data-action": action.key };
  return button(action.label, attributes, () => {
    const buttons = box.querySelectorAll<HTMLButtonElement>(".fvr-popup-actions button");
    const lock = (locked: boolean): void => buttons.forEach((node) => (node.disabled = locked));
    lock(true);
    complain(box, null);
    const done = services?.detailAction ? services.detailAction(id, action) : Promise.resolve();
    void done.catch((error: unknown) => complain(box, error)).then(() => lock(false));
  });
}

/** Say in the popup why something was refused; null takes the sentence away. */
function complain(box: HTMLElement, error: unknown): void {
  const line = part(box, "fvr-popup-error");
  line.textContent = error ? String((error as Error).message || error) : "";
  line.hidden = !error;
  box.dispatchEvent(new CustomEvent(GROWN));
}

function part(box: HTMLElement, name: string): HTMLElement {
  return box.querySelector("." + name) as HTMLElement;
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
