/** The legend explains the colours, and switches what is shown. */
import type { Scale } from "./colors";
import { el } from "./dom";
import { distance } from "./format";
import type { DrawnRoute } from "./routes";
import type { Labels } from "./types";

export interface LegendState {
  hiddenSteps: Set<string>;
  hiddenRoutes: Set<string>;
}

export class Legend {
  readonly element: HTMLElement;
  private body: HTMLElement;

  constructor(
    private labels: Labels,
    private lang: string,
    private state: LegendState,
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

  fold(folded: boolean): void {
    this.element.classList.toggle("fvr-folded", folded);
    const toggle = this.element.firstElementChild as HTMLElement;
    toggle.setAttribute("aria-expanded", String(!folded));
  }

  show(scale: Scale, routes: DrawnRoute[]): void {
    this.body.replaceChildren();
    const explains = scale.steps.length > 1 || Boolean(scale.title);
    if (explains) this.body.append(this.stepSection(scale));
    if (routes.length) this.body.append(this.routeSection(routes));
    this.element.hidden = !explains && !routes.length;
  }

  private stepSection(scale: Scale): HTMLElement {
    const section = el("div", { class: "fvr-legend-section" }, el("h4", {}, scale.title));
    for (const step of scale.steps) {
      const item = this.item(
        step.label,
        step.color,
        String(step.count),
        this.state.hiddenSteps,
        step.key,
      );
      item.dataset.step = step.key;
      section.append(item);
    }
    return section;
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
      const item = this.item(route.name, route.color, figure, this.state.hiddenRoutes, route.id);
      item.dataset.route = route.id;
      section.append(item);
    }
    return section;
  }

  private item(
    label: string,
    color: string,
    figure: string,
    hidden: Set<string>,
    key: string,
  ): HTMLButtonElement {
    const swatch = el("span", { class: "fvr-swatch" });
    swatch.style.backgroundColor = color;
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
