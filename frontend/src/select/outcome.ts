/** What an action did: how many, who was refused and why, and a way back. */
import { button, el } from "../dom";
import { fill } from "../labels";
import type { Labels } from "../types";
import type { Outcome } from "./types";

/** More reasons than this do not help anybody. */
const MOST_REASONS = 50;

export function outcomeRow(
  outcome: Outcome,
  labels: Labels,
  onUndo: () => void,
  onClose: () => void,
): HTMLElement {
  const row = el("div", {
    class: "fvr-outcome",
    role: "status",
    "data-done": outcome.done,
    "data-refused": outcome.refused.length,
  });
  const line = el("div", { class: "fvr-outcome-line" }, el("span", {}, outcome.message));
  row.append(line);
  if (outcome.change_id) {
    line.append(button(labels.selectUndo, { class: "fvr-link", "data-action": "undo" }, onUndo));
  }
  if (outcome.refused.length) line.append(whyButton(row, outcome, labels));
  line.append(button("×", { class: "fvr-outcome-close", "aria-label": labels.close }, onClose));
  return row;
}

function whyButton(row: HTMLElement, outcome: Outcome, labels: Labels): HTMLButtonElement {
  const list = el("ul", { class: "fvr-reasons", hidden: true });
  for (const { name, reason } of outcome.refused.slice(0, MOST_REASONS)) {
    list.append(el("li", {}, el("strong", {}, name), " " + reason));
  }
  const more = outcome.refused.length - MOST_REASONS;
  if (more > 0) list.append(el("li", {}, fill(labels.selectMoreRefused, more)));
  row.append(list);
  const why = button(
    labels.selectWhy,
    { class: "fvr-link", "data-action": "why", "aria-expanded": "false" },
    () => {
      list.hidden = !list.hidden;
      why.setAttribute("aria-expanded", String(!list.hidden));
    },
  );
  return why;
}
