/** The search box on the map: records as one types, and any address. */
import { keepFromMap } from "../tools";
import { el } from "../dom";
import { fill } from "../labels";
import type { Labels } from "../types";
import type { FoundPlace, FoundRecord, Places } from "./service";

const LEAST = 2;
/** People type faster than this. */
const PAUSE_MS = 220;

export interface SearchActions {
  record(record: FoundRecord): void;
  place(place: FoundPlace): void;
}

let boxes = 0;

export class SearchBox {
  readonly element: HTMLElement;
  private input: HTMLInputElement;
  private list: HTMLElement;
  private note: HTMLElement;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private active = -1;
  /** Enter was pressed before the answer came. */
  private eager = false;
  private answered = "";

  constructor(
    root: HTMLElement,
    private labels: Labels,
    private places: Places,
    private actions: SearchActions,
  ) {
    const id = "fvr-found-" + String(++boxes);
    this.input = el("input", {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": id,
      "aria-label": labels.search,
      placeholder: labels.search,
    });
    this.list = el("ul", { id, role: "listbox", "aria-label": labels.searchResults, hidden: true });
    this.note = el("div", { class: "fvr-search-note", role: "status", hidden: true });
    this.element = el(
      "div",
      { class: "fvr-search", role: "search" },
      this.input,
      this.list,
      this.note,
    );
    root.append(this.element);
    keepFromMap(this.element);
    this.listen();
  }

  destroy(): void {
    clearTimeout(this.timer);
    this.asked += 1;
  }

  private listen(): void {
    this.input.addEventListener("input", () => this.onInput());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("focus", () => {
      if (this.list.childElementCount) this.expand(true);
    });
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.expand(false);
    });
  }

  private get text(): string {
    return this.input.value.trim().replace(/\s+/g, " ");
  }

  private onInput(): void {
    clearTimeout(this.timer);
    this.eager = false;
    this.asked += 1;
    this.tell("");
    if (this.text.length < LEAST) return this.offer([], false);
    this.timer = setTimeout(() => void this.search(), PAUSE_MS);
  }

  private async search(): Promise<void> {
    const asked = ++this.asked;
    const { text } = this;
    this.tell(this.labels.searchBusy);
    try {
      const found = await this.places.searchRecords(text);
      if (asked !== this.asked) return;
      this.answered = text;
      this.tell(found.length ? "" : this.labels.searchNothing);
      this.offer(found, true);
      if (this.eager) this.choose(0);
    } catch (error) {
      if (asked === this.asked) this.tell((error as Error).message, true);
    }
  }

  private async lookUp(text: string): Promise<void> {
    const asked = ++this.asked;
    this.tell(this.labels.placeBusy);
    try {
      const place = await this.places.findAddress(text);
      if (asked !== this.asked) return;
      this.tell("");
      this.expand(false);
      this.actions.place(place);
    } catch (error) {
      if (asked === this.asked) this.tell((error as Error).message, true);
    }
  }

  private offer(found: FoundRecord[], withAddress: boolean): void {
    const { text } = this;
    const items = found.map((record) => this.recordItem(record));
    if (withAddress) items.push(this.addressItem(text));
    this.list.replaceChildren(...items);
    this.mark(-1);
    this.expand(items.length > 0);
  }

  private recordItem(record: FoundRecord): HTMLElement {
    const flags = [
      record.lat === null ? this.labels.noPosition : "",
      record.outside ? this.labels.outside : "",
    ];
    const detail = [record.detail, ...flags].filter(Boolean).join(" · ");
    const item = this.item({ "data-found": record.id }, () => {
      this.expand(false);
      this.actions.record(record);
    });
    item.append(el("span", {}, record.name), el("small", {}, detail));
    return item;
  }

  private addressItem(text: string): HTMLElement {
    const item = this.item({ "data-address": text }, () => void this.lookUp(text));
    item.append(el("em", {}, fill(this.labels.searchAddress, text)));
    return item;
  }

  private item(data: Record<string, string | number>, choose: () => void): HTMLElement {
    const id = this.list.id + "-" + String(Object.values(data)[0]).replace(/\W/g, "_");
    const item = el("li", { role: "option", id, "aria-selected": "false", ...data });
    // the input keeps the focus, so that the list stays until something was chosen
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", choose);
    return item;
  }

  private onKey(event: KeyboardEvent): void {
    const size = this.list.childElementCount;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!size) return;
      this.expand(true);
      const down = event.key === "ArrowDown";
      this.mark(down ? (this.active + 1) % size : (Math.max(this.active, 0) + size - 1) % size);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.onEnter();
    } else if (event.key === "Escape") {
      this.onEscape(event);
    }
    event.stopPropagation();
  }

  private onEnter(): void {
    if (this.text.length < LEAST) return;
    if (this.text === this.answered && this.list.childElementCount) {
      this.choose(Math.max(0, this.active));
      return;
    }
    this.eager = true;
    clearTimeout(this.timer);
    void this.search();
  }

  private onEscape(event: KeyboardEvent): void {
    event.preventDefault();
    if (this.list.hidden) this.input.value = "";
    this.asked += 1;
    this.tell("");
    this.expand(false);
  }

  private choose(index: number): void {
    this.eager = false;
    const item = this.list.children[index] as HTMLElement | undefined;
    if (item) item.click();
  }

  private mark(index: number): void {
    this.active = index;
    const items = Array.from(this.list.children);
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    const id = index >= 0 ? items[index].id : "";
    this.input.setAttribute("aria-activedescendant", id);
  }

  private expand(open: boolean): void {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  private tell(text: string, isRefusal = false): void {
    this.note.textContent = text;
    this.note.hidden = !text;
    this.note.classList.toggle("fvr-refused", isRefusal);
  }
}
