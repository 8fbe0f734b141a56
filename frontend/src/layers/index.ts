/** The layers beside the records, the heat map, and the panel that switches them. */
import * as L from "leaflet";
import { button, el } from "../dom";
import { boundingBox, type Box } from "../geo";
import { fill } from "../labels";
import type { Host, MapState, Part } from "../part";
import { isAiming } from "../tools";
import { SINGLE_PINS, type ExtraMark } from "../scene";
import type { Area, LayerData, MapProps, ViewState } from "../types";
import { AreaLayer } from "./areas";
import { HeatControl } from "./heat_control";
import { entryList, note } from "./legends";
import { remember, wasOpen } from "./memory";
import { LayerPanel, type Row } from "./panel";
import { PeopleLayer } from "./people";
import type { LayerAnswer } from "./services";
import { SITE_COLOR, SiteLayer } from "./sites";
import type { Layer } from "./switches";
import { WHITE_COLOR, WhiteLayer } from "./whites";

const NOTHING: LayerData = { territories: [], markets: [], competitors: [], positions: [] };
type Shift = { x: number; y: number };

export function createLayers(host: Host): Part {
  return new Layers(host);
}

class Layers implements Part {
  private data: LayerData = NOTHING;
  private panel: LayerPanel;
  private heat: HeatControl;
  private territories: AreaLayer;
  private markets: AreaLayer;
  private sites: SiteLayer;
  private people: PeopleLayer;
  private whites: WhiteLayer;
  private asked = false;
  private routes = -1;
  private gone = false;

  constructor(private host: Host) {
    const { map, element, labels, lang, switches } = host;
    this.panel = new LayerPanel(
      map,
      element,
      labels,
      switches,
      (layer) => this.switched(layer),
      () => this.remember(),
    );
    this.heat = new HeatControl(host, (nodes) => this.panel.renew("heat", nodes), () => this.remember()); // prettier-ignore
    const area = (layer: "territories" | "markets"): AreaLayer =>
      new AreaLayer(map, layer === "markets", (one, at) => {
        if (!isAiming(element)) this.showArea(layer, one, at);
      });
    this.territories = area("territories");
    this.markets = area("markets");
    this.sites = new SiteLayer(map, lang, (site, pin, shift) =>
      this.popup("competitors", site.id, site.name, site.note, pin.getLatLng(), shift),
    );
    this.whites = new WhiteLayer(map);
    this.people = new PeopleLayer(
      map,
      labels,
      lang,
      (person, pin, shift) =>
      this.popup("positions", person.id, person.name, this.people.note(person), pin.getLatLng(), shift), // prettier-ignore
    );
    if (wasOpen(host.services)) this.panel.open(true, false);
    host.emitter.on("layers", () => void this.load());
    map.on("click", this.onClick, this);
  }

  update(state: MapState, props: MapProps): void {
    if (props.layers) this.setData(props.layers);
    else if (!this.asked) void this.load();
    this.heat.forget();
    this.routes = -1;
    this.people.setColors(state.routes);
  }

  draw(state: MapState): void {
    const { switches } = this.host;
    if (this.routes !== state.routes.length) this.showRows(state);
    this.territories.draw(switches.on("territories"));
    this.markets.draw(switches.on("markets"));
    this.whites.draw(switches.on("whites"));
    this.sites.drawCircles(switches.on("competitors") && switches.on("threats"));
    this.people.drawCircles(switches.on("positions"));
    this.heat.draw(state);
    this.panel.renew("clusters", this.clusterLegend());
    this.host.element.dataset.layers = this.shownLayers().join(" ");
  }

  marks(box: Box): ExtraMark[] {
    const { switches } = this.host;
    return [
      ...(switches.on("competitors") ? this.sites.marks(box) : []),
      ...(switches.on("positions") ? this.people.marks(box) : []),
    ];
  }

  save(): ViewState {
    return { layers: this.host.switches.save(), heatBy: this.heat.chosen };
  }

  destroy(): void {
    this.gone = true;
    this.host.map.off("click", this.onClick, this);
    this.heat.remove();
    const { territories, markets, sites, people, whites } = this;
    for (const layer of [territories, markets, sites, people, whites]) layer.remove();
  }

  private async load(): Promise<void> {
    const { services, labels } = this.host;
    if (!services.layers) return;
    this.asked = true;
    try {
      const answer = await services.layers();
      if (this.gone) return;
      this.heat.setWeights(answer.weights || []);
      this.setData(answer);
      this.host.redraw();
    } catch (error) {
      this.asked = false;
      if (!this.gone) this.host.notice(fill(labels.layersFailed, (error as Error).message));
    }
  }

  private setData(answer: Partial<LayerAnswer>): void {
    this.data = { ...NOTHING, ...answer };
    this.territories.setData(this.data.territories);
    this.markets.setData(this.data.markets);
    this.sites.setData(this.data.competitors);
    this.whites.setData(answer.whites || []);
    this.people.setData(this.data.positions);
    this.people.setColors(this.host.state().routes);
    this.routes = -1;
    const { territories, markets } = this.data;
    this.host.emitter.emit("areas", { areas: [...territories, ...markets] });
  }

  /** While territories are looked at, a click within one is a click on it. */
  private onClick({ latlng }: L.LeafletMouseEvent): void {
    const { element } = this.host;
    if (element.dataset.areas !== "on" || isAiming(element)) return;
    const hit = [...this.territories.at(latlng), ...this.markets.at(latlng)];
    const smallest = hit.sort((a, b) => a.size - b.size)[0];
    if (smallest) this.showArea("territories", smallest.area, latlng);
  }

  private showArea(layer: "territories" | "markets", area: Area, at: L.LatLng): void {
    const { services, emitter } = this.host;
    if (services.territories) emitter.emit("area", { id: area.id, lat: at.lat, lng: at.lng });
    else this.popup(layer, area.id, area.name, area.note, at);
  }

  private switched(layer: Layer): void {
    this.remember();
    // hidden routes leave their stops behind as pins: they are grouped anew
    if (layer === "routes") this.host.refresh();
    else this.host.redraw();
  }

  private remember(): void {
    remember(this.host.services, {
      switches: this.host.switches.save(),
      heatBy: this.heat.chosen,
      open: !this.panel.element.hidden,
    });
  }

  /** Layers that are on and have something to show, for whoever looks at the page from outside. */
  private shownLayers(): string[] {
    const { switches } = this.host;
    const empty = (Object.keys(NOTHING) as (keyof LayerData)[]).filter(
      (layer) => !this.data[layer].length,
    );
    const none: string[] = [...empty];
    if (!this.whites.areas.length) none.push("whites");
    if (!this.sites.reaching) none.push("threats");
    return (Object.keys(switches.save()) as Layer[]).filter(
      (layer) => switches.on(layer) && !none.includes(layer),
    );
  }

  private showRows(state: MapState): void {
    const { labels } = this.host;
    this.routes = state.routes.length;
    const rows: (Row | false)[] = [
      { layer: "pins", label: labels.layerPins },
      { layer: "clusters", label: labels.layerClusters, legend: () => this.clusterLegend() },
      { layer: "heat", label: labels.layerHeat, legend: () => this.heat.legend() },
      state.routes.length > 0 && {
        layer: "routes",
        label: labels.layerRoutes,
        count: state.routes.length,
        legend: () => [
          this.panel.toggle("numbers", labels.routeNumbers),
          this.panel.toggle("direction", labels.routeDirection),
          this.panel.toggle("legs", labels.routeLegs),
        ],
      },
      this.areaRow("territories", labels.layerTerritories, this.territories),
      this.areaRow("markets", labels.layerMarkets, this.markets),
      this.sites.count > 0 && {
        layer: "competitors",
        label: labels.layerCompetitors,
        count: this.sites.count,
        legend: () => [
          ...(this.sites.reaching ? [this.panel.toggle("threats", labels.layerThreats)] : []),
          this.siteList(),
        ],
      },
      this.whites.areas.length > 0 && {
        layer: "whites",
        label: labels.layerWhites,
        count: this.whites.areas.length,
        legend: () => this.whiteLegend(),
      },
      this.people.people.length > 0 && {
        layer: "positions",
        label: labels.layerPositions,
        count: this.people.people.length,
        legend: () => [this.peopleList()],
      },
    ];
    this.panel.show(rows.filter((row): row is Row => Boolean(row)));
  }

  private clusterLegend(): Node[] {
    const { labels } = this.host;
    const drawn = this.host.drawn();
    if (drawn.forced) return [note(fill(labels.clustersForced, SINGLE_PINS))];
    return [note(labels.clustersNote)];
  }

  private areaRow(layer: "territories" | "markets", label: string, drawn: AreaLayer): Row | false {
    const areas = this.data[layer];
    const entries = areas.map((area, i) => ({ ...area, color: drawn.colorOf(area, i) }));
    const shape = layer === "markets" ? "fvr-swatch-dashed" : "fvr-swatch-area";
    const show = (id: number): void => this.showBox(layer, drawn.boundsOf(id));
    const legend = (): Node[] => [entryList(entries, this.host.labels, shape, show)];
    return areas.length > 0 && { layer, label, count: areas.length, legend };
  }

  private whiteLegend(): Node[] {
    const entries = this.whites.areas.map(({ id, name }) => ({ id, name, color: WHITE_COLOR }));
    const show = (id: number): void => this.showBox("whites", this.whites.boundsOf(id));
    const { labels } = this.host;
    return [note(labels.whitesNote), entryList(entries, labels, "fvr-swatch-area", show)];
  }

  private siteList(): HTMLElement {
    const entries = this.data.competitors.map(({ id, name }) => ({ id, name, color: SITE_COLOR }));
    return entryList(entries, this.host.labels, "fvr-swatch-site", (id) =>
      this.showPlace("competitors", id),
    );
  }

  private peopleList(): HTMLElement {
    const entries = this.people.people.map((person) => ({
      id: person.id,
      name: person.name,
      color: this.people.colorOf(person),
      detail: this.people.age(person),
    }));
    return entryList(entries, this.host.labels, "fvr-swatch-ring", (id) =>
      this.showPlace("positions", id),
    );
  }

  private showPlace(layer: "competitors" | "positions", id: number): void {
    const places: { id: number; lat: number; lon: number }[] = this.data[layer];
    const box = boundingBox(places.filter((place) => place.id === id));
    if (box) this.showBox(layer, L.latLngBounds([box.south, box.west], [box.north, box.east]));
  }

  /** Bring a place into view, and its layer with it. */
  private showBox(layer: Layer, bounds: L.LatLngBounds | null): void {
    if (!bounds) return;
    if (!this.host.switches.on(layer)) {
      this.host.switches.set(layer, true);
      this.routes = -1;
      this.remember();
    }
    this.host.map.fitBounds(bounds, { maxZoom: 16, padding: [40, 40] });
    this.host.redraw();
  }

  private popup(
    layer: keyof LayerData,
    id: number,
    name: string,
    text: string | undefined,
    at: L.LatLng,
    shift: Shift = { x: 0, y: 0 },
  ): void {
    const { labels, services, map } = this.host;
    const box = el("div", { class: "fvr-popup", "data-layer-record": id });
    box.append(el("strong", { class: "fvr-popup-title" }, name));
    if (text) box.append(el("p", { class: "fvr-lines fvr-layer-text" }, text));
    const { openLayer } = services;
    if (openLayer) {
      const open = (): void => openLayer(layer, id);
      box.append(button(labels.open, { class: "fvr-button", "data-action": "open-layer" }, open));
    }
    L.popup({ offset: [shift.x, shift.y - 4], maxWidth: 280, autoPanPadding: [16, 16] })
      .setLatLng(at)
      .setContent(box)
      .openOn(map);
  }
}
