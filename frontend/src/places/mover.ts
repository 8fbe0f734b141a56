/** Putting a record elsewhere: its pin is dragged, or a marker is set, and the user is asked. */
import * as L from "leaflet";
import { distance } from "../format";
import { fill } from "../labels";
import type { Host } from "../part";
import type { Pin } from "../pin";
import type { AskBar } from "./ask_bar";
import { Flag } from "./flag";
import type { Places } from "./service";

/** A pin that was moved by fewer pixels was clicked, not dragged. */
const DRAG_PX = 6;

interface Errand {
  id: number;
  name: string;
  /** Where it was; null for a record without a position. */
  from: L.LatLng | null;
  flag: Flag;
  onDone?: () => void;
}

export class Mover {
  private errand: Errand | null = null;

  constructor(
    private host: Host,
    private places: Places,
    private bar: AskBar,
  ) {
    host.map.on("click", (event) => this.onMapClick(event.latlng));
  }

  get isBusy(): boolean {
    return this.errand !== null;
  }

  /** Let the user drag this pin by the mouse. */
  arm(pin: Pin, id: number, name: string): void {
    pin.on("mousedown", (event) => {
      const isFree = !this.isBusy && !this.host.element.dataset.tool;
      if (event.originalEvent.button === 0 && isFree) this.grab(event, pin, id, name);
    });
  }

  /** Show a marker at the record's place and ask where it belongs. */
  pickUp(id: number, name: string, from: L.LatLng | null, at: L.LatLng, onDone?: () => void): void {
    this.abandon();
    // a tool in hand would take the clicks that are to say where
    this.host.emitter.emit("tool", { name: "errand" });
    const label = fill(this.host.labels.moveAsk, name);
    const flag = new Flag(this.host.map, at, label, () => this.ask());
    this.errand = { id, name, from, flag, onDone };
    this.host.map.closePopup();
    this.host.map.panInside(at, { padding: [60, 90], animate: false });
    this.ask();
    flag.focus();
  }

  abandon(): void {
    if (!this.errand) return;
    this.errand.flag.remove();
    this.errand = null;
    this.bar.close();
  }

  private onMapClick(at: L.LatLng): void {
    if (!this.errand) return;
    this.errand.flag.moveTo(at);
    this.ask();
  }

  private ask(): void {
    const errand = this.errand as Errand;
    const { labels } = this.host;
    const moved = !errand.from || this.metres(errand) > 0;
    const text = errand.from ? (moved ? labels.moveAsk : labels.moveDrag) : labels.placeAsk;
    this.bar.ask({
      text: fill(text, errand.name),
      detail: errand.from && moved ? this.distanceText(errand) : undefined,
      save: moved ? (errand.from ? labels.moveSave : labels.placeSave) : undefined,
      onSave: () => this.save(errand),
      onCancel: () => this.abandon(),
    });
  }

  private metres(errand: Errand): number {
    return errand.from ? Math.round(errand.from.distanceTo(errand.flag.at)) : 0;
  }

  private distanceText(errand: Errand): string {
    return fill(this.host.labels.moveDistance, distance(this.metres(errand), this.host.lang));
  }

  private async save(errand: Errand): Promise<void> {
    const { lat, lng } = errand.flag.at.wrap();
    await this.places.setPlace(errand.id, lat, lng);
    if (this.errand !== errand) return;
    this.abandon();
    this.bar.say(fill(this.host.labels.moved, errand.name));
    if (errand.onDone) errand.onDone();
  }

  /** Follow the mouse until the button is released. */
  private grab(start: L.LeafletMouseEvent, pin: Pin, id: number, name: string): void {
    const { map } = this.host;
    const from = pin.getLatLng();
    let flag: Flag | null = null;
    map.dragging.disable();
    const follow = (event: L.LeafletMouseEvent) => {
      const far = event.containerPoint.distanceTo(start.containerPoint) >= DRAG_PX;
      if (!flag && far) flag = new Flag(map, event.latlng, name, () => undefined);
      if (flag) flag.moveTo(event.latlng);
    };
    const release = () => {
      map.off("mousemove", follow);
      map.dragging.enable();
      if (!flag) return;
      const to = flag.at;
      flag.remove();
      swallowClick(map.getContainer());
      this.pickUp(id, name, from, to);
    };
    map.on("mousemove", follow);
    document.addEventListener("mouseup", release, { once: true });
  }
}

/** The click that ends a drag is none. */
function swallowClick(node: HTMLElement): void {
  const swallow = (event: Event) => event.stopPropagation();
  node.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => node.removeEventListener("click", swallow, { capture: true }));
}
