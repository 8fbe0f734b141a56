/** The base map beneath the records, and the overlays on it: chosen by the user, remembered. */
import { setDatum, type Datum } from "../datum/crs";
import { el } from "../dom";
import { fill } from "../labels";
import { addMenu, type Menu } from "../menu";
import type { Host, Part } from "../part";
import type { ViewState } from "../view_state";
import { datumOfInfo, type BaseMapInfo } from "./info";
import { TileService } from "./layer";
import { remember, startChoice, type Choice } from "./memory";

const BASE_INDEX = 2;
const OVERLAY_INDEX = 3;

/** Without anything to choose from there is the built-in map and no button. */
export function createBaseMaps(host: Host): Part | null {
  const list = host.options.baseMaps || [];
  return list.length ? new BaseMaps(host, list) : null;
}

class BaseMaps implements Part {
  private choice: Choice;
  private services = new Map<string, TileService>();
  private menu: Menu;

  constructor(
    private host: Host,
    private list: BaseMapInfo[],
  ) {
    const { view, baseMap } = host.options;
    this.choice = startChoice(list, view, baseMap);
    this.menu = addMenu(host, "basemap", host.labels.baseMap, (panel) => this.fillPanel(panel));
    this.apply();
  }

  save(): ViewState {
    return { base: this.choice.base, overlays: [...this.choice.overlays] };
  }

  destroy(): void {
    for (const service of this.services.values()) service.remove();
    this.services.clear();
    this.menu.remove();
  }

  /** Make the map show what is chosen: remove, shift, add, in this order. */
  private apply(): void {
    const wanted = this.shown();
    for (const [id, service] of this.services) {
      if (wanted.includes(service.info)) continue;
      service.remove();
      this.services.delete(id);
    }
    if (!this.base()) this.host.base.showNames(true);
    setDatum(this.host.map, this.datum());
    for (const info of wanted) if (!this.services.has(info.id)) this.add(info);
    const { dataset } = this.host.element;
    dataset.basemap = this.choice.base || "built-in";
    dataset.datum = this.datum();
    if (!wanted.some((info) => info.id === dataset.tiles)) delete dataset.tiles;
  }

  private add(info: BaseMapInfo): void {
    const { map, lang, base } = this.host;
    const index = info.role === "base" ? BASE_INDEX : OVERLAY_INDEX + this.list.indexOf(info);
    const service = new TileService(map, info, lang, index, {
      ready: () => {
        this.host.element.dataset.tiles = info.id;
        if (info.role === "base") base.showNames(false);
      },
      unreachable: () => this.lose(info),
    });
    this.services.set(info.id, service);
  }

  /** A service that cannot be reached is given up until it is chosen again. */
  private lose(info: BaseMapInfo): void {
    const { labels } = this.host;
    const text = info.role === "base" ? labels.baseUnreachable : labels.overlayUnreachable;
    if (info.role === "base") this.choice.base = "";
    else this.choice.overlays.delete(info.id);
    this.apply();
    this.menu.close();
    this.host.notice(fill(text, info.name));
  }

  private choose(change: (choice: Choice) => void): void {
    change(this.choice);
    remember(this.choice);
    this.apply();
    this.fillPanel(this.menu.panel);
  }

  private base(): BaseMapInfo | undefined {
    return this.list.find((info) => info.role === "base" && info.id === this.choice.base);
  }

  /** The base map's datum; the built-in map is drawn in whichever the first overlay has. */
  private datum(): Datum {
    const leading = this.base() || this.chosenOverlays()[0];
    return leading ? datumOfInfo(leading) : "wgs84";
  }

  private chosenOverlays(): BaseMapInfo[] {
    return this.list.filter((i) => i.role === "overlay" && this.choice.overlays.has(i.id));
  }

  private shown(): BaseMapInfo[] {
    const base = this.base();
    const overlays = this.chosenOverlays().filter((info) => this.fits(info));
    return base ? [base, ...overlays] : overlays;
  }

  /** Tiles of another datum would lie hundreds of metres beside the base map. */
  private fits(info: BaseMapInfo): boolean {
    return datumOfInfo(info) === this.datum();
  }

  private fillPanel(panel: HTMLElement): void {
    const { labels } = this.host;
    const bases = this.list.filter((info) => info.role === "base");
    const overlays = this.list.filter((info) => info.role === "overlay");
    panel.replaceChildren(el("h4", {}, labels.baseMap), this.baseItem("", labels.builtIn));
    for (const info of bases) panel.append(this.baseItem(info.id, info.name));
    if (overlays.length) panel.append(el("h4", {}, labels.overlays));
    for (const info of overlays) panel.append(this.overlayItem(info));
  }

  private baseItem(id: string, name: string): HTMLElement {
    const checked = this.choice.base === id;
    const input = el("input", { type: "radio", name: "fvr-basemap", value: id, checked });
    input.addEventListener("change", () => this.choose((choice) => (choice.base = id)));
    return el("label", { "data-basemap": id || "built-in" }, input, el("span", {}, name));
  }

  private overlayItem(info: BaseMapInfo): HTMLElement {
    const on = this.choice.overlays.has(info.id);
    const disabled = !this.fits(info) && Boolean(this.base() || this.chosenOverlays().length);
    const input = el("input", { type: "checkbox", checked: on && !disabled, disabled });
    input.addEventListener("change", () =>
      this.choose(({ overlays }) => {
        if (input.checked) overlays.add(info.id);
        else overlays.delete(info.id);
      }),
    );
    const title = disabled ? this.host.labels.otherDatum : "";
    return el("label", { "data-overlay": info.id, title }, input, el("span", {}, info.name));
  }
}
