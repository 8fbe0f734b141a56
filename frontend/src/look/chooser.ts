/** Lets the user choose what colours the points, what shapes them, and the steps of numbers. */
import { el } from "../dom";
import type { Host, MapState, Part } from "../part";
import type { FieldKind } from "../types";
import { parseBounds, parseField, type Look, type LookField, type Steps } from "./look";

const STEPPED: FieldKind[] = ["number", "date", "datetime"];

export function createChooser(host: Host): Part | null {
  const { lookFields, lookChosen } = host.services;
  return lookFields && lookChosen ? new Chooser(host, lookFields, lookChosen) : null;
}

class Chooser implements Part {
  private fields: LookField[] = [];
  private color = el("select", { "data-look": "color" });
  private shape = el("select", { "data-look": "shape" });
  private icon = el("select", { "data-look": "icon" });
  private mode = el("select", { "data-look": "steps" });
  private bounds = el("input", { type: "text", "data-look": "bounds", inputmode: "text" });
  private steps: HTMLElement;
  private look: Look = {};

  constructor(
    private host: Host,
    lookFields: () => Promise<LookField[]>,
    private chosen: (look: Look) => Promise<void>,
  ) {
    const { labels } = host;
    this.bounds.placeholder = "20 50 80";
    this.bounds.setAttribute("aria-label", labels.stepsBounds);
    this.bounds.title = labels.stepsBounds;
    this.steps = el("div", {}, row(labels.lookSteps, this.mode), this.bounds);
    host.legend.addHead(this.panel());
    for (const select of [this.color, this.shape, this.icon]) {
      select.addEventListener("change", () => void this.choose());
    }
    this.mode.addEventListener("change", () => void this.chooseMode());
    this.bounds.addEventListener("change", () => void this.choose());
    void this.load(lookFields);
  }

  /** Show what is on the map now, whoever has asked for it. */
  update(state: MapState): void {
    this.look = state.look;
    this.fill(this.color, state.look.color, state);
    this.fill(this.shape, state.look.shape, state);
    this.fill(this.icon, state.look.icon, state);
    this.showSteps(state);
  }

  private panel(): HTMLElement {
    const { labels } = this.host;
    const more = el(
      "details",
      { class: "fvr-look-more" },
      el("summary", {}, labels.lookMore),
      this.steps,
      row(labels.shapeBy, this.shape),
      row(labels.iconBy, this.icon),
    );
    return el("div", { class: "fvr-look" }, row(labels.colorBy, this.color), more);
  }

  private async load(lookFields: () => Promise<LookField[]>): Promise<void> {
    try {
      this.fields = await lookFields();
      this.update(this.host.state());
    } catch (error) {
      this.host.notice((error as Error).message);
    }
  }

  private fill(select: HTMLSelectElement, spec: string | undefined, state: MapState): void {
    const { labels } = this.host;
    const known = this.fields.some((field) => field.name === spec);
    const options = [option("", labels.lookNone)];
    if (spec && !known) options.push(option(spec, specLabel(spec, state, this.fields)));
    const groups = [
      this.group(labels.lookSuggested, true),
      this.group(labels.lookOther, false),
    ].filter((group) => group.childElementCount);
    select.replaceChildren(...options, ...groups);
    select.value = spec || "";
  }

  private group(label: string, suggested: boolean): HTMLElement {
    const fields = this.fields.filter((field) => Boolean(field.suggested) === suggested);
    return el("optgroup", { label }, ...fields.map((field) => option(field.name, field.label)));
  }

  private showSteps(state: MapState): void {
    const { name, period } = parseField(state.look.color || "");
    const info = state.columns.fields[name];
    this.steps.hidden = !info || period !== "" || !STEPPED.includes(info.kind);
    const { labels } = this.host;
    const isNumber = info && info.kind === "number";
    const modes: [Steps["mode"], string][] = [
      ["quantiles", labels.stepsQuantiles],
      ["equal", labels.stepsEqual],
      ["fixed", labels.stepsFixed],
    ];
    const offered = isNumber ? modes : modes.slice(2);
    this.mode.replaceChildren(...offered.map(([mode, label]) => option(mode, label)));
    const { steps } = state.look;
    this.mode.value = steps && isNumber ? steps.mode : isNumber ? "quantiles" : "fixed";
    this.bounds.hidden = this.mode.value !== "fixed";
    this.bounds.value = steps && steps.bounds ? steps.bounds.join(" ") : "";
  }

  private async chooseMode(): Promise<void> {
    this.bounds.hidden = this.mode.value !== "fixed";
    if (this.bounds.hidden) await this.choose();
    else this.bounds.focus();
  }

  private async choose(): Promise<void> {
    const look: Look = { color: this.color.value, shape: this.shape.value, icon: this.icon.value };
    const sameColor = look.color === (this.look.color || "");
    const steps = sameColor && !this.steps.hidden ? this.readSteps() : undefined;
    if (steps === null) return this.host.notice(this.host.labels.stepsWrong);
    if (steps) look.steps = steps;
    await this.chosen(look);
  }

  /** null: what was typed are no bounds. */
  private readSteps(): Steps | null | undefined {
    const mode = this.mode.value as Steps["mode"];
    if (mode !== "fixed") return { mode };
    if (!this.bounds.value.trim()) return undefined;
    const bounds = parseBounds(this.bounds.value);
    return bounds && { mode, bounds };
  }
}

function option(value: string, label: string): HTMLOptionElement {
  return el("option", { value }, label);
}

function row(label: string, control: HTMLElement): HTMLElement {
  return el("label", { class: "fvr-look-row" }, el("span", {}, label), control);
}

/** "Created on (month)" for a period, the field's label otherwise. */
function specLabel(spec: string, state: MapState, fields: LookField[]): string {
  const { name, period } = parseField(spec);
  const found = fields.find((field) => field.name === name);
  const info = state.columns.fields[name];
  const label = found ? found.label : info ? info.label : name;
  return period ? label + " (" + period + ")" : label;
}
