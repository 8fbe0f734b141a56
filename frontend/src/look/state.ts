/** What the points look like now, and what of it the legend hides. */
import { buildScale } from "../colors";
import type { Columns, Labels } from "../types";
import { textsIn, type ViewState } from "../view_state";
import type { Look } from "./look";
import { buildMarks, NO_MARKS, type Marks } from "./marks";
import { filtered, type Scale } from "./scale";

export type Role = "color" | "shape" | "icon";

/** How a step's key begins among the hidden ones. */
export const HIDDEN: Record<Role, string> = { color: "", shape: "shape:", icon: "icon:" };

export class LookState {
  readonly hiddenRoutes = new Set<string>();
  readonly hiddenSteps: Set<string>;
  look: Look = {};
  scale: Scale = { title: "", steps: [], stepOf: [] };
  marks: Marks = NO_MARKS;
  private fields: Record<Role, string> | null = null;

  constructor(
    private labels: Labels,
    private lang: string,
    view?: ViewState | null,
  ) {
    this.hiddenSteps = textsIn(view, "hidden");
  }

  /** Without a look the columns' own fields are taken. */
  set(columns: Columns, look: Look = {}): void {
    const { color, shape, icon } = columns;
    this.look = { color: color || "", shape: shape || "", icon: icon || "", ...look };
    this.scale = buildScale(columns, this.labels, this.lang, this.look);
    this.marks = buildMarks(columns, this.labels, this.lang, this.look);
    if (columns.ids.length) this.forget();
  }

  /** Whether the legend lets a row through. */
  rowFilter(): (row: number) => boolean {
    const tests = this.scales().map(([role, scale]) => {
      const on = scale.steps.map((step) => !this.hiddenSteps.has(HIDDEN[role] + step.key));
      const { stepOf, stepsOf } = scale;
      if (!stepsOf) return (row: number): boolean => on[stepOf[row]];
      return (row: number): boolean => stepsOf[row].some((step) => on[step]);
    });
    return tests.length === 1 ? tests[0] : (row) => tests.every((test) => test(row));
  }

  filtered(): Scale {
    return filtered(this.scale, this.hiddenSteps);
  }

  save(): ViewState {
    return { hidden: [...this.hiddenSteps], look: this.look };
  }

  private scales(): [Role, Scale][] {
    const all: [Role, Scale | null][] = [
      ["color", this.scale],
      ["shape", this.marks.shape],
      ["icon", this.marks.icon],
    ];
    return all.filter((pair): pair is [Role, Scale] => pair[1] !== null);
  }

  /** What was hidden of one field is no wish about another. */
  private forget(): void {
    const { color = "", shape = "", icon = "", steps } = this.look;
    const now = { color: color + JSON.stringify(steps || ""), shape, icon };
    const before = this.fields || now;
    for (const role of Object.keys(now) as Role[]) {
      if (before[role] !== now[role]) this.showAll(role);
    }
    this.fields = now;
  }

  private showAll(role: Role): void {
    const others = [HIDDEN.shape, HIDDEN.icon];
    for (const key of [...this.hiddenSteps]) {
      const owner = others.find((prefix) => key.startsWith(prefix)) || "";
      if (owner === HIDDEN[role]) this.hiddenSteps.delete(key);
    }
  }
}
