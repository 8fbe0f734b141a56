import type { LayerServices } from "./layers/services";
import type { LiveServices } from "./live/service";
import type { LookServices } from "./look/look";
import type { PopupServices } from "./popup/service";
import type { RouteEditServices } from "./route_edit/service";
import type { SelectServices } from "./select/types";
import type { ShareServices } from "./share/service";
import type { PlaceServices } from "./places/service";
import type { TerritoryServices } from "./territories/service";

/**
 * What the map asks of its surroundings. Each part names its own questions; whoever embeds the map
 * answers those it can, and a part whose question nobody answers is not shown. A refusal is an
 * Error whose message is a sentence for the user.
 */
export type MapServices = Partial<AllServices>;

type AllServices = PlaceServices &
  LayerServices &
  LiveServices &
  LookServices &
  PopupServices &
  RouteEditServices &
  SelectServices &
  ShareServices &
  TerritoryServices;
