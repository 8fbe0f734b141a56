/** A draft in the map's view state: it outlives a way to the list and back. */
import type { ViewState } from "../view_state";
import type { KeptDraft } from "./draft";
import type { Move, Stamps } from "./service";

const KEY = "routeEdit";

export function stateOf(draft: KeptDraft | null): ViewState {
  return draft ? { [KEY]: draft } : {};
}

/** The draft that a state holds; null when it holds none, or something else in its place. */
export function draftIn(state: ViewState | null | undefined): KeptDraft | null {
  const found = (state || {})[KEY] as Partial<KeptDraft> | null | undefined;
  if (!found || typeof found !== "object" || !Array.isArray(found.moves)) return null;
  const { stamps } = found;
  if (!found.moves.length || !found.moves.every(isMove) || !areStamps(stamps)) return null;
  return { moves: found.moves, stamps };
}

function isMove(value: unknown): value is Move {
  const move = (value || {}) as Partial<Move>;
  return [move.visit_id, move.route_id, move.position].every(
    (number) => Number.isInteger(number) && Number(number) >= 0,
  );
}

function areStamps(value: unknown): value is Stamps {
  if (!value || typeof value !== "object") return false;
  return Object.values(value).every((stamp) => typeof stamp === "string");
}
