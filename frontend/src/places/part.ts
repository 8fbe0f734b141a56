/** Search box, tools for places and the list of unplaced records, put together. */
import * as L from "leaflet";
import { addTool, toolButton } from "../tools";
import type { Host, MapState, Part } from "../part";
import { AskBar } from "./ask_bar";
import { Explorer } from "./explorer";
import { openPin } from "./jump";
import { Mover } from "./mover";
import { SearchBox } from "./search_box";
import type { FoundRecord, Places, PlaceTools } from "./service";
import { UnplacedPanel } from "./unplaced_panel";

type Tool = "create" | "move";

export function placesPart(host: Host): Part | null {
  return host.services.places ? new PlacesPart(host, host.services.places) : null;
}

class PlacesPart implements Part {
  private bar: AskBar;
  private explorer: Explorer;
  private mover: Mover;
  private search: SearchBox;
  private panel: UnplacedPanel;
  private tools: PlaceTools = { create: [], move: false };
  private tool: Tool | null = null;
  private buttons: Partial<Record<Tool, HTMLButtonElement>> = {};
  private destroyed = false;

  constructor(
    private host: Host,
    places: Places,
  ) {
    this.bar = new AskBar(host.element, host.labels);
    this.explorer = new Explorer(host, places, this.bar, () => this.tools.create);
    this.mover = new Mover(host, places, this.bar);
    this.panel = new UnplacedPanel(host, places, {
      place: (id, name) => this.placeByHand(id, name),
    });
    this.search = new SearchBox(host.element, host.labels, places, {
      record: (record) => this.jump(record),
      place: (place) => this.explorer.showPlace(place),
    });
    host.element.classList.add("fvr-searches");
    this.listen();
    void this.loadTools(places);
  }

  update(state: MapState): void {
    if (this.panel.isOpen) this.panel.replace(...unplacedOf(state));
  }

  draw(state: MapState): void {
    if (!this.tools.move) return;
    const stops = new Set(state.routes.flatMap((r) => r.stops.map((stop) => stop.point.row)));
    for (const { pin, id, row } of this.host.drawn().visible) {
      if (!stops.has(row)) this.mover.arm(pin, id, state.columns.names[row]);
    }
  }

  destroy(): void {
    this.destroyed = true;
    this.search.destroy();
    this.panel.destroy();
    this.bar.destroy();
    this.explorer.clear();
  }

  private listen(): void {
    const { map, emitter, element } = this.host;
    emitter.on("unplaced", () => this.panel.open(...unplacedOf(this.host.state())));
    emitter.on("pointclick", ({ id }) => this.onPin(id));
    emitter.on("tool", ({ name }) => {
      if (name !== this.tool) this.leave();
    });
    map.on("click", (event) => {
      if (this.tool === "create") this.explore(event.latlng);
    });
    // a right click, or a long press on a phone
    map.on("contextmenu", (event) => {
      const isFree = !this.mover.isBusy && !element.dataset.tool;
      if (this.tools.create.length && isFree) this.explore(event.latlng);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
    });
  }

  private async loadTools(places: Places): Promise<void> {
    try {
      const tools = await places.tools();
      if (this.destroyed) return;
      this.tools = tools;
    } catch (error) {
      if (!this.destroyed) this.host.notice((error as Error).message);
      return;
    }
    this.addButtons();
    this.draw(this.host.state());
  }

  private addButtons(): void {
    const { labels, map } = this.host;
    const nodes: HTMLElement[] = [];
    if (this.tools.create.length) nodes.push(this.toolButton("create", labels.placeTool));
    if (this.tools.move) nodes.push(this.toolButton("move", labels.moveTool));
    if (nodes.length) addTool(map, ...nodes);
  }

  private toolButton(tool: Tool, label: string): HTMLButtonElement {
    const node = toolButton(tool, label, { "aria-pressed": "false", "data-tool": tool }, () =>
      this.tool === tool ? this.leave() : this.enter(tool),
    );
    this.buttons[tool] = node;
    return node;
  }

  private enter(tool: Tool): void {
    this.leave();
    this.tool = tool;
    this.host.emitter.emit("tool", { name: tool });
    this.press(tool, true);
    const { labels } = this.host;
    const text = tool === "create" ? labels.placeHint : labels.moveHint;
    this.bar.ask({ text, onCancel: () => this.leave() });
  }

  /** Back to looking at the map; nothing is changed. */
  private leave(): void {
    this.mover.abandon();
    if (!this.tool) return;
    this.press(this.tool, false);
    this.tool = null;
    this.bar.close();
  }

  private press(tool: Tool, pressed: boolean): void {
    const node = this.buttons[tool];
    if (node) node.setAttribute("aria-pressed", String(pressed));
    this.host.element.classList.toggle("fvr-aims", pressed);
  }

  private explore(at: L.LatLng): void {
    this.leave();
    void this.explorer.lookAt(at);
  }

  private onPin(id: number): void {
    if (this.tool !== "move") return;
    const { decoded, columns } = this.host.state();
    const point = decoded.points.find((p) => p.id === id);
    if (!point) return;
    this.leave();
    const at = L.latLng(point.lat, point.lon);
    // the pin opens its popup after this
    setTimeout(() => this.mover.pickUp(id, columns.names[point.row], at, at));
  }

  private placeByHand(id: number, name: string): void {
    this.leave();
    this.mover.pickUp(id, name, null, this.host.map.getCenter());
  }

  private jump(record: FoundRecord): void {
    if (record.lat === null) this.panel.open([record.id], 1);
    else if (!openPin(this.host, record.id)) this.explorer.showRecord(record);
  }
}

function unplacedOf(state: MapState): [number[], number] {
  const { missing } = state.columns;
  const ids = [...(missing ? missing.ids : []), ...state.decoded.unplaced];
  return [ids, (missing ? missing.count : 0) + state.decoded.unplaced.length];
}
