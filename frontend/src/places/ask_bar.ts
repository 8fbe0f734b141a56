/** One line at the foot of the map: a question with its answers, or what was done. */
import { keepFromMap } from "../tools";
import { button, el } from "../dom";
import type { Labels } from "../types";

const SHOWN_MS = 7000;

export interface Question {
  text: string;
  detail?: string;
  /** Label of the answer that does it; without one there is only the way back. */
  save?: string;
  onSave?: () => Promise<void>;
  onCancel: () => void;
}

export class AskBar {
  private bar: HTMLElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    root: HTMLElement,
    private labels: Labels,
  ) {
    this.bar = el("div", { class: "fvr-ask", role: "status", hidden: true });
    root.append(this.bar);
    keepFromMap(this.bar);
  }

  ask(question: Question): void {
    clearTimeout(this.timer);
    const text = el("span", { class: "fvr-ask-text" }, question.text);
    if (question.detail) text.append(el("small", {}, question.detail));
    const cancel = button(
      question.save ? this.labels.abandon : this.labels.close,
      { class: "fvr-button fvr-quiet", "data-action": "abandon" },
      question.onCancel,
    );
    this.bar.replaceChildren(text);
    if (question.save) this.bar.append(this.saveButton(question, cancel));
    this.bar.append(cancel);
    this.bar.hidden = false;
  }

  /** Tell something; it goes away by itself. */
  say(text: string): void {
    clearTimeout(this.timer);
    this.bar.replaceChildren(el("span", { class: "fvr-ask-text" }, text));
    this.bar.hidden = false;
    this.timer = setTimeout(() => this.close(), SHOWN_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    this.bar.hidden = true;
    this.bar.replaceChildren();
  }

  destroy(): void {
    clearTimeout(this.timer);
  }

  private saveButton(question: Question, cancel: HTMLButtonElement): HTMLButtonElement {
    const save = button(
      question.save || "",
      { class: "fvr-button", "data-action": "save-place" },
      () => {
        save.disabled = cancel.disabled = true;
        (question.onSave ? question.onSave() : Promise.resolve()).catch((error: Error) => {
          save.disabled = cancel.disabled = false;
          this.refuse(error.message);
        });
      },
    );
    return save;
  }

  private refuse(sentence: string): void {
    const old = this.bar.querySelector(".fvr-refused");
    if (old) old.remove();
    this.bar.append(el("div", { class: "fvr-refused", role: "alert" }, sentence));
  }
}
