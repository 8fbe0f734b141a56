/** One outline in work: its corners, its steps, its panel, until it is saved or dropped. */
import type { Host } from "../part";
import { Pencil } from "../select/pencil";
import { fill } from "../labels";
import { Corners, MOST_CORNERS } from "./corners";
import { AreaPanel } from "./panel";
import type {
  AreaValues,
  Changed,
  DrawTools,
  Outline,
  Refused,
  Saved,
  TerritoryService,
} from "./service";
import type { Sheet } from "./sheet";
import { ringsOf, type Neighbours } from "./snap";
import { PENS, type Pen } from "./toolbar";

const PAUSE_MS = 150;
/** Leaving corners out moves the border by so many pixels at most. */
const SIMPLER_PX = 3;

export interface Draft {
  /** 0 for a new territory. */
  id: number;
  title: string;
  outline: Outline;
  values: AreaValues;
}

export interface EditorEvents {
  /** The pointer is the outline's, or free again. */
  onAim(aims: boolean): void;
  onSaved(saved: Saved): void;
  onDropped(): void;
}

export class Editor {
  private panel: AreaPanel;
  private corners: Corners;
  private pencil: Pencil;
  private steps: Outline[] = [];
  private change: "add" | "cut" = "add";
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isGone = false;
  private isAiming = false;
  private beforeChosen = false;

  constructor(
    private host: Host,
    private service: TerritoryService,
    tools: DrawTools,
    private sheet: Sheet,
    neighbours: Neighbours,
    private draft: Draft,
    private events: EditorEvents,
  ) {
    const { map, labels, lang, element } = host;
    const snap = neighbours.near.bind(neighbours);
    this.corners = new Corners(map, snap, (outline) => this.step(outline, false));
    this.pencil = new Pencil(
      map,
      {
        onShape: (shape) => void this.piece(shape as GeoJSON.Polygon),
        onStop: () => this.resume(),
      },
      snap,
    );
    this.panel = new AreaPanel(draft.title, labels, lang, tools, draft.values, {
      choices: (field, text) => service.choices(field, text),
      onLink: () => this.previewSoon(),
      onError: (message) => this.panel.refuse(message),
      onPiece: (change, pen) => this.takePen(change, pen),
      onSimplify: () => void this.simplify(),
      onBefore: (precedence) => this.goBefore(precedence, true),
      onBack: () => this.stepBack(),
      onSave: () => void this.save(),
      onDiscard: () => this.drop(),
      onTouch: () => this.resume(),
    });
    element.append(this.panel.element);
    this.panel.offerBack(0);
    this.resume();
    this.previewSoon();
    if (!draft.id) this.panel.form.focus();
  }

  /** Another tool has the pointer; the draft stays. */
  pause(): void {
    if (!this.isAiming) return;
    this.isAiming = false;
    this.pencil.stop();
    this.corners.stop();
    this.events.onAim(false);
  }

  /** Escape: what is begun with the pen is dropped, the outline stays. */
  escape(): void {
    this.pencil.stop();
    this.isAiming = false;
    this.resume();
  }

  stepBack(): void {
    const before = this.steps.pop();
    if (!before) return;
    this.draft.outline = before;
    this.renew();
  }

  destroy(): void {
    this.isGone = true;
    clearTimeout(this.timer);
    this.pause();
    this.panel.remove();
    this.sheet.show(null);
  }

  // ---- drawing -----------------------------------------------------------------------------------
  private resume(): void {
    if (this.isGone) return;
    if (!this.isAiming) {
      this.isAiming = true;
      this.events.onAim(true);
      this.handles();
    }
    this.sheet.show(this.draft.outline);
  }

  private handles(): void {
    const { labels } = this.host;
    const { outline } = this.draft;
    const count = ringsOf(outline).reduce((total, ring) => total + ring.length - 1, 0);
    const shown = this.corners.show(outline);
    this.panel.hint(
      shown
        ? labels.areaCorners
        : count > MOST_CORNERS
          ? fill(labels.areaTooMany, count)
          : labels.areaFixed,
    );
    this.host.element.dataset.corners = shown ? String(count) : "";
  }

  private takePen(change: "add" | "cut", pen: Pen): void {
    const { labels } = this.host;
    this.change = change;
    this.corners.stop();
    const what = change === "add" ? labels.areaPieceHelp : labels.areaCutHelp;
    const how = labels[(PENS.find(([name]) => name === pen) as (typeof PENS)[0])[2]];
    this.panel.hint(what + " " + how);
    this.pencil.start(pen, 0);
    // putting it down is to bring the corners back
    this.isAiming = false;
    this.events.onAim(true);
  }

  private async piece(piece: GeoJSON.Polygon): Promise<void> {
    await this.changed(this.service.change(this.draft.outline, this.change, piece, 0), piece);
  }

  private async simplify(): Promise<void> {
    await this.changed(
      this.service.change(this.draft.outline, "simplify", null, metres(this.host, SIMPLER_PX)),
    );
  }

  private async changed(work: Promise<Changed | Refused>, tried?: Outline): Promise<void> {
    try {
      const answer = await work;
      if (this.isGone) return;
      if ("fault" in answer) {
        this.panel.refuse(answer.fault.message);
        this.sheet.showFault(answer.fault, tried);
      } else this.step(answer.boundary, true);
    } catch (error) {
      if (!this.isGone) this.panel.refuse((error as Error).message);
    }
  }

  /** `renew`: the handles are not there yet. */
  private step(outline: Outline, renew: boolean): void {
    if (JSON.stringify(outline) === JSON.stringify(this.draft.outline)) return;
    this.steps.push(this.draft.outline);
    this.draft.outline = outline;
    if (renew) this.renew();
    else this.shown();
  }

  private renew(): void {
    this.isAiming = false;
    this.resume();
    this.shown();
  }

  private shown(): void {
    this.sheet.show(this.draft.outline);
    this.panel.offerBack(this.steps.length);
    this.panel.refuse("");
    this.previewSoon();
  }

  // ---- what would change -------------------------------------------------------------------------
  private previewSoon(): void {
    clearTimeout(this.timer);
    this.panel.waiting();
    this.timer = setTimeout(() => void this.preview(), PAUSE_MS);
  }

  private async preview(): Promise<void> {
    const asked = ++this.asked;
    const { outline, id, values } = this.draft;
    try {
      const answer = await this.service.preview(outline, id, values);
      if (asked !== this.asked || this.isGone) return;
      if ("fault" in answer) {
        this.panel.refuse(answer.fault.message);
        this.sheet.showFault(answer.fault);
        return;
      }
      this.panel.showPreview(answer);
      this.suggest(answer.parent);
      this.suggestBefore(answer.before);
    } catch (error) {
      if (asked === this.asked && !this.isGone) this.panel.refuse((error as Error).message);
    }
  }

  private goBefore(precedence: number, chosen: boolean): void {
    this.beforeChosen ||= chosen;
    this.panel.goesBefore = precedence;
    this.draft.values.precedence = precedence;
    this.previewSoon();
  }

  /** A new area is part of the smallest that holds it, unless the user says something else. */
  private suggest({ id, name }: { id?: number; name?: string }): void {
    const { draft, panel } = this;
    const known = draft.values.parent_id ? draft.values.parent_id.id : 0;
    if (draft.id || panel.form.parentChosen || (id || 0) === known) return;
    panel.form.setLink("parent_id", id && name ? { id, name } : null);
    this.previewSoon();
  }

  /** Who draws over others means to have their ground, unless he says something else. */
  private suggestBefore(precedence: number): void {
    const { draft } = this;
    if (draft.id || this.beforeChosen || precedence === (draft.values.precedence || 0)) return;
    this.goBefore(precedence, false);
  }

  // ---- the end -----------------------------------------------------------------------------------
  private async save(): Promise<void> {
    const { outline, id, values } = this.draft;
    if (!values.name) {
      this.panel.refuse(this.host.labels.areaUnnamed);
      this.panel.form.focus();
      return;
    }
    this.panel.busy(true);
    try {
      const saved = await this.service.save(outline, id, values);
      if (!this.isGone) this.events.onSaved(saved);
    } catch (error) {
      if (this.isGone) return;
      this.panel.busy(false);
      this.panel.offerBack(this.steps.length);
      this.panel.refuse((error as Error).message);
    }
  }

  private drop(): void {
    this.events.onDropped();
  }
}

/** How long so many pixels are in the middle of the map. */
export function metres({ map }: Host, px: number): number {
  const middle = map.latLngToContainerPoint(map.getCenter());
  const there = map.containerPointToLatLng(middle.add([px, 0]));
  return Math.max(0.1, Math.min(100_000, map.distance(map.getCenter(), there)));
}
