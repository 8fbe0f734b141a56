/** The legend explains the colours, and switches what is shown. */
import { button, el } from "./dom";
import { distance } from "./format";
import { ICONS, outlineImage, SHAPES } from "./look/marks";
import type { Scale, Step } from "./look/scale";
import { HIDDEN, type LookState, type Role } from "./look/state";
import type { DrawnRoute } from "./routes";
import type { Labels } from "./types";

const INK = "#4a5059";

export class Legend {
  readonly element: HTMLElement;
  private body: HTMLElement;
  private head: HTMLElement | null = null;

  constructor(
    private labels: Labels,
    private lang: string,
    private look: LookState,
    private onChange: () => void,
  ) {
    const toggle = el(
      "button",
      { type: "button", class: "fvr-legend-toggle", "aria-expanded": "true" },
      labels.legend,
    );
    this.body = el("div", { class: "fvr-legend-body" });
    this.element = el(
      "section",
      { class: "fvr-legend", "aria-label": labels.legend },
      toggle,
      this.body,
    );
    toggle.addEventListener("click", () =>
      this.fold(!this.element.classList.contains("fvr-folded")),
    );
  }

  /** Put a panel above the explanations; the legend is then shown even when it explains nothing. */
  addHead(head: HTMLElement): void {
    this.head = head;
    this.body.before(head);
    this.element.hidden = false;
  }

  fold(folded: boolean): void {
    this.element.classList.toggle("fvr-folded", folded);
    const toggle = this.element.firstElementChild as HTMLElement;
    toggle.setAttribute("aria-expanded", String(!folded));
  }

  show(routes: DrawnRoute[]): void {
    const { scale, marks } = this.look;
    this.body.replaceChildren();
    const explains = scale.steps.length > 1 || Boolean(scale.title);
    if (explains) this.body.append(this.stepSection(scale, "color"));
    if (marks.shape) this.body.append(this.stepSection(marks.shape, "shape"));
    if (marks.icon) this.body.append(this.stepSection(marks.icon, "icon"));
    if (routes.length) this.body.append(this.routeSection(routes));
    this.element.hidden = !this.head && !this.body.childElementCount;
  }

  private stepSection(scale: Scale, role: Role): HTMLElement {
    const hidden = this.look.hiddenSteps;
    const items = scale.steps.map((step) => {
      const key = HIDDEN[role] + step.key;
      const figure = new Intl.NumberFormat(this.lang).format(step.count);
      const item = this.item(step.label, swatch(step, role), figure, hidden, key);
      item.dataset.step = key;
      return item;
    });
    const all = button(this.labels.showAllSteps, { class: "fvr-link", "data-action": "all" }, () =>
      this.showAll(items),
    );
    const title = el("h4", {}, scale.title, " ", all);
    const section = el("div", { class: "fvr-legend-section" }, title, ...items);
    const sync = (): void => {
      all.hidden = !items.some((item) => hidden.has(item.dataset.step || ""));
    };
    section.addEventListener("click", sync);
    sync();
    return section;
  }

  private showAll(items: HTMLElement[]): void {
    for (const item of items) {
      this.look.hiddenSteps.delete(item.dataset.step || "");
      item.setAttribute("aria-checked", "true");
    }
    this.onChange();
  }

  private routeSection(routes: DrawnRoute[]): HTMLElement {
    const summary = el("summary", {}, this.labels.routes + " (" + String(routes.length) + ")");
    const section = el(
      "details",
      { class: "fvr-legend-section", open: routes.length <= 8 },
      summary,
    );
    for (const route of routes) {
      const figure = route.distance_m
        ? distance(route.distance_m, this.lang)
        : String(route.stops.length);
      const item = this.item(
        route.name,
        disc(route.color),
        figure,
        this.look.hiddenRoutes,
        route.id,
      );
      item.dataset.route = route.id;
      section.append(item);
    }
    return section;
  }

  private item(
    label: string,
    swatch: Element,
    figure: string,
    hidden: Set<string>,
    key: string,
  ): HTMLButtonElement {
    const item = el(
      "button",
      {
        type: "button",
        role: "checkbox",
        class: "fvr-legend-item",
        "aria-checked": String(!hidden.has(key)),
        title: label,
      },
      swatch,
      el("span", { class: "fvr-legend-label" }, label),
      el("span", { class: "fvr-legend-count" }, figure),
    );
    item.addEventListener("click", () => {
      if (!hidden.delete(key)) hidden.add(key);
      item.setAttribute("aria-checked", String(!hidden.has(key)));
      this.onChange();
    });
    return item;
  }
}

function disc(color: string): HTMLElement {
  const swatch = el("span", { class: "fvr-swatch" });
  swatch.style.backgroundColor = color;
  return swatch;
}

function swatch(step: Step, role: Role): Element {
  if (role === "color" || step.mark === undefined) return disc(step.color);
  return outlineImage((role === "shape" ? SHAPES : ICONS)[step.mark], INK);
}
