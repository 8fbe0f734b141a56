/** Dragging on the canvas with mouse, pen or finger. */
import type * as L from "leaflet";
import type { Pixel } from "./targets";

const THRESHOLD = 5;

export interface DragHandler {
  /** The visit whose mark lies under a pixel and may be dragged; 0 when there is none. */
  pick(at: Pixel, isFinger: boolean): number;
  /** The pointer was moved: pixel of the map, point of the page. */
  over(visit: number, at: Pixel, page: Pixel): void;
  drop(visit: number, at: Pixel, page: Pixel): void;
  /** Called after every drag, dropped or given up. */
  end(): void;
}

/** Listens on the map's container; a drag that begins on a mark leaves the map where it is. */
export class StopDrag {
  private visit = 0;
  private pointer = -1;
  private from: Pixel = { x: 0, y: 0 };
  private isMoving = false;
  private container: HTMLElement;
  private listeners: [string, (event: Event) => void][];

  constructor(
    private map: L.Map,
    private handler: DragHandler,
  ) {
    this.container = map.getContainer();
    this.listeners = [
      ["pointermove", (event) => this.onMove(event as PointerEvent)],
      ["pointerup", (event) => this.onUp(event as PointerEvent)],
      ["pointercancel", () => this.stop()],
      ["keydown", (event) => this.onKey(event as KeyboardEvent)],
    ];
    // before Leaflet, which hears of the press only afterwards as mousedown or touchstart
    this.container.addEventListener("pointerdown", this.onDown, true);
  }

  destroy(): void {
    this.stop();
    this.container.removeEventListener("pointerdown", this.onDown, true);
  }

  private onDown = (event: PointerEvent): void => {
    if (event.button || this.visit) return;
    const at = this.pixel(event);
    this.visit = this.handler.pick(at, event.pointerType === "touch");
    if (!this.visit) return;
    this.pointer = event.pointerId;
    this.from = at;
    this.map.dragging.disable();
    for (const [name, listen] of this.listeners) window.addEventListener(name, listen, true);
  };

  private onMove(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return;
    const at = this.pixel(event);
    this.isMoving ||= Math.hypot(at.x - this.from.x, at.y - this.from.y) >= THRESHOLD;
    if (this.isMoving) this.handler.over(this.visit, at, page(event));
  }

  private onUp(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return;
    if (this.isMoving) {
      this.swallowClick();
      this.handler.drop(this.visit, this.pixel(event), page(event));
    }
    this.stop();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.isMoving) return;
    event.stopPropagation();
    this.stop();
  }

  private stop(): void {
    if (!this.visit) return;
    for (const [name, listen] of this.listeners) window.removeEventListener(name, listen, true);
    this.visit = 0;
    this.pointer = -1;
    this.isMoving = false;
    this.map.dragging.enable();
    this.handler.end();
  }

  /** The click that ends a drag is none: it must not open what lies under the pointer. */
  private swallowClick(): void {
    const swallow = (event: Event): void => event.stopPropagation();
    window.addEventListener("click", swallow, true);
    window.setTimeout(() => window.removeEventListener("click", swallow, true), 0);
  }

  private pixel(event: PointerEvent): Pixel {
    const box = this.container.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

function page(event: PointerEvent): Pixel {
  return { x: event.clientX, y: event.clientY };
}
