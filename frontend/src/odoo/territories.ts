/** Drawing territories, answered by public methods of `field.visit.territory`. */
import type {
  AreaCard,
  AreaValues,
  LinkField,
  Opening,
  Outline,
  Saved,
  TerritoryService,
} from "../territories/service";
import type { MapServices } from "../types";
import type { OdooHost } from "./host";
import { act, type MethodAction } from "./popup";

const MODEL = "field.visit.territory";
/** Key of the action's context that says what the map was opened for: 0, or `{id, opening}`. */
const OPENING = "field_visit_territory";

const opened = new Set<unknown>();

export function territoryServices(host: OdooHost): MapServices {
  const ask = <T>(method: string, ...args: unknown[]): Promise<T> =>
    host.call<T>(MODEL, method, args);
  const territories: TerritoryService = {
    tools: () => ask("get_draw_tools"),
    choices: (field: LinkField, text: string) => ask("get_draw_choices", field, text),
    change: (boundary, change, piece, tolerance_m) =>
      ask("change_outline", boundary, change, piece, tolerance_m),
    preview: (boundary, id, values) => ask("preview_area", boundary, id, valsOf(values, true)),
    save: (boundary, id, values) => reloaded(host, save(host, boundary, id, values)),
    undo: (id) => reloaded(host, ask("undo_redraw", [id])),
    card: (id) => ask<AreaCard>("area_card", [id]),
    act: (action) => act(host, action as MethodAction),
    opening: () => openingOf(host),
  };
  return { territories };
}

function save(host: OdooHost, boundary: Outline, id: number, values: AreaValues): Promise<Saved> {
  if (id) return host.call(MODEL, "redraw_area", [[id], boundary, valsOf(values)]);
  return host.call(MODEL, "draw_area", [{ boundary, ...valsOf(values) }]);
}

/** Records as their ids; a preview may come before there is a name. */
function valsOf(values: AreaValues, isPreview = false): Record<string, unknown> {
  const { name, kind, color, parent_id, team_id, user_id } = values;
  const link = (choice: AreaValues["parent_id"]): number | false => (choice ? choice.id : false);
  const links = { parent_id: link(parent_id), team_id: link(team_id), user_id: link(user_id) };
  const rank = values.precedence ? { precedence: values.precedence } : {};
  return isPreview ? { ...links, ...rank } : { name, kind, color, ...links, ...rank };
}

/** Whose territory a record is may have changed, and its colour with it. */
async function reloaded(host: OdooHost, work: Promise<Saved>): Promise<Saved> {
  const saved = await work;
  await host.reload();
  return saved;
}

/** A territory is shown once: who comes back from a form finds the map as it was left. */
function openingOf(host: OdooHost): Opening | null {
  const asked = host.context()[OPENING] as { id?: unknown; opening?: unknown } | 0 | undefined;
  if (asked === undefined || asked === null) return null;
  const id = typeof asked === "object" && typeof asked.id === "number" ? asked.id : 0;
  if (!id || (typeof asked === "object" && opened.has(asked.opening))) return { id: 0 };
  opened.add((asked as { opening?: unknown }).opening);
  return { id };
}
