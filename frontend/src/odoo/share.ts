/** Links that reopen a view are kept by the server: a filter may be long, and is nobody else's business. */
import type { MapServices, ViewState } from "../types";
import type { OdooHost } from "./host";
import { forget, lookOf } from "./memory";

/** Key of the action's context under which a link's view comes, see models/map_link.py. */
const VIEW_KEY = "field_visit_map_view";
const MODEL = "field.visit.map.link";

const opened = new Set<unknown>();

export function shareServices(host: OdooHost): MapServices {
  return {
    shareLink: (view) =>
      host.call<string>(MODEL, "create_link", [
        host.model,
        host.domain(),
        { ...view, look: lookOf(host) },
      ]),
  };
}

/**
 * The view that a link asks for. It goes before what the map remembers, but only once: who comes
 * back from a form finds the map as it was left.
 */
export function linkedView(host: OdooHost): ViewState | undefined {
  const view = host.context()[VIEW_KEY] as ViewState | undefined;
  if (!view || typeof view !== "object" || opened.has(view.opening)) return undefined;
  opened.add(view.opening);
  forget(host);
  return view;
}
