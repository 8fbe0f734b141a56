/** What the map remembers while the user goes to the list or a form and comes back. */
import type { Look } from "../look/look";
import type { ViewState } from "../view_state";
import type { OdooHost } from "./host";

/** Key of a favourite's context under which the map keeps its look. */
export const LOOK_KEY = "field_visit_map_look";

interface Kept {
  /** The user's choice, and the search under which it was made. */
  choice?: { look: Look; search: string };
  view?: ViewState;
  /** Tells which records were on the map. */
  content?: string;
}

const kept = new Map<string, Kept>();

function of(key: string): Kept {
  const memory = kept.get(key) || {};
  kept.set(key, memory);
  return memory;
}

export function forget(host: OdooHost): void {
  kept.delete(host.key);
}

export function keepView(host: OdooHost, view: ViewState, content: string): void {
  Object.assign(of(host.key), { view, content });
}

export function keptView(host: OdooHost): ViewState | undefined {
  return of(host.key).view;
}

export function keptContent(host: OdooHost): string | undefined {
  return of(host.key).content;
}

export function choose(host: OdooHost, look: Look): void {
  of(host.key).choice = { look, search: searchOf(host) };
}

/** What the user chose on the map, as long as the search bar asks for nothing else. */
export function chosen(host: OdooHost): Look | undefined {
  const { choice } = of(host.key);
  return choice && choice.search === searchOf(host) ? choice.look : undefined;
}

/** The look to show: the choice on the map, a favourite's, the group-by's, or the view's own. */
export function lookOf(host: OdooHost): Look {
  const own = ownLook(host);
  return chosen(host) || favourite(host) || { ...own, color: groupField(host) || own.color };
}

/** What the view's arch says. */
export function ownLook(host: OdooHost): Look {
  const { color, shape, icon } = host.view;
  return { color, shape, icon };
}

/** What a favourite saved now has to remember beside Odoo's own filters. */
export function favouriteContext(host: OdooHost): Record<string, unknown> {
  const look = chosen(host) || favourite(host);
  return look ? { [LOOK_KEY]: look } : {};
}

function favourite(host: OdooHost): Look | undefined {
  const look = host.context()[LOOK_KEY];
  return look && typeof look === "object" ? look : undefined;
}

/** The first group-by that is a field of the model (not a path or a property). */
function groupField(host: OdooHost): string {
  return host.groupBy().find((spec) => /^\w+(:\w+)?$/.test(spec)) || "";
}

function searchOf(host: OdooHost): string {
  return JSON.stringify([groupField(host), favourite(host) || null]);
}
