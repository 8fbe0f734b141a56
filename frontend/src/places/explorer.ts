/** A place that is no record: its address, and what may be created there. */
import * as L from "leaflet";
import { button, el } from "../dom";
import { fill } from "../labels";
import type { Host } from "../part";
import type { AskBar } from "./ask_bar";
import { Flag } from "./flag";
import { goTo, openPin } from "./jump";
import type { Created, FoundPlace, FoundRecord, Kind, Places } from "./service";

const ADDRESS_ZOOM = 14;

export class Explorer {
  private flag: Flag | null = null;
  private asked = 0;

  constructor(
    private host: Host,
    private places: Places,
    private bar: AskBar,
    private kinds: () => Kind[],
  ) {}

  /** Put the marker on a spot of the map and tell what is there. */
  lookAt(at: L.LatLng): Promise<void> {
    this.plant(at);
    return this.describe();
  }

  /** Show an address that was found. */
  showPlace(place: FoundPlace): void {
    goTo(this.host, place.lat, place.lon, ADDRESS_ZOOM);
    this.plant(this.near(place.lat, place.lon));
    this.show(this.card(place));
  }

  /** Show a record that the present filter keeps from the map. */
  showRecord(record: FoundRecord): void {
    const { labels, emitter } = this.host;
    goTo(this.host, record.lat as number, record.lon as number);
    this.plant(this.near(record.lat as number, record.lon as number));
    const open = button(labels.open, { class: "fvr-button", "data-action": "open" }, () =>
      emitter.emit("open", { id: record.id, ids: [record.id] }),
    );
    this.show([
      el("strong", { class: "fvr-popup-title" }, record.name),
      el("p", {}, record.detail),
      el("p", { class: "fvr-hint" }, labels.outside),
      open,
    ]);
  }

  clear(): void {
    this.asked += 1;
    if (this.flag) this.flag.remove();
    this.flag = null;
  }

  private near(lat: number, lon: number): L.LatLng {
    return L.latLng(lat, lon + 360 * Math.round((this.host.map.getCenter().lng - lon) / 360));
  }

  private plant(at: L.LatLng): void {
    this.clear();
    const { map, labels } = this.host;
    this.flag = new Flag(map, at, labels.place, () => void this.describe());
  }

  private async describe(): Promise<void> {
    const asked = ++this.asked;
    const flag = this.flag as Flag;
    this.show([el("span", {}, this.host.labels.placeBusy)]);
    const { lat, lng } = flag.at.wrap();
    let content: Node[];
    try {
      content = this.card(await this.places.describe(lat, lng));
    } catch (error) {
      content = [refusal(error as Error)];
    }
    if (asked === this.asked) this.show(content);
  }

  private show(content: Node[]): void {
    const flag = this.flag as Flag;
    const box = el("div", { class: "fvr-popup fvr-place" }, ...content);
    flag.marker.unbindPopup();
    flag.marker.bindPopup(box, { maxWidth: 280, minWidth: 200, autoPanPadding: [16, 60] });
    flag.marker.openPopup();
    flag.marker.on("popupclose", () => setTimeout(() => this.clearClosed(flag)));
  }

  /** The marker goes with its popup, unless that closed to be dragged or filled anew. */
  private clearClosed(flag: Flag): void {
    if (this.flag === flag && !flag.isDragged && !flag.marker.isPopupOpen()) this.clear();
  }

  private card(place: FoundPlace): Node[] {
    const title = el("strong", { class: "fvr-popup-title" }, place.label);
    const figures = place.lat.toFixed(5) + ", " + place.lon.toFixed(5);
    const nodes: Node[] = [title];
    if (figures !== place.label) nodes.push(el("p", { class: "fvr-hint" }, figures));
    if (place.note) nodes.push(el("p", { class: "fvr-hint" }, place.note));
    const kinds = this.kinds();
    if (kinds.length) nodes.push(this.buttons(kinds, place));
    return nodes;
  }

  private buttons(kinds: Kind[], place: FoundPlace): HTMLElement {
    const { labels } = this.host;
    const names = { customer: labels.createCustomer, lead: labels.createLead };
    return el(
      "div",
      { class: "fvr-row" },
      ...kinds.map((kind, i) =>
        button(
          names[kind],
          { class: i ? "fvr-button fvr-quiet" : "fvr-button", "data-create": kind },
          () => void this.create(kind, place),
        ),
      ),
    );
  }

  private async create(kind: Kind, place: FoundPlace): Promise<void> {
    try {
      const created = await this.places.create(kind, place);
      if (created) this.welcome(created);
    } catch (error) {
      if (this.flag) this.show([...this.card(place), refusal(error as Error)]);
      else this.bar.say((error as Error).message);
    }
  }

  private welcome(created: Created): void {
    const { labels, map } = this.host;
    this.clear();
    map.closePopup();
    const seen = created.here && openPin(this.host, created.id);
    const hidden = created.here && !seen;
    this.bar.say(fill(hidden ? labels.createdOutside : labels.created, created.name));
  }
}

function refusal(error: Error): HTMLElement {
  return el("p", { class: "fvr-refused", role: "alert" }, error.message);
}
