/** What a click on a territory shows. */
import { button, el } from "../dom";
import type { DetailAction } from "../popup/service";
import type { Labels } from "../types";
import type { AreaCard } from "./service";

export interface CardEvents {
  onOpen: (() => void) | null;
  onEdit(): void;
  onUndo(): Promise<void>;
  onAction(action: DetailAction): Promise<void>;
}

export function cardContent(card: AreaCard, labels: Labels, events: CardEvents): HTMLElement {
  const box = el("div", { class: "fvr-popup fvr-area-card", "data-layer-record": card.id });
  const facts = el("dl", { class: "fvr-popup-facts" });
  for (const { label, text } of card.facts) facts.append(el("dt", {}, label), el("dd", {}, text));
  const error = el("p", { class: "fvr-popup-error", role: "alert", hidden: true });
  const actions = el("div", { class: "fvr-popup-actions" });
  const attempt = (work: () => Promise<void>) => () => void run(actions, error, work);
  const plain = (key: string) => ({ class: "fvr-button fvr-plain", "data-action": key });
  if (events.onOpen) {
    const attributes = { class: "fvr-button", "data-action": "open-layer" };
    actions.append(button(labels.open, attributes, events.onOpen));
  }
  if (card.edit) {
    const edit = () => events.onEdit();
    actions.append(button(labels.areaEdit, plain("edit-area"), edit));
  }
  for (const action of card.actions) {
    const act = attempt(() => events.onAction(action));
    actions.append(button(action.label, plain(action.key), act));
  }
  if (card.undo) {
    const undo = attempt(() => events.onUndo());
    actions.append(button(labels.areaUndoRedraw, plain("undo-redraw"), undo));
  }
  box.append(el("strong", { class: "fvr-popup-title" }, card.name), facts, actions, error);
  return box;
}

/** While one action runs no other is begun; a refusal is told in the card. */
async function run(
  actions: HTMLElement,
  error: HTMLElement,
  work: () => Promise<void>,
): Promise<void> {
  const lock = (is: boolean): void =>
    actions.querySelectorAll("button").forEach((node) => (node.disabled = is));
  lock(true);
  error.hidden = true;
  try {
    await work();
  } catch (refusal) {
    error.textContent = (refusal as Error).message;
    error.hidden = false;
  }
  lock(false);
}
