/** Every screen of the app and every event that changes what is shown; a slice adds its own here. */
import type { IconNode } from "lucide";
import type { ComponentChild } from "preact";
import type { App } from "./app";
import { customerReducers } from "./customers/reducers";
import { customerScreens } from "./customers/screens";
import { documentScreens } from "./documents/screens";
import { nearScreens } from "./near/screens";
import type { Reducer } from "./project";
import { feedbackReducers, feedbackScreens } from "./feedback/feedback";
import { languageReducers } from "./more/language";
import { moreScreens } from "./more/more";
import { outboxScreens } from "./outbox/unsent";
import { replanReducers, replanScreens } from "./replan/screens";
import { summaryScreens } from "./summary/summary";
import { reportScreens } from "./report/form";
import { reportReducers } from "./report/reducers";
import { todayScreens } from "./today/today";
import { trackReducers } from "./track/data";
import { trackScreens } from "./track/sharing";
import { visitReducers, visitScreens } from "./visit/visit";
import { weekScreens } from "./week/week";

export interface Screen {
  /** Address behind "#/": "today", "visit/:id"; a part with ":" is handed over in `params`. */
  path: string;
  /** Key of the word of its tab at the bottom; without it the screen has none. */
  tab?: string;
  /** The tab that stays lit on a screen behind it. */
  under?: string;
  /** A line of the screen "More" that leads here. */
  more?: { word: string; icon: IconNode; note?: (app: App) => string };
  view: (app: App, params: Record<string, string>) => ComponentChild;
}

export const SCREENS: Screen[] = [
  ...todayScreens,
  ...weekScreens,
  ...visitScreens,
  ...feedbackScreens,
  ...reportScreens,
  ...customerScreens,
  ...nearScreens,
  ...documentScreens,
  ...summaryScreens,
  ...outboxScreens,
  ...replanScreens,
  ...trackScreens,
  ...moreScreens(() => SCREENS),
];

export const REDUCERS: Record<string, Reducer> = {
  ...visitReducers,
  ...replanReducers,
  ...feedbackReducers,
  ...trackReducers,
  ...reportReducers,
  ...customerReducers,
  ...languageReducers,
};
