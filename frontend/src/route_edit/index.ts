/** Editing routes on the map: drag a stop to another place, another route or out; save or discard. */
import * as L from "leaflet";
import { addTool, isAiming, toolButton } from "../tools";
import { el } from "../dom";
import { boundingBox } from "../geo";
import { fill } from "../labels";
import type { Host, Part } from "../part";
import type { Columns, MapProps, RouteProps } from "../types";
import type { ViewState } from "../view_state";
import { StopDrag, type DragHandler } from "./drag";
import { RouteDraft, type KeptDraft } from "./draft";
import { draftIn, stateOf } from "./keep";
import { Panel } from "./panel";
import { Preview, type Dragged } from "./preview";
import { draftRoutes } from "./props";
import type { RouteEditService } from "./service";
import {
  positionAt,
  targetAt,
  type LegLine,
  type Pixel,
  type StopMark,
  type Target,
} from "./targets";

const REACH = 14;
const FINGER = 24;
/** So many routes of a day are unfolded at once. */
const FEW = 3;
const NARROW = 600;
const GREY = "#5d636d";

export function routeEditing(host: Host): Part | null {
  const service = host.services.routeEdit;
  return service ? new RouteEditing(host, service) : null;
}

class RouteEditing implements Part, DragHandler {
  private draft: RouteDraft;
  private panel: Panel;
  private toggle: HTMLButtonElement;
  private control: L.Control;
  private dropOut: HTMLElement;
  private preview: Preview;
  private drag: StopDrag | null = null;
  private rings: L.LayerGroup;
  private given: RouteProps[] = [];
  private colors = new Map<string, string>();
  /** Only routes of this day are shown; "" shows all. */
  private day: string | null = null;
  /** A draft of an earlier map, to go on with. */
  private kept: KeptDraft | null;
  /** Whether the routes are the draft's on the map at present. */
  private isDrawn = false;

  constructor(
    private host: Host,
    private service: RouteEditService,
  ) {
    const { labels, lang } = host;
    this.draft = new RouteDraft(service, {
      changed: () => this.show(),
      refused: (sentence) => host.notice(sentence),
    });
    const look = { labels, lang, color: (id: number) => this.color(String(id)) };
    this.panel = new Panel(this.draft, look, this.panelActions());
    this.toggle = toolButton(
      "reorder",
      labels.editRoutes,
      { "data-action": "edit-routes", "aria-pressed": "false" },
      () => this.setEditing(!this.drag),
    );
    this.control = addTool(host.map, this.toggle);
    this.dropOut = el("div", { class: "fvr-drop-out", hidden: true }, labels.editDropOut);
    host.element.append(this.panel.element, this.dropOut);
    this.preview = new Preview(host.element, this.dropOut);
    this.rings = L.layerGroup().addTo(host.map);
    this.kept = draftIn(host.options.view);
    window.addEventListener("beforeunload", this.onLeave);
  }

  // ---- as a part of the map ------------------------------------------------------------------
  update(_state: unknown, props: MapProps): void {
    this.given = props.routes || [];
    if (!this.isDrawn) this.noteColors();
    this.toggle.hidden = !this.given.length && !this.drag;
    if (this.kept && this.given.length) this.setEditing(true);
    else if (this.drag && this.draft.isEmpty) void this.load();
    else if (this.isDrawn) this.drawRoutes();
  }

  save(): ViewState {
    return stateOf(this.draft.kept() || this.kept);
  }

  draw(): void {
    this.rings.clearLayers();
    if (!this.drag) return;
    const bad = new Set(this.badVisits());
    for (const { id, pin } of this.host.drawn().visible) {
      this.panel.place(id, pin.pixel(this.host.map));
      const isMoved = this.draft.isMoved(id);
      if (!bad.has(id) && !isMoved) continue;
      const at = this.host.map.containerPointToLatLng(pin.pixel(this.host.map));
      const look = bad.has(id) ? { color: "#c0392b" } : { color: "#2b2f36", dashArray: "3 3" };
      L.circleMarker(at, { radius: 15, weight: 3, fill: false, interactive: false, ...look }).addTo(
        this.rings,
      );
    }
  }

  destroy(): void {
    window.removeEventListener("beforeunload", this.onLeave);
    if (this.drag) this.drag.destroy();
    this.preview.destroy();
    this.control.remove();
    this.panel.element.remove();
    this.dropOut.remove();
  }

  // ---- on and off ----------------------------------------------------------------------------
  private setEditing(on: boolean): void {
    if (on === Boolean(this.drag)) return;
    if (on) this.host.emitter.emit("tool", { name: "edit-routes" });
    if (this.drag) this.drag.destroy();
    this.drag = on ? new StopDrag(this.host.map, this) : null;
    this.panel.element.hidden = !on;
    this.toggle.setAttribute("aria-pressed", String(on));
    this.host.element.classList.toggle("fvr-editing", on);
    if (on) void this.load();
    this.show();
  }

  private async load(): Promise<void> {
    const ids = this.given.map((route) => Number(route.id)).filter((id) => id > 0);
    await this.draft.load(ids);
    const { kept } = this;
    this.kept = null;
    if (kept) void this.draft.restore(kept);
    const days = this.draft.days();
    if (this.day === null || (this.day && !days.includes(this.day))) this.setDay(days[0] || "");
  }

  private setDay(day: string): void {
    this.day = day;
    const ids = this.draft.routesOf(day);
    if (ids.length <= FEW) ids.forEach((id) => this.panel.unfold(id));
    this.show();
    if (day) this.fit(new Set(ids.map(String)));
  }

  /** Bring these routes into view, beside the panel. */
  private fit(ids: Set<string>): void {
    const routes = this.host.state().routes.filter((route) => ids.has(route.id));
    const places = routes.flatMap((r) => [r.start, r.end, ...r.stops.map((stop) => stop.point)]);
    const known = places.filter((place): place is NonNullable<typeof place> => Boolean(place));
    const box = boundingBox(known);
    if (!box) return;
    const bounds = L.latLngBounds([box.south, box.west], [box.north, box.east]);
    const isWide = this.host.element.clientWidth > NARROW;
    const below = isWide ? 40 : this.host.element.clientHeight * 0.52 + 24;
    this.host.map.fitBounds(bounds, {
      paddingTopLeft: [isWide ? 76 : 40, 40],
      paddingBottomRight: [isWide ? 370 : 30, below],
      maxZoom: 17,
      animate: false,
    });
  }

  private show(): void {
    this.panel.show(this.day || "");
    const isDraft = Boolean(this.drag) && !this.draft.isEmpty;
    const wanted = isDraft || (Boolean(this.drag) && Boolean(this.day));
    if (wanted) this.drawRoutes();
    else if (this.isDrawn) {
      this.isDrawn = false;
      this.host.showRoutes(null);
    } else this.draw();
    this.host.element.dataset.edit = this.drag ? (isDraft ? "draft" : "on") : "";
  }

  private drawRoutes(): void {
    this.isDrawn = true;
    const columns: Columns = this.host.state().columns;
    const color = (id: string): string => this.color(id);
    this.host.showRoutes(draftRoutes(this.given, this.draft, columns, this.day || "", color));
  }

  private panelActions(): ConstructorParameters<typeof Panel>[2] {
    return {
      move: (visit, route, position) => this.move(visit, route, position),
      undo: () => this.draft.undo(),
      discard: () => this.discard(),
      save: () => void this.saveDraft(),
      close: () => this.setEditing(false),
      setDay: (day) => this.setDay(day),
    };
  }

  private move(visit_id: number, route_id: number, position: number): void {
    if (route_id) this.panel.unfold(route_id);
    void this.draft.move({ visit_id, route_id, position });
    this.panel.reveal(visit_id);
  }

  /** The routes are read anew: somebody else may have changed them meanwhile. */
  private discard(): void {
    const isStale = this.draft.stale().length > 0;
    this.draft.discard();
    if (isStale) void this.service.reload();
  }

  private async saveDraft(): Promise<void> {
    if (await this.draft.save()) await this.service.saved(this.host.labels.editSaved);
  }

  // ---- dragging ------------------------------------------------------------------------------
  pick(at: Pixel, isFinger: boolean): number {
    if (isAiming(this.host.element)) return 0;
    const movable = this.movable();
    let best = 0;
    let least = isFinger ? FINGER : REACH;
    for (const { id, pin } of this.host.drawn().visible) {
      const pixel = pin.pixel(this.host.map);
      const away = Math.hypot(pixel.x - at.x, pixel.y - at.y);
      if (movable(id) && away < least) [best, least] = [id, away];
    }
    return best;
  }

  over(visit: number, at: Pixel, page: Pixel): void {
    const { labels } = this.host;
    const isOut = this.preview.isOut(page);
    const target = isOut ? null : this.targetAt(visit, at);
    const text = isOut
      ? labels.editOut
      : target
        ? this.placeText(target, visit)
        : labels.editNowhere;
    const color = target ? this.color(String(target.routeId)) : GREY;
    this.preview.show(at, this.dragged(visit), target, text, color);
  }

  drop(visit: number, at: Pixel, page: Pixel): void {
    if (this.preview.isOut(page)) {
      if (this.routeOf(visit)) this.move(visit, 0, 0);
      return;
    }
    const target = this.targetAt(visit, at);
    if (!target) return;
    const order = this.draft.orders().get(target.routeId) || [];
    this.move(visit, target.routeId, positionAt(target, visit, order));
  }

  end(): void {
    this.preview.hide();
  }

  /** Planned stops of routes that can be edited, and visits that are on no route. */
  private movable(): (visit: number) => boolean {
    const { routes } = this.host.state();
    const { ids } = this.host.state().columns;
    const onRoute = new Set(routes.flatMap((r) => r.stops.map((stop) => ids[stop.point.row])));
    return (visit) => {
      const route = this.routeOf(visit);
      return route ? this.draft.standing(route).editable : !onRoute.has(visit);
    };
  }

  private routeOf(visit: number): number {
    for (const [id, order] of this.draft.orders()) if (order.includes(visit)) return id;
    return 0;
  }

  private targetAt(visit: number, at: Pixel): Target | null {
    const editable = (id: number): boolean =>
      this.draft.routeIds().includes(id) && this.draft.standing(id).editable;
    const stops = this.stopMarks().filter((mark) => editable(mark.routeId));
    const legs = this.legLines().filter((line) => editable(line.routeId));
    return targetAt(at, visit, stops, legs, this.draft.orders());
  }

  private stopMarks(): StopMark[] {
    return this.host.drawn().visible.flatMap(({ id, pin }) => {
      const routeId = this.routeOf(id);
      const { x, y } = pin.pixel(this.host.map);
      return routeId ? [{ routeId, visitId: id, x, y }] : [];
    });
  }

  private legLines(): LegLine[] {
    const { map } = this.host;
    const { routes, columns } = this.host.state();
    const stops = new Map(routes.map((route) => [route.id, route.stops]));
    return this.host.drawn().legs.map(({ routeId, stop, ends }) => {
      const to = (stops.get(routeId) || [])[stop];
      const [from, end] = ends.map((place) => map.latLngToContainerPoint(place));
      const before = to ? columns.ids[to.point.row] : 0;
      return { routeId: Number(routeId), before, from, to: end };
    });
  }

  private placeText(target: Target, visit: number): string {
    const { labels } = this.host;
    const { name, fixed, order } = this.draft.route(target.routeId);
    const position = positionAt(target, visit, order) + fixed.length;
    const place = position > 1 ? fill(labels.editBehind, position - 1) : labels.editFirst;
    return name + " · " + place;
  }

  private dragged(visit: number): Dragged {
    const { columns } = this.host.state();
    const route = this.routeOf(visit);
    const check = route ? this.draft.route(route) : null;
    const at = check ? check.fixed.length + check.order.indexOf(visit) + 1 : 0;
    return {
      number: at ? String(at) : "+",
      name: columns.names[columns.ids.indexOf(visit)] || this.draft.name(visit),
      color: route ? this.color(String(route)) : GREY,
    };
  }

  // ---- small things --------------------------------------------------------------------------
  private badVisits(): number[] {
    const rows = this.draft.routeIds().flatMap((id) => this.draft.route(id).violations);
    return [...rows, ...this.draft.againstLeaving()].map((row) => row.visit_id);
  }

  private noteColors(): void {
    for (const { id, color } of this.host.state().routes) this.colors.set(id, color);
  }

  private color(id: string): string {
    return this.colors.get(id) || GREY;
  }

  private onLeave = (event: BeforeUnloadEvent): void => {
    if (!this.draft.isEmpty) event.preventDefault();
  };
}
