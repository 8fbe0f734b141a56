/** Editing routes inside Odoo: the methods that programs call as well. */
import type { MovesAnswer } from "../route_edit/service";
import type { MapServices } from "../types";
import type { OdooHost } from "./host";

const ROUTE = "field.visit.route";

/** Only visits have routes that can be edited; the stops of a proposal belong to its plan. */
export function routeEdit(host: OdooHost): MapServices {
  if (host.model !== "field.visit" || host.view.route !== "route_id") return {};
  return {
    routeEdit: {
      check: (ids, moves, stamps) =>
        host.call<MovesAnswer>(ROUTE, "check_moves", [ids, moves, stamps]),
      save: (moves, stamps) => host.call<MovesAnswer>(ROUTE, "save_moves", [[], moves, stamps]),
      saved: async (text) => {
        host.notify(text, "success");
        await host.reload();
      },
      reload: () => host.reload(),
    },
  };
}
