/** The tracker of each app that is open. */
import type { App } from "../app";
import { PositionStore } from "./store";
import { Tracker } from "./tracker";

const trackers = new WeakMap<App, Tracker>();

/** Let `app` record positions while its rep is on duty. */
export async function startTracker(app: App): Promise<void> {
  const store = await PositionStore.open("field_visit_track");
  const sensor = navigator.geolocation as Geolocation | undefined;
  const tracker = new Tracker(app, { store, call: app.around.call, sensor, now: () => new Date() });
  trackers.set(app, tracker);
  tracker.start();
  addEventListener("online", () => void tracker.flush());
  // the last chance before the phone puts the page to sleep
  document.addEventListener("visibilitychange", () => void tracker.flush());
}

export function trackerOf(app: App): Tracker | undefined {
  return trackers.get(app);
}
