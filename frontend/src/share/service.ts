/** What sharing asks of the map's surroundings. */
import type { ViewState } from "../view_state";

export interface ShareServices {
  /** Keep the view and what is filtered, and return the address that reopens it. */
  shareLink(view: ViewState): Promise<string>;
}
