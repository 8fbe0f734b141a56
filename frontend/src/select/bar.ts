/** The bar of the chosen records: how many, and what can be done with them. */
import { keepFromMap } from "../tools";
import { button, el } from "../dom";
import { fill } from "../labels";
import type { Labels } from "../types";
import { Chooser } from "./chooser";
import { outcomeRow } from "./outcome";
import type { Choice, Outcome, SelectionAction } from "./types";

/** Actions that ask for one of a list first. */
const ASKS: Record<string, keyof Labels> = {
  assign_user: "selectAssignUser",
  assign_team: "selectAssignTeam",
  tag: "selectTag",
  segment: "selectSegment",
};
/** Actions that are done at once, with the name told to the owner of the bar. */
const DIRECT: Record<string, [string, keyof Labels][]> = {
  assign_territory: [["assign_territory", "selectAssignTerritory"]],
  plan_route: [["plan_route", "selectPlanRoute"]],
  plan_week: [["plan_week", "selectPlanWeek"]],
  export: [
    ["csv", "selectCsv"],
    ["geojson", "selectGeojson"],
  ],
  list: [["list", "selectList"]],
};

export interface BarEvents {
  find(action: string, text: string): Promise<Choice[]>;
  onAction(name: string, value?: number | string | false): void;
  onUndo(changeId: number): void;
  onClear(): void;
  onRadius(radius_m: number): void;
  onError(message: string): void;
}

export class Bar {
  readonly element = el("div", { class: "fvr-selection", role: "region", hidden: true });
  private count = el("strong", { class: "fvr-selection-count", role: "status" });
  private note = el("div", { class: "fvr-selection-note", hidden: true });
  private radiusBox = el("input", { type: "number", min: 0.01, step: 0.1, "data-field": "radius" });
  private radiusRow: HTMLElement;
  private buttons = el("div", { class: "fvr-selection-actions" });
  private head: HTMLElement;
  private place = el("div");
  private outcome = el("div");
  private chooser: Chooser | null = null;

  constructor(
    private labels: Labels,
    private events: BarEvents,
  ) {
    this.radiusRow = el(
      "label",
      { class: "fvr-radius", hidden: true },
      labels.selectRadius + " ",
      this.radiusBox,
    );
    this.radiusBox.addEventListener("change", () => {
      const metres = Number(this.radiusBox.value) * 1000;
      if (metres > 0) events.onRadius(metres);
    });
    const clear = button(
      "×",
      {
        class: "fvr-selection-clear",
        title: labels.selectClear,
        "aria-label": labels.selectClear,
        "data-action": "clear",
      },
      () => events.onClear(),
    );
    this.head = el("div", { class: "fvr-selection-head" }, this.count, this.radiusRow, clear);
    this.element.setAttribute("aria-label", labels.selectBar);
    this.element.append(this.head, this.note, this.buttons, this.place, this.outcome);
    keepFromMap(this.element);
  }

  setActions(actions: SelectionAction[]): void {
    const nodes = actions.flatMap((action) =>
      ASKS[action.name] ? [this.askButton(action)] : this.directButtons(action.name),
    );
    this.buttons.replaceChildren(...nodes);
  }

  /** Show how many are chosen; null hides the bar, unless it still tells what was done. */
  show(count: number | null): void {
    this.head.hidden = this.buttons.hidden = count === null;
    if (count === null) this.closeChooser();
    this.count.textContent =
      count === 0 ? this.labels.selectNobody : fill(this.labels.selectCount, count ?? 0);
    this.element.dataset.chosen = String(count ?? 0);
    this.buttons.hidden = !count;
    this.element.hidden = count === null && !this.outcome.childElementCount;
  }

  /** A sentence about the area, and the radius of a circle in metres to change. */
  describe(note: string, radius_m: number | null): void {
    this.note.textContent = note;
    this.note.hidden = !note;
    this.radiusRow.hidden = radius_m === null;
    if (radius_m !== null) this.radiusBox.value = String(Math.round(radius_m / 10) / 100);
  }

  /** While an action runs no other is begun. */
  busy(is: boolean): void {
    this.element.classList.toggle("fvr-busy", is);
    for (const node of this.element.querySelectorAll("button")) node.disabled = is;
  }

  showOutcome(outcome: Outcome): void {
    this.closeChooser();
    const close = (): void => {
      this.outcome.replaceChildren();
      this.element.hidden = this.head.hidden;
    };
    this.outcome.replaceChildren(
      outcomeRow(outcome, this.labels, () => this.events.onUndo(outcome.change_id), close),
    );
    this.element.hidden = false;
  }

  clearOutcome(): void {
    this.outcome.replaceChildren();
  }

  private askButton(action: SelectionAction): HTMLElement {
    const title = this.labels[ASKS[action.name]];
    return button(title, { "data-action": action.name }, () => this.openChooser(action, title));
  }

  private directButtons(name: string): HTMLElement[] {
    return (DIRECT[name] || []).map(([action, label]) =>
      button(this.labels[label], { "data-action": action }, () => this.events.onAction(action)),
    );
  }

  private openChooser(action: SelectionAction, title: string): void {
    this.closeChooser();
    const { labels, events } = this;
    this.chooser = new Chooser({
      title,
      labels,
      nobody: action.name.startsWith("assign_"),
      creates: action.creates,
      find: (text) => events.find(action.name, text),
      onChoice: (value) => events.onAction(action.name, value),
      onBack: () => this.closeChooser(),
      onError: (message) => events.onError(message),
    });
    this.buttons.hidden = true;
    this.place.replaceChildren(this.chooser.element);
    this.chooser.focus();
  }

  private closeChooser(): void {
    if (!this.chooser) return;
    this.chooser.destroy();
    this.chooser = null;
    this.place.replaceChildren();
    this.buttons.hidden = false;
  }
}
