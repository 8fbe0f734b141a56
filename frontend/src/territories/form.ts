/** What is asked of a territory beside its outline. */
import { button, el } from "../dom";
import { Chooser } from "../select/chooser";
import type { Choice } from "../select/types";
import type { Labels } from "../types";
import type { AreaValues, DrawTools, LinkField } from "./service";

const LINKS: [LinkField, keyof Labels, keyof Labels][] = [
  ["parent_id", "areaParent", "areaNoParent"],
  ["team_id", "areaTeam", "areaNobody"],
  ["user_id", "areaRep", "areaNobody"],
];

export interface FormEvents {
  choices(field: LinkField, text: string): Promise<Choice[]>;
  /** Who sells there, or what it is part of, is another now. */
  onLink(): void;
  onError(message: string): void;
}

export class AreaForm {
  readonly element = el("div", { class: "fvr-area-form" });
  private name = el("input", { type: "text", "data-field": "name" });
  private kind = el("select", { "data-field": "kind" });
  private colors = el("div", { class: "fvr-area-colors", role: "radiogroup" });
  private links = new Map<LinkField, HTMLButtonElement>();
  private place = el("div");
  private chooser: Chooser | null = null;
  /** Whether the user has chosen what it is part of. */
  parentChosen = false;

  constructor(
    private labels: Labels,
    private tools: DrawTools,
    private values: AreaValues,
    private events: FormEvents,
  ) {
    this.name.value = values.name;
    this.name.setAttribute("placeholder", labels.areaName);
    this.name.addEventListener("input", () => (this.values.name = this.name.value.trim()));
    for (const { key, name } of tools.kinds) this.kind.append(el("option", { value: key }, name));
    this.kind.value = values.kind;
    this.kind.addEventListener("change", () => (this.values.kind = this.kind.value));
    this.element.append(this.row(labels.areaName, this.name), this.row(labels.areaKind, this.kind));
    for (const [field, label] of LINKS) this.element.append(this.linkRow(field, labels[label]));
    this.fillColors();
    this.element.append(this.row(labels.areaColor, this.colors), this.place);
  }

  focus(): void {
    this.name.focus();
  }

  setLink(field: LinkField, choice: Choice | null): void {
    this.values[field] = choice;
    const entry = LINKS.find(([name]) => name === field) as (typeof LINKS)[0];
    const node = this.links.get(field) as HTMLButtonElement;
    node.textContent = choice ? choice.name : this.labels[entry[2]];
    node.classList.toggle("fvr-unset", !choice);
  }

  destroy(): void {
    this.closeChooser();
  }

  private row(label: string, input: HTMLElement): HTMLElement {
    return el("label", { class: "fvr-area-row" }, el("span", {}, label), input);
  }

  private linkRow(field: LinkField, label: string): HTMLElement {
    const attributes = { class: "fvr-area-link", "data-link": field, "aria-label": label };
    const node = button("", attributes, () => this.choose(field, label));
    this.links.set(field, node);
    this.setLink(field, this.values[field]);
    return el("div", { class: "fvr-area-row" }, el("span", {}, label), node);
  }

  private choose(field: LinkField, label: string): void {
    this.closeChooser();
    const done = (choice: Choice | null): void => {
      this.parentChosen ||= field === "parent_id";
      this.setLink(field, choice);
      this.closeChooser();
      this.events.onLink();
    };
    let found: Choice[] = [];
    this.chooser = new Chooser({
      title: label,
      labels: this.labels,
      nobody: true,
      creates: false,
      find: async (text) => (found = await this.events.choices(field, text)),
      onChoice: (id) => done(found.find((choice) => choice.id === id) || null),
      onBack: () => this.closeChooser(),
      onError: (message) => this.events.onError(message),
    });
    this.place.replaceChildren(this.chooser.element);
    this.chooser.focus();
  }

  private closeChooser(): void {
    if (!this.chooser) return;
    this.chooser.destroy();
    this.chooser = null;
    this.place.replaceChildren();
  }

  private fillColors(): void {
    this.colors.setAttribute("aria-label", this.labels.areaColor);
    this.tools.colors.forEach((color, number) => {
      const attributes = {
        class: "fvr-area-color",
        role: "radio",
        "data-color": number,
        "aria-label": color || this.labels.areaNoColor,
        title: color || this.labels.areaNoColor,
        "aria-checked": String(number === this.values.color),
      };
      const node = button("", attributes, () => this.pickColor(number));
      node.style.background = color || "";
      this.colors.append(node);
    });
  }

  private pickColor(number: number): void {
    this.values.color = number;
    for (const node of this.colors.children) {
      const is = node.getAttribute("data-color") === String(number);
      node.setAttribute("aria-checked", String(is));
    }
  }
}
