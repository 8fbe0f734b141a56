/** The records without a position, beside the map: each with the reason and what helps. */
import { keepFromMap } from "../tools";
import { button, el } from "../dom";
import { fill } from "../labels";
import type { Host } from "../part";
import type { Places, Unplaced } from "./service";

const PAGE = 30;

export interface PanelActions {
  /** Let the user show where the record is. */
  place(id: number, name: string): void;
}

export class UnplacedPanel {
  private panel: HTMLElement;
  private list = el("ul");
  private note = el("p", { class: "fvr-hint", role: "status" });
  private foot = el("div", { class: "fvr-row" });
  private ids: number[] = [];
  private shown = PAGE;
  private asked = 0;

  constructor(
    private host: Host,
    private places: Places,
    private actions: PanelActions,
  ) {
    this.panel = el("section", { class: "fvr-unplaced", tabindex: -1, hidden: true });
    host.element.append(this.panel);
    keepFromMap(this.panel);
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  open(ids: number[], count: number): void {
    this.shown = PAGE;
    this.panel.hidden = false;
    this.host.element.classList.add("fvr-lists-unplaced");
    this.replace(ids, count);
    this.panel.focus();
  }

  close(): void {
    this.asked += 1;
    this.panel.hidden = true;
    this.host.element.classList.remove("fvr-lists-unplaced");
  }

  /** The records were fetched again; which of them are unplaced may have changed. */
  replace(ids: number[], count: number): void {
    this.ids = ids;
    const title = el("h4", {}, fill(this.host.labels.unplaced, count));
    const close = button("×", { class: "fvr-close", "aria-label": this.host.labels.close }, () =>
      this.close(),
    );
    this.panel.setAttribute("aria-label", title.textContent || "");
    this.panel.replaceChildren(close, title, this.list, this.note, this.foot);
    void this.load();
  }

  destroy(): void {
    this.asked += 1;
  }

  private async load(): Promise<void> {
    const asked = ++this.asked;
    if (!this.ids.length) this.note.textContent = this.host.labels.unplacedNone;
    try {
      const rows = await this.rows();
      if (asked === this.asked) this.show(rows);
    } catch (error) {
      if (asked === this.asked) this.note.textContent = (error as Error).message;
    }
  }

  /** Page by page: nobody reads ten thousand reasons, and no answer is to hold them. */
  private async rows(): Promise<Unplaced[]> {
    const rows: Unplaced[] = [];
    for (let at = 0; at < Math.min(this.shown, this.ids.length); at += PAGE) {
      rows.push(...(await this.places.unplaced(this.ids.slice(at, at + PAGE))));
    }
    return rows;
  }

  private show(rows: Unplaced[]): void {
    this.list.replaceChildren(...rows.map((row) => this.item(row)));
    this.showFoot(rows.some((row) => row.canLocate));
  }

  private item(row: Unplaced): HTMLElement {
    const { labels, emitter } = this.host;
    const name = button(row.name || "#" + String(row.id), { class: "fvr-link" }, () =>
      emitter.emit("open", { id: row.id, ids: this.ids }),
    );
    const item = el("li", { "data-unplaced": row.id }, name, el("p", {}, row.reason));
    const buttons = el("div", { class: "fvr-row" });
    if (row.canLocate) {
      buttons.append(
        this.button(labels.unplacedLocate, "locate", () => void this.locate([row.id])),
      );
    }
    if (row.canPlace) {
      buttons.append(
        this.button(labels.unplacedPlace, "place", () => this.actions.place(row.id, row.name)),
      );
    }
    if (buttons.childElementCount) item.append(buttons);
    return item;
  }

  private showFoot(canLocate: boolean): void {
    const { labels, emitter } = this.host;
    const parts: Node[] = [];
    if (this.ids.length > this.shown) {
      const more = this.button(labels.unplacedMore, "more", () => {
        this.shown += PAGE;
        void this.load();
      });
      parts.push(more);
    }
    if (canLocate && this.ids.length > 1) {
      const all = this.button(
        labels.unplacedLocateAll,
        "locate-all",
        () => void this.locate(this.ids),
      );
      parts.push(all);
    }
    if (this.ids.length) {
      const list = this.button(labels.unplacedList, "missing", () =>
        emitter.emit("missing", { ids: this.ids }),
      );
      parts.push(list);
    }
    this.foot.replaceChildren(...parts);
  }

  private button(label: string, action: string, onClick: () => void): HTMLButtonElement {
    return button(
      label,
      { class: "fvr-button fvr-quiet fvr-small", "data-action": action },
      onClick,
    );
  }

  private async locate(ids: number[]): Promise<void> {
    this.busy(true);
    this.note.textContent = this.host.labels.placeBusy;
    try {
      this.note.textContent = await this.places.locate(ids);
    } catch (error) {
      this.note.textContent = (error as Error).message;
    }
    this.busy(false);
  }

  private busy(isBusy: boolean): void {
    for (const node of this.panel.querySelectorAll("button")) node.disabled = isBusy;
  }
}
