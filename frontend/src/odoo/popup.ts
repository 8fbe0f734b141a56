/** The popup's questions, answered by Odoo; access is decided there. */
import type { DetailAction, Details } from "../popup/service";
import type { MapServices } from "../types";
import { isAction, withViews } from "./action";
import type { OdooHost } from "./host";

/** A button that stands for a public method of a record. */
interface MethodAction extends DetailAction {
  model: string;
  id: number;
  method: string;
}

export function popupServices(host: OdooHost): MapServices {
  return {
    details: (id, { lat, lon }) =>
      host.call<Details>("field.visit.map", "get_details", [host.model, id, [lat, lon]]),
    detailAction: (_id, action) => act(host, action as MethodAction),
  };
}

async function act(host: OdooHost, { model, id, method }: MethodAction): Promise<void> {
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
