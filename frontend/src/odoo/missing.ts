/** Records without a position are opened as a list. */
import type { FieldVisitMap } from "../map";
import type { OdooHost } from "./host";

export function showMissing(map: FieldVisitMap, host: OdooHost): void {
  map.on("missing", ({ ids }) => {
    void host.run({
      type: "ir.actions.act_window",
      name: map.labels.withoutPosition,
      res_model: host.model,
      domain: [["id", "in", ids]],
      views: [
        [false, "list"],
        [false, "form"],
      ],
    });
  });
}
