/** Drawing and choosing, answered by public methods of the server. */
import { withViews, type WindowAction } from "./action";
import type { SelectServices } from "../select/types";
import type { OdooHost } from "./host";

const MODEL = "field.visit.map";

export function selectServices(host: OdooHost): SelectServices {
  const { lat, lon, fields } = host.view;
  const ask = <T>(method: string, args: unknown[], kwargs: object = {}): Promise<T> =>
    host.call<T>(MODEL, method, [host.model, ...args], kwargs);
  const openAction = async (method: string, args: unknown[]): Promise<void> => {
    const action = withViews(await ask<WindowAction>(method, args));
    // whoever leaves the map for a list may never come back to hear that it was closed
    host.run(action).catch((error: Error) => host.notify(error.message, "danger"));
  };
  return {
    selectInShape: (shape) => ask("get_selection", [shape], { domain: host.domain(), lat, lon }),
    selectionActions: () => ask("get_selection_actions", []),
    selectionChoices: (action, text) => ask("get_selection_choices", [action, text]),
    actOnSelection: (action, ids, value) =>
      changed(host, ask("act_on_selection", [ids, action, value])),
    undoSelection: (id) => changed(host, host.call("field.visit.map.change", "undo", [id])),
    exportSelection: (ids, kind) => ask("export_selection", [ids, kind], { fields, lat, lon }),
    openSelection: (ids) => openAction("open_selection", [ids]),
    assignByTerritory: async (ids) => {
      const action = withViews(await ask<WindowAction>("assign_selection", [ids]));
      // colours and filters follow who owns what, once the dialog was answered
      host.run(action).then(
        () => host.reload(),
        (error: Error) => host.notify(error.message, "danger"),
      );
    },
    planSelection: (ids, kind) => openAction("plan_selection", [ids, kind]),
  };
}

/** The records are fetched again: colours and filters may depend on what was changed. */
async function changed<T extends { done: number }>(host: OdooHost, work: Promise<T>): Promise<T> {
  const outcome = await work;
  if (outcome.done) await host.reload();
  return outcome;
}
