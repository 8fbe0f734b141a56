/** The heat map's data: which points count, by what, and what its legend says. */
import type { Point } from "../columns";
import { datumOf } from "../datum/crs";
import type { Host, MapState } from "../part";
import { heatPoints, type HeatPoints } from "./heat";
import { HeatLayer } from "./heat_layer";
import { heatLegend } from "./legends";
import { savedWeight } from "./memory";
import type { Weight } from "./services";

export class HeatControl {
  chosen: string;
  private layer: HeatLayer;
  private weights: Weight[] = [];
  /** Weight of each record by its id; null while everything counts one. */
  private values: Map<number, number> | null = null;
  private asked = "";
  private points: HeatPoints | null = null;
  private drawnFor: ReadonlySet<number> | null = null;
  private datum = "";
  private peak = 0;

  constructor(
    private host: Host,
    private onLegend: (nodes: Node[]) => void,
    private onChoose: () => void,
  ) {
    this.chosen = savedWeight(host.options);
    this.layer = new HeatLayer(host.map);
  }

  /** Offers of the surroundings; a remembered choice that is no longer offered is dropped. */
  setWeights(weights: Weight[]): void {
    this.weights = weights;
    if (!weights.some(({ key }) => key === this.chosen)) this.chosen = "";
  }

  /** Other records came: what they count is asked anew. */
  forget(): void {
    this.asked = "";
    this.points = null;
  }

  draw(state: MapState): void {
    if (!this.host.switches.on("heat")) {
      this.layer.hide();
      return;
    }
    this.ask();
    const before = this.peak;
    this.peak = this.layer.draw(this.pointsOf(state));
    if (this.peak !== before) this.onLegend(this.legend());
  }

  legend(): Node[] {
    const { labels, lang } = this.host;
    const { weights, chosen, peak } = this;
    if (!this.host.switches.on("heat")) return [];
    return heatLegend({ weights, chosen, peak, lang }, labels, (key) => this.choose(key));
  }

  remove(): void {
    this.layer.remove();
  }

  private choose(key: string): void {
    this.chosen = key;
    this.forget();
    this.onChoose();
    this.host.redraw();
  }

  private pointsOf(state: MapState): HeatPoints {
    const datum = datumOf(this.host.map);
    if (!this.points || this.drawnFor !== state.shown || this.datum !== datum) {
      const { values } = this;
      const weightOf = (id: number): number => (values ? values.get(id) || 0 : 1);
      const shown = state.decoded.points.filter((point: Point) => state.shown.has(point.row));
      this.points = heatPoints(shown, weightOf, (lat, lon) => this.layer.project(lat, lon));
      this.datum = datum;
      this.drawnFor = state.shown;
    }
    return this.points;
  }

  /** Fetch the weights once for each choice and set of records. */
  private ask(): void {
    const { services } = this.host;
    const key = this.chosen;
    if (!key || !services.weights) {
      this.values = null;
      return;
    }
    if (this.asked === key) return;
    this.asked = key;
    this.values = new Map();
    services.weights(key).then(
      ({ ids, values }) => this.take(key, new Map(ids.map((id, i) => [id, values[i]]))),
      (error: Error) => this.fail(key, error),
    );
  }

  private take(key: string, values: Map<number, number>): void {
    if (this.asked !== key) return;
    this.values = values;
    this.points = null;
    this.host.redraw();
  }

  private fail(key: string, error: Error): void {
    if (this.asked !== key) return;
    this.choose("");
    this.host.notice(error.message);
  }
}
