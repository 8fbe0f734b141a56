import "leaflet/dist/leaflet.css";
import "../style.css";
import "../places/places.css";
import "../popup/popup.css";
import "../layers/layers.css";
import "../basemaps/basemaps.css";
import "./style.css";
import "./ui/ui.css";
import "./shell/shell.css";
import "./ui/map.css";
import "./today/today.css";
import "./week/week.css";
import "./outbox/outbox.css";
import "./trust/trust.css";
import "./replan/replan.css";
import "./feedback/feedback.css";
import "./track/track.css";
import "./customers/customers.css";
import "./report/report.css";
import "./near/look.css";
import { render } from "preact";
import { App } from "./app";
import { followArea } from "./area/area";
import { OUTDATED } from "./database";
import { keepDocuments } from "./documents/documents";
import { listenForOffer } from "./more/install";
import { installWorker, keepForLater, makeRoom, openPhone, openStore } from "./phone";
import { REDUCERS } from "./screens";
import { call } from "./server";
import { Shell } from "./shell/shell";
import { startTracker } from "./track/running";
import type { Words } from "./types";
import { keepNextDay } from "./week/pages";

/** Show the app in `element`; `words` are those of its first screen. */
export async function start(element: HTMLElement, words: Words = {}): Promise<App> {
  const phone = await openPhone();
  const waits = keepForLater;
  const app = new App({
    call,
    ...phone,
    reducers: REDUCERS,
    words,
    open: openStore,
    makeRoom,
    waits,
  });
  render(<Shell app={app} />, element);
  listenForOffer(() => void app.refresh());
  followTheNetwork(app);
  followArea(app);
  // within reach of the browser's tools and of tests in a browser
  (globalThis as { fieldVisitApp?: App }).fieldVisitApp = app;
  await startTracker(app);
  await app.start();
  const takeAlong = () => {
    void keepDocuments(app);
    void keepNextDay(app);
  };
  app.onChange(takeAlong);
  takeAlong();
  return app;
}

/** The moments at which it is worth trying again, and at which the app has to start anew. */
function followTheNetwork(app: App): void {
  const again = () => void app.sync();
  addEventListener("online", again);
  addEventListener("offline", again);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") again();
  });
  navigator.serviceWorker?.addEventListener("message", again);
  addEventListener(OUTDATED, () => location.reload());
  const ready = (use: () => void) => {
    app.update = use;
    void app.refresh();
  };
  void installWorker(ready).catch(() => undefined); // without it the app needs a network to open
}
