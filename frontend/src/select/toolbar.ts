/** The button that opens the drawing tools, and the tools beside it. */
import * as L from "leaflet";
import { addTool, toolButton } from "../tools";
import { el } from "../dom";
import type { Labels } from "../types";
import type { Tool } from "./types";

const TOOLS: [Tool, keyof Labels, keyof Labels][] = [
  ["lasso", "selectLasso", "selectLassoHelp"],
  ["polygon", "selectPolygon", "selectPolygonHelp"],
  ["rectangle", "selectRectangle", "selectRectangleHelp"],
  ["circle", "selectCircle", "selectCircleHelp"],
  ["drive", "selectDrive", "selectDriveHelp"],
];
export const MOST_MINUTES = 1440;

export interface ToolbarEvents {
  /** Take this tool in hand; null puts it down. */
  onTool(tool: Tool | null): void;
  onMinutes(minutes: number): void;
  /** Choose everybody in view: the way without a pointer. */
  onView(): void;
}

export class Toolbar {
  private opener: HTMLButtonElement;
  private flyout = el("div", { class: "fvr-drawtools", role: "group", hidden: true });
  private buttons = new Map<Tool, HTMLButtonElement>();
  private help = el("p", { class: "fvr-drawtools-help", role: "status" });
  private minutesBox: HTMLInputElement;
  private minutesRow: HTMLElement;
  private addBox = el("input", { type: "checkbox", "data-field": "add" });
  private addRow: HTMLElement;
  private tool: Tool | null = null;

  constructor(
    map: L.Map,
    private labels: Labels,
    private events: ToolbarEvents,
  ) {
    this.minutesBox = el("input", {
      type: "number",
      min: 1,
      max: MOST_MINUTES,
      value: 20,
      "data-field": "minutes",
    });
    this.minutesBox.addEventListener("input", () => events.onMinutes(this.minutes));
    this.minutesRow = el("label", { hidden: true }, labels.selectMinutes + " ", this.minutesBox);
    this.addRow = el("label", { hidden: true }, this.addBox, " " + labels.selectAdd);
    this.opener = toolButton(
      "draw",
      labels.selectTools,
      { "data-action": "draw", "aria-expanded": "false" },
      () => this.toggle(),
    );
    this.flyout.setAttribute("aria-label", labels.selectTools);
    this.flyout.append(this.toolRow(), this.help, this.minutesRow, this.addRow);
    addTool(map, this.opener, this.flyout);
    this.show(null);
  }

  /** What a drive may take; nonsense in the box counts as the usual 20 minutes. */
  get minutes(): number {
    const minutes = Number(this.minutesBox.value);
    return minutes > 0 && minutes <= MOST_MINUTES ? minutes : 20;
  }

  get adds(): boolean {
    return this.addBox.checked && !this.addRow.hidden;
  }

  /** Show which tool is in hand. */
  show(tool: Tool | null): void {
    this.tool = tool;
    for (const [name, node] of this.buttons)
      node.setAttribute("aria-pressed", String(name === tool));
    const entry = TOOLS.find(([name]) => name === tool);
    this.help.textContent = entry ? this.labels[entry[2]] : "";
    this.help.hidden = !entry;
    this.minutesRow.hidden = tool !== "drive";
    if (tool) this.open(true);
  }

  /** "Add" is offered while somebody is chosen. */
  offerAdding(offered: boolean): void {
    this.addRow.hidden = !offered;
  }

  open(shown: boolean): void {
    this.flyout.hidden = !shown;
    this.opener.setAttribute("aria-expanded", String(shown));
  }

  private toggle(): void {
    const shown = this.flyout.hidden;
    this.open(shown);
    if (!shown && this.tool) this.events.onTool(null);
  }

  private toolRow(): HTMLElement {
    const row = el("div", { class: "fvr-drawtools-row" });
    for (const [tool, label] of TOOLS) {
      const node = toolButton(
        tool,
        this.labels[label],
        { "data-tool": tool, "aria-pressed": "false" },
        () => this.events.onTool(this.tool === tool ? null : tool),
      );
      this.buttons.set(tool, node);
      row.append(node);
    }
    const label = this.labels.selectView;
    row.append(toolButton("view", label, { "data-action": "view" }, () => this.events.onView()));
    return row;
  }
}
