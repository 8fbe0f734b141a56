/** Which base map and overlays a user chose last; kept in the browser. */
import type { ViewState } from "../view_state";
import type { BaseMapInfo } from "./info";

const KEY = "field_visit_map.basemap";

export interface Choice {
  /** Empty: the built-in map. */
  base: string;
  overlays: Set<string>;
}

/** A link's choice goes before the user's last one, and that before the company's setting. */
export function startChoice(
  list: BaseMapInfo[],
  view: ViewState | null | undefined,
  start = "",
): Choice {
  const known = (role: string) => (id: unknown) =>
    list.some((info) => info.role === role && info.id === id);
  const last = recall();
  const base = [view && view.base, last.base, start].find((id) => id === "" || known("base")(id));
  const overlays = [view && view.overlays, last.overlays].find(Array.isArray) || [];
  return { base: String(base || ""), overlays: new Set(overlays.filter(known("overlay"))) };
}

export function remember(choice: Choice): void {
  try {
    const text = JSON.stringify({ base: choice.base, overlays: [...choice.overlays] });
    window.localStorage.setItem(KEY, text);
  } catch {
    // a browser that keeps nothing starts with the company's setting each time
  }
}

function recall(): ViewState {
  try {
    return (JSON.parse(window.localStorage.getItem(KEY) || "{}") || {}) as ViewState;
  } catch {
    return {};
  }
}
