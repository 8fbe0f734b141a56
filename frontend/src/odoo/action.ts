/** Actions that come from a method over RPC, not from a button: Odoo completes only the latter. */

export interface WindowAction {
  type: string;
  view_mode?: string;
  views?: [number | false, string][];
}

/** Whether a method's answer is an action to run. */
export function isAction(answer: unknown): answer is WindowAction {
  const type = answer && typeof answer === "object" && (answer as WindowAction).type;
  return typeof type === "string" && type.startsWith("ir.actions.");
}

/** The action with the list of views that the web client needs, whose lists are never "tree". */
export function withViews(action: WindowAction): WindowAction {
  if (action.type !== "ir.actions.act_window") return action;
  const modes = (action.view_mode || "form").split(",");
  const views = action.views || modes.map((mode) => [false, mode.trim()]);
  return { ...action, views: views.map(([id, mode]) => [id, mode === "tree" ? "list" : mode]) };
}
