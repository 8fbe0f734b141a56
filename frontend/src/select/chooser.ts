/** A search box with what it finds: choose one, nobody, or create what is missing. */
import { button, el } from "../dom";
import { fill } from "../labels";
import type { Labels } from "../types";
import type { Choice } from "./types";

const PAUSE_MS = 250;

export interface ChooserOptions {
  title: string;
  labels: Labels;
  /** Whether "nobody" is a choice. */
  nobody: boolean;
  creates: boolean;
  find(text: string): Promise<Choice[]>;
  onChoice(value: number | string | false): void;
  onBack(): void;
  onError(message: string): void;
}

export class Chooser {
  readonly element = el("div", { class: "fvr-chooser" });
  private box: HTMLInputElement;
  private list = el("ul", { class: "fvr-choices" });
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private options: ChooserOptions) {
    const { title, labels } = options;
    this.box = el("input", {
      type: "search",
      placeholder: labels.selectSearch,
      "aria-label": title + ": " + labels.selectSearch,
      "data-field": "choice",
    });
    this.box.addEventListener("input", () => this.findSoon());
    const back = button(
      "‹",
      { class: "fvr-back", title: labels.selectBack, "aria-label": labels.selectBack },
      () => options.onBack(),
    );
    this.element.append(
      el("div", { class: "fvr-chooser-head" }, back, el("strong", {}, title)),
      this.box,
      this.list,
    );
    void this.find();
  }

  focus(): void {
    this.box.focus();
  }

  /** Answers that come late belong to a box that is gone. */
  destroy(): void {
    clearTimeout(this.timer);
    this.asked = -1;
  }

  private findSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.find(), PAUSE_MS);
  }

  private async find(): Promise<void> {
    const asked = ++this.asked;
    const text = this.box.value.trim();
    try {
      const found = await this.options.find(text);
      if (asked === this.asked) this.show(found, text);
    } catch (error) {
      if (asked === this.asked) this.options.onError((error as Error).message);
    }
  }

  private show(found: Choice[], text: string): void {
    const { labels, nobody, creates, onChoice } = this.options;
    const items = found.map(({ id, name }) =>
      this.item(name, { "data-choice": id }, () => onChoice(id)),
    );
    if (nobody && !text)
      items.unshift(this.item(labels.selectNone, { "data-choice": 0 }, () => onChoice(false)));
    if (creates && text && !found.some(({ name }) => name.toLowerCase() === text.toLowerCase())) {
      items.push(
        this.item(fill(labels.selectCreate, text), { "data-choice": "new" }, () => onChoice(text)),
      );
    }
    if (!items.length) items.push(el("li", { class: "fvr-none" }, labels.selectNoChoice));
    this.list.replaceChildren(...items);
  }

  private item(
    name: string,
    attributes: Record<string, string | number>,
    choose: () => void,
  ): HTMLLIElement {
    return el("li", {}, button(name, attributes, choose));
  }
}
