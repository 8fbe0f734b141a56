/** Choose records by drawing, and do something with them. */
import type * as L from "leaflet";
import { el } from "../dom";
import type { Host, MapState, Part } from "../part";
import { Bar } from "./bar";
import { Marks } from "./marks";
import { Pencil } from "./pencil";
import { Toolbar } from "./toolbar";
import type { Found, SelectServices, Shape, TextFile, Tool } from "./types";

const NARROW = 600;

export function selectPart(host: Host): Part | null {
  return host.services.selectInShape ? new Select(host, host.services as SelectServices) : null;
}

class Select implements Part {
  private chosen = new Set<number>();
  /** The circle that was drawn last, while its radius can be changed. */
  private circle: Extract<Shape, { type: "Circle" }> | null = null;
  private drawing: Marks;
  private pencil: Pencil;
  private toolbar: Toolbar;
  private bar: Bar;
  private asked = 0;
  private knowsActions = false;
  private destroyed = false;

  constructor(
    private host: Host,
    private services: SelectServices,
  ) {
    this.drawing = new Marks(host);
    this.pencil = new Pencil(host.map, {
      onShape: (shape) => void this.choose(shape, this.toolbar.adds),
      onStop: () => this.noteTool(null),
    });
    this.toolbar = new Toolbar(host.map, host.labels, {
      onTool: (tool) => this.take(tool),
      onMinutes: (minutes) => this.pencil.setMinutes(minutes),
      onView: () => this.chooseView(),
    });
    this.bar = new Bar(host.labels, {
      find: (action, text) => services.selectionChoices(action, text),
      onAction: (name, value) => void this.act(name, value),
      onUndo: (id) => void this.undo(id),
      onClear: () => this.clear(),
      onRadius: (radius_m) => this.circle && void this.choose({ ...this.circle, radius_m }, false),
      onError: (message) => host.notice(message),
    });
    host.element.append(this.bar.element);
    host.element.addEventListener("keydown", this.onKey);
    host.emitter.on("tool", ({ name }) => {
      const { tool } = host.element.dataset;
      if (tool && tool !== name) this.take(null);
    });
  }

  update(state: MapState): void {
    if (!this.chosen.size) return;
    // another filter: who is not on the map any more cannot be meant
    const present = new Set(state.columns.ids);
    this.chosen = new Set([...this.chosen].filter((id) => present.has(id)));
    this.show();
  }

  draw(state: MapState): void {
    this.drawing.draw(state, this.chosen);
  }

  destroy(): void {
    this.destroyed = true;
    this.pencil.stop();
    this.host.element.removeEventListener("keydown", this.onKey);
  }

  // ---- drawing -----------------------------------------------------------------------------------
  private onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.host.element.dataset.tool) this.take(null);
  };

  private take(tool: Tool | null): void {
    this.drawing.clearFault();
    if (tool) this.host.emitter.emit("tool", { name: tool });
    if (tool) this.pencil.start(tool, this.toolbar.minutes);
    else this.pencil.stop();
    this.noteTool(tool);
  }

  /** Other parts see here that clicks are meant for the drawing. */
  private noteTool(tool: Tool | null): void {
    if (tool) this.host.element.dataset.tool = tool;
    else delete this.host.element.dataset.tool;
    this.toolbar.show(tool);
    // on a phone the tools would cover what was chosen
    if (!tool && this.host.element.clientWidth < NARROW) this.toolbar.open(false);
  }

  private chooseView(): void {
    this.take(null);
    void this.choose(inView(this.host.map), this.toolbar.adds);
  }

  // ---- choosing ----------------------------------------------------------------------------------
  private async choose(shape: Shape, add: boolean): Promise<void> {
    const asked = ++this.asked;
    this.host.element.dataset.choosing = "yes";
    try {
      const answer = await this.services.selectInShape(shape);
      if (asked !== this.asked || this.destroyed) return;
      if ("fault" in answer) this.showFault(shape, answer.fault);
      else await this.accept(answer, shape, add);
    } catch (error) {
      if (asked === this.asked && !this.destroyed) this.host.notice((error as Error).message);
    } finally {
      if (asked === this.asked) delete this.host.element.dataset.choosing;
    }
  }

  private showFault(shape: Shape, fault: { message: string; place: number[] }): void {
    this.drawing.showFault(shape, fault.place);
    this.host.notice(fault.message);
  }

  private async accept(found: Found, shape: Shape, add: boolean): Promise<void> {
    const visible = this.visible(found.ids);
    this.chosen = new Set(add ? [...this.chosen, ...visible] : visible);
    this.circle = shape.type === "Circle" && !add ? shape : null;
    this.drawing.addShape(found.shape, add);
    this.bar.clearOutcome();
    this.bar.describe(found.note, this.circle ? this.circle.radius_m : null);
    this.show(true);
    this.draw(this.host.state());
    await this.loadActions();
  }

  /** What the legend hides is not chosen behind the user's back. */
  private visible(ids: number[]): number[] {
    const { columns, shown } = this.host.state();
    const seen = new Set([...shown].map((row) => columns.ids[row]));
    return ids.filter((id) => seen.has(id));
  }

  private async loadActions(): Promise<void> {
    if (this.knowsActions) return;
    const actions = await this.services.selectionActions();
    if (this.destroyed) return;
    this.knowsActions = true;
    this.bar.setActions(actions);
  }

  private show(evenNobody = false): void {
    this.toolbar.offerAdding(this.chosen.size > 0);
    this.bar.show(this.chosen.size || evenNobody ? this.chosen.size : null);
    if (!this.chosen.size && !evenNobody) this.drawing.clear();
    this.host.element.dataset.chosen = String(this.chosen.size);
  }

  private clear(): void {
    this.asked += 1;
    this.chosen.clear();
    this.circle = null;
    this.bar.clearOutcome();
    this.bar.describe("", null);
    this.drawing.clear();
    this.show();
  }

  // ---- acting ------------------------------------------------------------------------------------
  private act(name: string, value?: number | string | false): Promise<void> {
    const ids = [...this.chosen];
    if (name === "csv" || name === "geojson") {
      return this.run(async () => save(await this.services.exportSelection(ids, name)));
    }
    if (name === "plan_route" || name === "plan_week") {
      return this.run(() => this.services.planSelection(ids, name));
    }
    if (name === "assign_territory") return this.run(() => this.services.assignByTerritory(ids));
    if (name === "list") return this.run(() => this.services.openSelection(ids));
    return this.run(async () => {
      const outcome = await this.services.actOnSelection(name, ids, value ?? false);
      if (!this.destroyed) this.bar.showOutcome(outcome);
    });
  }

  private undo(changeId: number): Promise<void> {
    return this.run(async () => {
      const outcome = await this.services.undoSelection(changeId);
      if (!this.destroyed) this.bar.showOutcome(outcome);
    });
  }

  private async run(work: () => Promise<void>): Promise<void> {
    this.bar.busy(true);
    try {
      await work();
    } catch (error) {
      if (!this.destroyed) this.host.notice((error as Error).message);
    } finally {
      if (!this.destroyed) this.bar.busy(false);
    }
  }
}

/** The map's section as a polygon, once round the earth at most. */
function inView(map: L.Map): GeoJSON.Polygon {
  const bounds = map.getBounds();
  const { lng } = map.getCenter();
  const [west, east] = [
    Math.max(lng - 180, bounds.getWest()),
    Math.min(lng + 180, bounds.getEast()),
  ];
  const [south, north] = [Math.max(-90, bounds.getSouth()), Math.min(90, bounds.getNorth())];
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Polygon", coordinates: [corners] };
}

/** Hand a file to the browser's downloads. */
function save(file: TextFile): void {
  const url = URL.createObjectURL(new Blob([file.content], { type: file.type }));
  const link = el("a", { href: url, download: file.name });
  document.body.append(link);
  link.click();
  link.remove();
  // the browser has taken the address by then
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
