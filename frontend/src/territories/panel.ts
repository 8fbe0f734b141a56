/** Beside the map while an outline is drawn: what it is called, what saving would change, the tools. */
import { button, el } from "../dom";
import { fill } from "../labels";
import type { DetailAction } from "../popup/service";
import { keepFromMap } from "../tools";
import type { Labels } from "../types";
import { AreaForm, type FormEvents } from "./form";
import type { AreaValues, DrawTools, Named, Preview, Saved } from "./service";
import { penRow, type Pen } from "./toolbar";

export interface PanelEvents extends FormEvents {
  onPiece(change: "add" | "cut", pen: Pen): void;
  onSimplify(): void;
  /** It is to have this precedence; 0 leaves it as it is. */
  onBefore(precedence: number): void;
  onBack(): void;
  onSave(): void;
  onDiscard(): void;
  /** The user turns to the panel: the outline is meant again. */
  onTouch(): void;
}

export interface OutcomeEvents {
  onUndo(): void;
  onAction(action: DetailAction): void;
  onClose(): void;
}

export class AreaPanel {
  readonly element: HTMLElement;
  readonly form: AreaForm;
  private help = el("p", { class: "fvr-area-help", role: "status" });
  private preview = el("div", { class: "fvr-area-preview", "aria-live": "polite" });
  private error = el("p", { class: "fvr-area-error", role: "alert", hidden: true });
  /** The precedence that was asked for; 0 for none. */
  goesBefore = 0;
  private onBefore: (precedence: number) => void;
  private back: HTMLButtonElement;
  private simplify: HTMLButtonElement;
  private save: HTMLButtonElement;

  constructor(
    title: string,
    private labels: Labels,
    private lang: string,
    tools: DrawTools,
    values: AreaValues,
    events: PanelEvents,
  ) {
    this.form = new AreaForm(labels, tools, values, events);
    this.onBefore = (precedence) => events.onBefore(precedence);
    const small = { class: "fvr-button fvr-plain" };
    this.back = button(labels.areaBack, { ...small, "data-action": "step-back" }, events.onBack);
    this.simplify = button(
      labels.areaSimplify,
      { ...small, "data-action": "simplify" },
      events.onSimplify,
    );
    this.save = button(
      labels.areaSave,
      { class: "fvr-button", "data-action": "save-area" },
      events.onSave,
    );
    const discard = button(
      labels.areaDiscard,
      { ...small, "data-action": "discard-area" },
      events.onDiscard,
    );
    const buttons = el("div", { class: "fvr-area-buttons" }, this.save, discard);
    const body = el("div", { class: "fvr-area-body" });
    body.append(this.form.element, this.pieces(events), this.help, this.preview, this.error);
    const head = el("h3", {}, title);
    this.element = el("section", { class: "fvr-area-panel", "aria-label": title });
    this.element.append(head, body, buttons);
    this.element.addEventListener("pointerdown", () => events.onTouch());
    keepFromMap(this.element);
  }

  /** What the user may do with the outline now. */
  hint(text: string): void {
    this.help.textContent = text;
    this.help.hidden = !text;
  }

  offerBack(steps: number): void {
    this.back.disabled = !steps;
  }

  waiting(): void {
    this.element.dataset.preview = "asked";
    if (!this.preview.childElementCount)
      this.preview.replaceChildren(el("p", {}, this.labels.areaPreviewing));
  }

  showPreview(preview: Preview): void {
    const { labels } = this;
    this.refuse("");
    const { come, leave, owners } = preview;
    const lines = [
      this.counted("come", labels.areaComeIn, come),
      this.counted("leave", labels.areaLeave, leave),
      this.counted("owners", labels.areaOwners, owners),
    ].filter((line): line is HTMLElement => Boolean(line));
    if (!come.count && !leave.count) lines.unshift(el("p", {}, labels.areaNoChange));
    if (preview.overlaps.length) {
      const text = fill(labels.areaOverlap, preview.overlaps.join(" · "));
      lines.push(el("p", { class: "fvr-area-overlap" }, text));
    }
    if (preview.before || this.goesBefore) lines.push(this.beforeRow(preview.before));
    lines.push(el("p", { class: "fvr-area-size" }, this.sizeText(preview)));
    this.keepOpen(lines);
    this.preview.replaceChildren(...lines);
    Object.assign(this.element.dataset, {
      preview: "shown",
      come: String(come.count),
      leave: String(leave.count),
      owners: String(owners.count),
    });
  }

  /** Say why it cannot be saved; "" takes the sentence away. */
  refuse(sentence: string): void {
    this.error.textContent = sentence;
    this.error.hidden = !sentence;
    if (sentence) this.error.scrollIntoView?.({ block: "nearest" });
  }

  busy(is: boolean): void {
    this.element.classList.toggle("fvr-busy", is);
    for (const node of this.element.querySelectorAll("button")) node.disabled = is;
  }

  remove(): void {
    this.form.destroy();
    this.element.remove();
  }

  private pieces(events: PanelEvents): HTMLElement {
    const box = el("div", { class: "fvr-area-pieces" });
    for (const change of ["add", "cut"] as const) {
      const [row] = penRow(this.labels, change, (pen) => events.onPiece(change, pen));
      const title = change === "add" ? this.labels.areaAdd : this.labels.areaCut;
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", title);
      box.append(el("div", { class: "fvr-area-row" }, el("span", {}, title), row));
    }
    box.append(el("div", { class: "fvr-area-small" }, this.back, this.simplify));
    return box;
  }

  /** Whether it takes the customers of the areas that it lies on. */
  private beforeRow(precedence: number): HTMLElement {
    const box = el("input", { type: "checkbox", "data-field": "before" });
    box.checked = this.goesBefore > 0;
    box.addEventListener("change", () => {
      this.goesBefore = box.checked ? precedence || this.goesBefore : 0;
      this.onBefore(this.goesBefore);
    });
    return el("label", { class: "fvr-area-before" }, box, " " + this.labels.areaBefore);
  }

  /** Names that the user looks at stay unfolded when they are told anew. */
  private keepOpen(lines: HTMLElement[]): void {
    for (const line of lines) {
      const key = line.dataset.count;
      const before = key && this.preview.querySelector(`details[data-count=${key}]`);
      if (before && before.hasAttribute("open")) line.setAttribute("open", "");
    }
  }

  private sizeText({ size_km2 }: Preview): string {
    const digits = size_km2 < 10 ? 2 : 0;
    const figure = new Intl.NumberFormat(this.lang, { maximumFractionDigits: digits });
    return fill(this.labels.areaSize, figure.format(size_km2));
  }

  private counted(key: string, text: string, { count, names }: Named): HTMLElement | null {
    if (!count) return null;
    const figure = new Intl.NumberFormat(this.lang).format(count);
    const items = names.map((name) => el("li", {}, name));
    if (count > names.length)
      items.push(el("li", {}, fill(this.labels.areaMore, count - names.length)));
    const line = el("summary", {}, fill(text, figure));
    return el("details", { "data-count": key }, line, el("ul", {}, ...items));
  }
}

/** What was saved, and a way back. */
export function outcomeBar(saved: Saved, labels: Labels, events: OutcomeEvents): HTMLElement {
  const bar = el(
    "div",
    { class: "fvr-area-outcome", role: "status" },
    el("span", {}, saved.message),
  );
  for (const action of saved.actions || []) {
    const attributes = { class: "fvr-link", "data-action": action.key };
    bar.append(button(action.label, attributes, () => events.onAction(action)));
  }
  if (saved.undo) {
    const attributes = { class: "fvr-link", "data-action": "undo-area" };
    bar.append(button(labels.areaUndo, attributes, events.onUndo));
  }
  const close = { class: "fvr-outcome-close", "aria-label": labels.close };
  bar.append(button("×", close, events.onClose));
  keepFromMap(bar);
  return bar;
}
