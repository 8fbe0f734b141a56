/** Which layers are on. What the user last chose is remembered, see LayerServices. */

/** Every layer that can be switched, and whether it is on at first. */
export const DEFAULTS = {
  pins: true,
  clusters: true,
  heat: false,
  territories: true,
  markets: true,
  competitors: true,
  threats: true,
  whites: true,
  positions: true,
  routes: true,
  numbers: true,
  direction: true,
  legs: true,
};

export type Layer = keyof typeof DEFAULTS;

export class Switches {
  private state: Record<Layer, boolean>;

  /** `saved` may be anything: only what names a layer with true or false counts. */
  constructor(saved?: unknown) {
    this.state = { ...DEFAULTS };
    const given = (saved && typeof saved === "object" ? saved : {}) as Record<string, unknown>;
    for (const layer of Object.keys(DEFAULTS) as Layer[]) {
      if (typeof given[layer] === "boolean") this.state[layer] = given[layer];
    }
  }

  on(layer: Layer): boolean {
    return this.state[layer];
  }

  set(layer: Layer, on: boolean): void {
    this.state[layer] = on;
  }

  save(): Record<Layer, boolean> {
    return { ...this.state };
  }
}
