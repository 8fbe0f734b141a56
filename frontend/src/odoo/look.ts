/** The chooser of colours and shapes, answered by the fields of the view's model. */
import type { LookField, LookServices } from "../look/look";
import type { OdooHost } from "./host";
import { choose } from "./memory";

export function lookServices(host: OdooHost): LookServices {
  let fields: Promise<LookField[]> | null = null;
  const ask = (): Promise<LookField[]> =>
    host.call("field.visit.map", "get_map_fields", [host.model], { shown: host.view.fields });
  return {
    lookFields: () => (fields = fields || ask()),
    lookChosen: (look) => {
      choose(host, look);
      return host.reload();
    },
  };
}
