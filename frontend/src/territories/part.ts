/** Territories on the map: looked at by a click, drawn, redrawn, given their former outline back. */
import * as L from "leaflet";
import type { Host, Part } from "../part";
import { Pencil } from "../select/pencil";
import { fill } from "../labels";
import type { Area } from "../types";
import { cardContent } from "./card";
import { Editor, metres, type Draft } from "./editor";
import { outcomeBar } from "./panel";
import type { AreaCard, AreaValues, DrawTools, Outline, Saved, TerritoryService } from "./service";
import { Sheet } from "./sheet";
import { Neighbours } from "./snap";
import { AreaToolbar, type Pen } from "./toolbar";

const TOOL = "territory";
const NARROW = 600;
/** A stroke of the hand needs no corner for less than this. */
const SMOOTH_PX = 2;
const NO_TOOLS: DrawTools = { create: false, edit: false, kinds: [], colors: [""] };

export function territoryDrawing(host: Host): Part | null {
  const service = host.services.territories;
  return service ? new TerritoryDrawing(host, service) : null;
}

class TerritoryDrawing implements Part {
  private tools = NO_TOOLS;
  private toolbar: AreaToolbar | null = null;
  private areas = new Map<number, Area>();
  private neighbours: Neighbours;
  private sheet: Sheet;
  private pencil: Pencil;
  private pen: Pen = "polygon";
  private editor: Editor | null = null;
  private outcome: HTMLElement | null = null;
  /** The territory without an outline that is to get one. */
  private meant: AreaCard | null = null;
  private opened = false;
  private gone = false;

  constructor(
    private host: Host,
    private service: TerritoryService,
  ) {
    const { map, labels, emitter, element } = host;
    this.neighbours = new Neighbours(map);
    this.sheet = new Sheet(map, labels);
    this.pencil = new Pencil(
      map,
      {
        onShape: (shape) => void this.begin(shape as GeoJSON.Polygon),
        onStop: () => this.noteTool(false),
      },
      this.neighbours.near.bind(this.neighbours),
    );
    emitter.on("areas", ({ areas }) => this.setAreas(areas));
    emitter.on("area", ({ id, lat, lng }) => void this.showCard(id, L.latLng(lat, lng)));
    emitter.on("tool", ({ name }) => {
      if (name !== TOOL) this.stepAside();
    });
    element.addEventListener("keydown", this.onKey);
    void this.loadTools();
  }

  destroy(): void {
    this.gone = true;
    this.host.element.removeEventListener("keydown", this.onKey);
    this.pencil.stop();
    this.endEditing();
    this.toolbar?.remove();
    this.sheet.remove();
  }

  // ---- the tool ----------------------------------------------------------------------------------
  private async loadTools(): Promise<void> {
    const { host } = this;
    try {
      const tools = await this.service.tools();
      if (this.gone) return;
      this.tools = tools;
    } catch (error) {
      if (!this.gone) host.notice((error as Error).message);
      return;
    }
    if (this.tools.create || this.tools.edit) this.addToolbar();
    this.openWanted();
  }

  private addToolbar(): void {
    const { map, labels } = this.host;
    this.toolbar = new AreaToolbar(
      map,
      labels,
      this.tools.create,
      (pen) => this.takePen(pen),
      (open) => this.look(open),
    );
  }

  /** While the tool is open a click within an area shows it. */
  private look(on: boolean): void {
    const { element, switches, emitter } = this.host;
    element.dataset.areas = on ? "on" : "";
    if (!on) this.layDown();
    else if (!switches.on("territories")) {
      switches.set("territories", true);
      emitter.emit("layers", {});
    }
  }

  private takePen(pen: Pen): void {
    const again = this.pen === pen && this.host.element.dataset.tool === TOOL;
    this.layDown();
    if (again) return;
    this.closeOutcome();
    this.endEditing();
    this.pen = pen;
    this.host.emitter.emit("tool", { name: TOOL });
    this.pencil.start(pen, 0);
    this.noteTool(true);
    this.toolbar?.press(pen);
  }

  private layDown(): void {
    this.pencil.stop();
    this.sheet.show(null);
    this.noteTool(false);
  }

  /** Another tool was taken in hand. */
  private stepAside(): void {
    if (this.editor) this.editor.pause();
    else this.layDown();
  }

  private noteTool(inHand: boolean): void {
    const { element } = this.host;
    if (inHand) element.dataset.tool = TOOL;
    else if (element.dataset.tool === TOOL) delete element.dataset.tool;
    if (inHand) return;
    this.toolbar?.press(null);
    if (this.meant) this.toolbar?.say(fill(this.host.labels.areaDrawFor, this.meant.name));
  }

  private onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      if (this.editor) this.editor.escape();
      else this.layDown();
    }
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && this.editor && !isTyping) {
      event.preventDefault();
      this.editor.stepBack();
    }
  };

  // ---- what the map was opened for ---------------------------------------------------------------
  private setAreas(areas: Area[]): void {
    this.areas = new Map(areas.map((area) => [area.id, area]));
    this.neighbours.setAreas(areas);
    this.openWanted(true);
  }

  private openWanted(areasKnown = this.areas.size > 0): void {
    if (this.opened || !areasKnown || this.tools === NO_TOOLS) return;
    this.opened = true;
    const wanted = this.service.opening();
    if (!wanted) return;
    this.toolbar?.open(true);
    if (wanted.id) void this.goTo(wanted.id);
  }

  private async goTo(id: number): Promise<void> {
    const area = this.areas.get(id);
    if (!area) {
      await this.askOutline(id);
      return;
    }
    const bounds = L.geoJSON(area.geometry).getBounds();
    this.host.map.fitBounds(bounds, { padding: [60, 60], maxZoom: 16, animate: false });
    await this.showCard(id, bounds.getCenter());
  }

  private async askOutline(id: number): Promise<void> {
    const card = await this.load(id);
    if (!card || !card.edit) return;
    this.meant = card;
    this.toolbar?.say(fill(this.host.labels.areaDrawFor, card.name));
  }

  // ---- a click on an area ------------------------------------------------------------------------
  private async load(id: number): Promise<AreaCard | null> {
    try {
      const card = await this.service.card(id);
      return this.gone ? null : card;
    } catch (error) {
      if (!this.gone) this.host.notice((error as Error).message);
      return null;
    }
  }

  private async showCard(id: number, at: L.LatLng): Promise<void> {
    const card = await this.load(id);
    if (!card) return;
    const { labels, services, map } = this.host;
    const { openLayer } = services;
    const content = cardContent(card, labels, {
      onOpen: openLayer ? () => openLayer("territories", id) : null,
      onEdit: () => this.edit(card),
      onUndo: async () => this.finish(await this.service.undo(id)),
      onAction: async (action) => {
        await this.service.act(action);
        this.host.emitter.emit("layers", {});
      },
    });
    L.popup({ maxWidth: 300, autoPanPadding: [16, 16] })
      .setLatLng(at)
      .setContent(content)
      .openOn(map);
  }

  // ---- drawing -----------------------------------------------------------------------------------
  private async begin(outline: Outline): Promise<void> {
    const { labels } = this.host;
    this.sheet.show(outline);
    const drawn = this.pen === "lasso" ? await this.smooth(outline) : outline;
    if (!drawn || this.gone) return;
    const { meant } = this;
    this.meant = null;
    this.open({
      id: meant ? meant.id : 0,
      title: meant ? meant.name : labels.areaNew,
      outline: drawn,
      values: meant ? meant.values : emptyValues(this.tools),
    });
  }

  /** A stroke has a corner every few pixels: those that say nothing are left out. */
  private async smooth(outline: Outline): Promise<Outline | null> {
    try {
      const metre = metres(this.host, SMOOTH_PX);
      const answer = await this.service.change(outline, "simplify", null, metre);
      if (!("fault" in answer)) return answer.boundary;
      this.sheet.show(null);
      this.sheet.showFault(answer.fault, outline);
      this.host.notice(answer.fault.message);
    } catch (error) {
      if (!this.gone) this.host.notice((error as Error).message);
    }
    return null;
  }

  private edit(card: AreaCard): void {
    const area = this.areas.get(card.id);
    this.host.map.closePopup();
    if (!area) return;
    this.closeOutcome();
    const { name: title, values, id } = card;
    this.open({ id, title, values, outline: area.geometry });
  }

  private open(draft: Draft): void {
    const { host } = this;
    this.endEditing();
    this.neighbours.except = draft.id;
    host.emitter.emit("tool", { name: TOOL });
    if (host.element.clientWidth < NARROW) this.toolbar?.open(false);
    this.editor = new Editor(host, this.service, this.tools, this.sheet, this.neighbours, draft, {
      onAim: (aims) => this.aim(aims),
      onSaved: (saved) => this.finish(saved),
      onDropped: () => this.endEditing(),
    });
    host.element.classList.add("fvr-draws-area");
  }

  /** The outline takes the pointer: every other tool steps back. */
  private aim(aims: boolean): void {
    if (aims) this.host.emitter.emit("tool", { name: TOOL });
    this.noteTool(aims);
  }

  private endEditing(): void {
    this.editor?.destroy();
    this.editor = null;
    this.neighbours.except = 0;
    this.host.element.classList.remove("fvr-draws-area");
    delete this.host.element.dataset.corners;
    this.noteTool(false);
  }

  private finish(saved: Saved): void {
    const { host, service } = this;
    this.endEditing();
    host.map.closePopup();
    host.emitter.emit("layers", {});
    this.closeOutcome();
    const attempt = (work: Promise<void>): void =>
      void work.catch((error: Error) => host.notice(error.message));
    this.outcome = outcomeBar(saved, host.labels, {
      onUndo: () => attempt(service.undo(saved.id).then((undone) => this.finish(undone))),
      onAction: (action) => attempt(service.act(action)),
      onClose: () => this.closeOutcome(),
    });
    host.element.append(this.outcome);
  }

  private closeOutcome(): void {
    this.outcome?.remove();
    this.outcome = null;
  }
}

function emptyValues(tools: DrawTools): AreaValues {
  const kind = tools.kinds.length ? tools.kinds[0].key : "";
  return { name: "", kind, color: 0, parent_id: null, team_id: null, user_id: null };
}
