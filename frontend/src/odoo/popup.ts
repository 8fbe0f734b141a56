/** The popup's questions, answered by Odoo; access is decided there. */
import type { DetailAction, Details } from "../popup/service";
import type { Columns, MapServices } from "../types";
import { isAction, withViews } from "./action";
import type { OdooHost } from "./host";

/** A button that stands for a public method of a record. */
export interface MethodAction extends DetailAction {
  model: string;
  id: number;
  method: string;
}

export function popupServices(host: OdooHost): MapServices {
  return {
    details: async (id, { lat, lon }) => {
      const [details, values] = await Promise.all([
        host.call<Details>("field.visit.map", "get_details", [host.model, id, [lat, lon]]),
        fieldValues(host, id),
      ]);
      return { ...details, values };
    },
    detailAction: (_id, action) => act(host, action as MethodAction),
  };
}

/**
 * The fields inside the view's arch. They are asked for when a record is clicked: with 100,000
 * records they would make the map's answer three times as large, to be read by nobody.
 */
async function fieldValues(host: OdooHost, id: number): Promise<Columns | undefined> {
  const { lat, lon, fields } = host.view;
  if (!fields.length) return undefined;
  // what is on the map may be archived, when the search bar asks for such records
  const context = { ...host.context(), active_test: false };
  const options = { domain: [["id", "=", id]], lat, lon, fields, context };
  return host.call<Columns>("field.visit.map", "get_map_data", [host.model], options);
}

export async function act(host: OdooHost, { model, id, method }: MethodAction): Promise<void> {
  // dialogs that would lead elsewhere come back to the map
  const context = { ...host.context(), field_visit_stay: true };
  const answer = await host.call<unknown>(model, method, [[id]], { context });
  if (isAction(answer)) await host.run(withViews(answer));
  else tell(host, answer);
  await host.reload();
}

function tell(host: OdooHost, answer: unknown): void {
  const text = answer && typeof answer === "object" && (answer as { text?: unknown }).text;
  if (typeof text === "string" && text) host.notify(text, "success");
}
