/** Layers of Odoo: areas, competitors, positions and weights come from field.visit.map. */
import type { LayerAnswer } from "../layers/services";
import type { LayerData, MapServices } from "../types";
import type { OdooHost } from "./host";

const MODELS: Record<keyof LayerData, string> = {
  territories: "field.visit.territory",
  markets: "field.visit.territory",
  competitors: "res.partner",
  positions: "field.visit.rep",
};

export function layerServices(host: OdooHost): MapServices {
  return {
    layers: () => host.call<LayerAnswer>("field.visit.map", "get_map_layers", [host.model]),
    weights: (key) =>
      host.call("field.visit.map", "get_map_weights", [host.model, host.domain(), key]),
    openLayer: (layer, id) => {
      const action = { type: "ir.actions.act_window", res_model: MODELS[layer], res_id: id };
      void host.run({ ...action, views: [[false, "form"]], target: "current" });
    },
    memory: memoryOf(host),
  };
}

/** A user finds the layers of a model as he left them, in this browser. */
function memoryOf(host: OdooHost): NonNullable<MapServices["memory"]> {
  const key = ["field_visit_map.layers", String(host.context().uid || ""), host.model].join(".");
  return {
    read: () => attempt(() => window.localStorage.getItem(key)),
    write: (text) => attempt(() => window.localStorage.setItem(key, text)),
  };
}

/** Browsers may forbid to keep anything; then nothing is kept. */
export function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}
