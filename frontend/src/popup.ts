/** What a click on a point shows. Built from DOM nodes: a name with markup in it stays a name. */
import { button, el } from "./dom";
import { distance, duration, valueText } from "./format";
import { detailsContent, navigateMenu } from "./popup/details";
import { focusIn, focusOn, Press } from "./popup/press";
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

/** What an open popup tells of one record. */
export class PopupContent {
  readonly box: HTMLElement;
  private press: Press;
  /** Questions are numbered: an answer that comes after that to a later one is not shown. */
  private asked = 0;
  private shown = 0;
  /** Ends when the latest question is answered, and the answer is shown. */
  private telling: Promise<void>;
  private refusal: unknown = null;

  constructor(row: number, context: PopupContext, stop?: StopInfo) {
    const record = context.columns.ids[row];
    this.box = el("div", { class: "fvr-popup", "data-record": record, tabindex: "-1" });
    this.press = new Press(this.box);
    addParts(this.box, row, context, stop);
    const isAsked = Boolean(context.services?.details);
    if (isAsked) showLoading(part(this.box, "fvr-popup-details"), context.labels);
    this.telling = isAsked ? this.tell(row, context) : Promise.resolve();
  }

  /** There are new data. What is shown stays, and can be pressed, until all that is new can take its place. */
  renew(row: number, context: PopupContext, stop?: StopInfo): void {
    const next = el("div", {});
    addParts(next, row, context, stop);
    this.telling = this.tell(row, context, next);
  }

  /** Ask what else is known of the record; `next` is completed by the answer and takes the place of the rest. */
  private async tell(row: number, context: PopupContext, next?: HTMLElement): Promise<void> {
    const number = ++this.asked;
    const { refusal } = this;
    const into = next || this.box;
    const place = part(into, "fvr-popup-details");
    try {
      const details = await ask(row, context);
      await this.press.over();
      if (number < this.shown) return;
      if (details) this.showDetails(into, row, details, context);
      if (next) this.replace(next, number);
      // what was refused while the answer was on its way is still to be read
      if (this.refusal !== refusal) complain(this.box, this.refusal);
    } catch (error) {
      if (number < this.shown) return;
      if (!next) place.replaceChildren();
      complain(this.box, error);
    }
    place.removeAttribute("aria-busy");
    this.box.dispatchEvent(new CustomEvent(GROWN));
  }

  private replace(next: HTMLElement, number: number): void {
    this.shown = number;
    const focus = focusIn(this.box);
    const isOpen = Boolean(this.box.querySelector(".fvr-menu[open]"));
    this.box.replaceChildren(...next.childNodes);
    this.box.querySelector(".fvr-menu")?.toggleAttribute("open", isOpen);
    if (focus !== null) focusOn(this.box, focus);
  }

  private showDetails(
    into: HTMLElement,
    row: number,
    details: Details,
    context: PopupContext,
  ): void {
    const place = part(into, "fvr-popup-details");
    place.replaceChildren(...detailsContent(details, context));
    if (details.values && details.values.ids.length) {
      const list = fieldList(0, { ...context, columns: details.values });
      if (list.childElementCount) place.after(list);
    }
    mergeFields(into, details.covers);
    const actions = part(into, "fvr-popup-actions");
    for (const action of details.actions)
      actions.append(
        button(
          action.label,
          { class: "fvr-button fvr-plain", "data-action": action.key },
          () => void this.act(context.columns.ids[row], action, context),
        ),
      );
    const menu = navigateMenu(details, context);
    if (!menu) return;
    menu.addEventListener("toggle", () => {
      this.box.dispatchEvent(new CustomEvent(GROWN));
      if (menu.scrollIntoView) menu.scrollIntoView({ block: "nearest" });
    });
    actions.append(menu);
  }

  /** Do what a button says; the buttons wait until what it changed is shown. */
  private async act(id: number, action: DetailAction, { services }: PopupContext): Promise<void> {
    const buttons = this.box.querySelectorAll<HTMLButtonElement>(".fvr-popup-actions button");
    const lock = (locked: boolean): void => buttons.forEach((node) => (node.disabled = locked));
    const focus = focusIn(this.box);
    lock(true);
    this.refuse(null);
    try {
      if (services?.detailAction) await services.detailAction(id, action);
    } catch (error) {
      this.refuse(error);
    }
    await this.telling;
    lock(false);
    // a button that is disabled loses the focus
    if (focus !== null && document.activeElement === document.body) focusOn(this.box, focus);
  }

  private refuse(error: unknown): void {
    this.refusal = error;
    complain(this.box, error);
  }
}

function addParts(
  box: HTMLElement,
  row: number,
  context: PopupContext,
  stop: StopInfo | undefined,
): void {
  const { columns, labels } = context;
  const id = columns.ids[row];
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
}

async function ask(row: number, { columns, services }: PopupContext): Promise<Details | null> {
  const pin = { lat: columns.lat[row] as number, lon: columns.lon[row] as number };
  return services?.details ? services.details(columns.ids[row], pin) : null;
}

function showLoading(place: HTMLElement, labels: Labels): void {
  place.setAttribute("aria-busy", "true");
  place.replaceChildren(el("span", { class: "fvr-popup-loading" }, labels.loading));
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
