/** The list beside the map: what the draft makes of each route, and every move without a mouse. */
import { keepFromMap } from "../tools";
import { button, el } from "../dom";
import { distance, duration } from "../format";
import { fill } from "../labels";
import type { Labels } from "../types";
import type { RouteDraft } from "./draft";
import type { RouteCheck, Violation } from "./service";

export interface PanelActions {
  move(visit: number, route: number, position: number): void;
  undo(): void;
  discard(): void;
  save(): void;
  close(): void;
  /** Show the routes of this day only; "" shows all. */
  setDay(day: string): void;
}

export interface PanelLook {
  labels: Labels;
  lang: string;
  color(routeId: number): string;
}

export class Panel {
  readonly element: HTMLElement;
  private open = new Set<number>();
  private head: HTMLElement;
  private body: HTMLElement;
  private foot: HTMLElement;
  private days = el("div", { class: "fvr-edit-days" });

  constructor(
    private draft: RouteDraft,
    private look: PanelLook,
    private actions: PanelActions,
  ) {
    const { labels } = look;
    this.head = el("header", {}, el("strong", {}, labels.editRoutes));
    const close = {
      class: "fvr-close",
      "aria-label": labels.editClose,
      "data-action": "edit-close",
    };
    this.head.append(button("×", close, () => actions.close()));
    this.body = el("div", { class: "fvr-edit-body" });
    this.foot = el("footer", {});
    this.element = el(
      "section",
      { class: "fvr-edit", "aria-label": labels.editRoutes, hidden: true },
      this.head,
      el("p", { class: "fvr-edit-hint" }, labels.editHint),
      this.days,
      this.body,
      this.foot,
    );
    keepFromMap(this.element);
  }

  /** Unfold a route, for example because a stop was dropped on it. */
  unfold(routeId: number): void {
    this.open.add(routeId);
  }

  /** Scroll to a stop of the list. */
  reveal(visit: number): void {
    const item = this.element.querySelector("li[data-visit='" + String(visit) + "']");
    if (item && item.scrollIntoView) item.scrollIntoView({ block: "nearest" });
  }

  /** Note where on the map a stop of the list is drawn. */
  place(visit: number, at: { x: number; y: number }): void {
    const item = this.element.querySelector<HTMLElement>("li[data-visit='" + String(visit) + "']");
    if (item) Object.assign(item.dataset, { x: Math.round(at.x), y: Math.round(at.y) });
  }

  show(day: string): void {
    const focus = focusKey();
    const top = this.body.scrollTop;
    this.days.replaceChildren(...this.dayChoice(day));
    this.body.replaceChildren(...this.outList(), ...this.routes(day));
    this.foot.replaceChildren(this.status(), this.buttons());
    this.body.scrollTop = top;
    const { dataset } = this.element;
    dataset.moves = String(this.draft.moves.length);
    dataset.busy = String(this.draft.loading || this.draft.isWaiting || this.draft.saving);
    if (focus) this.element.querySelector<HTMLElement>(focus)?.focus();
  }

  // ---- routes --------------------------------------------------------------------------------
  private dayChoice(day: string): HTMLElement[] {
    const { labels, lang } = this.look;
    const days = this.draft.days();
    if (days.length < 2) return [];
    const select = el("select", { "aria-label": labels.editDay, "data-key": "day" });
    for (const value of ["", ...days]) {
      const text = value ? dayText(value, lang) : labels.editAllDays;
      select.append(el("option", { value, selected: value === day }, text));
    }
    select.addEventListener("change", () => this.actions.setDay(select.value));
    return [select];
  }

  /** The routes of the day, and those of other days that the draft changes. */
  private routes(day: string): HTMLElement[] {
    const touched = this.draft.touched();
    const shown = this.draft.routesOf(day);
    const ids = this.draft.routesOf("").filter((id) => shown.includes(id) || touched.includes(id));
    return ids.map((id) => this.route(this.draft.route(id)));
  }

  private route(route: RouteCheck): HTMLElement {
    const { labels } = this.look;
    const id = route.route_id;
    const node = el(
      "details",
      { class: "fvr-edit-route", "data-route": id, open: this.open.has(id) },
      this.summary(route),
    );
    node.addEventListener("toggle", () => {
      if (node.open) this.open.add(id);
      else this.open.delete(id);
    });
    const about = route.violations.filter((row) => !route.order.includes(row.visit_id));
    node.append(...sentences(about));
    if (!route.order.length) node.append(el("p", { class: "fvr-edit-hint" }, labels.editEmpty));
    const items = route.order.map((visit, at) => this.stop(route, visit, at));
    node.append(el("ol", {}, ...items));
    return node;
  }

  private summary(route: RouteCheck): HTMLElement {
    const { labels, lang } = this.look;
    const swatch = el("span", { class: "fvr-swatch" });
    swatch.style.backgroundColor = this.look.color(route.route_id);
    const figures = [
      route.clock,
      distance(route.distance_m, lang),
      duration(route.travel_s, labels),
    ];
    const text = el("span", { class: "fvr-edit-name" }, route.name);
    const summary = el("summary", {}, swatch, text);
    if (route.violations.length)
      summary.append(
        el("span", { class: "fvr-edit-warn" }, "⚠ " + String(route.violations.length)),
      );
    summary.append(
      el("span", { class: "fvr-edit-figures" }, figures.filter(Boolean).join(" · ")),
      this.difference(route),
    );
    return summary;
  }

  /** How much farther and longer the draft drives than the route as it stands. */
  private difference(route: RouteCheck): HTMLElement | string {
    const { labels, lang } = this.look;
    const before = this.draft.standing(route.route_id);
    const metres = route.distance_m - before.distance_m;
    const seconds = route.travel_s - before.travel_s;
    if (Math.round(metres / 10) === 0 && Math.round(seconds / 60) === 0) return "";
    const sign = (value: number): string => (value < 0 ? "−" : "+");
    const minutes = Math.round(Math.abs(seconds) / 60);
    const text =
      sign(metres) +
      distance(Math.abs(metres), lang) +
      (minutes ? " · " + sign(seconds) + duration(Math.abs(seconds), labels) : "");
    const kind = metres > 0 ? "fvr-edit-more" : "fvr-edit-less";
    return el("span", { class: "fvr-edit-difference " + kind }, text);
  }

  private stop(route: RouteCheck, visit: number, at: number): HTMLElement {
    const { labels, lang } = this.look;
    const timed = this.draft.stop(route, visit);
    const about = route.violations.filter((row) => row.visit_id === visit);
    const kinds = [
      "fvr-edit-stop",
      this.draft.isMoved(visit) ? "fvr-edit-moved" : "",
      about.length ? "fvr-edit-bad" : "",
    ];
    const number = String(route.fixed.length + at + 1);
    const text = el("div", { class: "fvr-edit-text" });
    text.append(el("span", { class: "fvr-edit-name" }, this.draft.name(visit)));
    const way = timed
      ? distance(timed.leg_distance_m, lang) + " · " + duration(timed.leg_travel_s, labels)
      : "";
    const line = [timed ? timed.clock : "", way].filter(Boolean).join("  ←  ");
    text.append(el("span", { class: "fvr-edit-figures" }, line), ...sentences(about));
    return el(
      "li",
      { class: kinds.filter(Boolean).join(" "), "data-visit": visit },
      el("span", { class: "fvr-edit-number" }, number),
      text,
      this.arrow("↑", labels.editUp, visit, route, at, -1),
      this.arrow("↓", labels.editDown, visit, route, at, 1),
      this.choice(visit, route.route_id),
    );
  }

  private arrow(
    sign: string,
    label: string,
    visit: number,
    route: RouteCheck,
    at: number,
    by: number,
  ): HTMLElement {
    const target = at + by;
    const attributes = {
      class: "fvr-edit-arrow",
      "data-key": (by < 0 ? "up-" : "down-") + String(visit),
      "aria-label": fill(label, this.draft.name(visit)),
      disabled: target < 0 || target >= route.order.length,
    };
    return button(sign, attributes, () => this.actions.move(visit, route.route_id, target + 1));
  }

  /** To which other route, or out. */
  private choice(visit: number, from: number): HTMLElement {
    const { labels } = this.look;
    const select = el("select", {
      class: "fvr-edit-choice",
      "data-key": "to-" + String(visit),
      "aria-label": fill(labels.editMoveTo, this.draft.name(visit)),
    });
    select.append(el("option", { value: "" }, from ? "⇄" : labels.editMove));
    for (const id of this.draft.routeIds()) {
      const route = this.draft.standing(id);
      if (id !== from && route.editable) select.append(el("option", { value: id }, route.name));
    }
    if (from) select.append(el("option", { value: "0" }, labels.editOut));
    select.addEventListener("change", () => {
      if (select.value) this.actions.move(visit, Number(select.value), 0);
    });
    return select;
  }

  private outList(): HTMLElement[] {
    const visits = this.draft.out();
    if (!visits.length) return [];
    const against = this.draft.againstLeaving();
    const items = visits.map((visit) =>
      el(
        "li",
        { class: "fvr-edit-stop fvr-edit-moved", "data-visit": visit },
        el(
          "div",
          { class: "fvr-edit-text" },
          el("span", { class: "fvr-edit-name" }, this.draft.name(visit)),
          ...sentences(against.filter((row) => row.visit_id === visit)),
        ),
        this.choice(visit, 0),
      ),
    );
    const title = el("h4", {}, this.look.labels.editOutList);
    return [el("div", { class: "fvr-edit-outlist" }, title, el("ul", {}, ...items))];
  }

  // ---- below ---------------------------------------------------------------------------------
  private status(): HTMLElement {
    const { labels } = this.look;
    const { draft } = this;
    const node = el("div", { class: "fvr-edit-status", role: "status" });
    const stale = draft.stale();
    if (stale.length)
      node.append(...stale.map((text) => el("p", { class: "fvr-edit-violation" }, text)));
    const broken = draft.broken();
    let text = labels.editNoChange;
    if (draft.loading) text = labels.editReading;
    else if (draft.isWaiting) text = labels.editTiming;
    else if (!draft.isEmpty)
      text =
        fill(labels.editChanges, draft.moves.length) +
        " · " +
        (broken ? fill(labels.editBroken, broken) : labels.editFits);
    node.append(text);
    node.classList.toggle("fvr-edit-warn", Boolean(broken && !draft.isEmpty));
    return node;
  }

  private buttons(): HTMLElement {
    const { labels } = this.look;
    const { draft, actions } = this;
    const idle = draft.isEmpty || draft.saving;
    const row = el("div", { class: "fvr-edit-buttons" });
    const make = (key: string, label: string, disabled: boolean, run: () => void): void => {
      const kind = key === "edit-save" ? "fvr-button" : "fvr-button fvr-plain";
      row.append(
        button(label, { class: kind, "data-action": key, "data-key": key, disabled }, run),
      );
    };
    const blocked = idle || draft.isWaiting || draft.stale().length > 0;
    make("edit-save", labels.editSave, blocked, () => actions.save());
    make("edit-undo", labels.editUndo, idle, () => actions.undo());
    make("edit-discard", labels.editDiscard, idle, () => actions.discard());
    return row;
  }
}

function sentences(rows: Violation[]): HTMLElement[] {
  return rows.map((row) =>
    el("p", { class: "fvr-edit-violation", "data-code": row.code }, "⚠ " + row.text),
  );
}

function dayText(day: string, lang: string): string {
  const style = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(lang, style).format(new Date(day + "T00:00:00Z"));
}

/** The control that has the keyboard, to give it back after the list was built anew. */
function focusKey(): string {
  const { activeElement } = document;
  const key = activeElement instanceof HTMLElement ? activeElement.dataset.key : "";
  return key ? "[data-key='" + key + "']:not([disabled])" : "";
}
