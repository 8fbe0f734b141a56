/** Work that follows each load of the day: one at a time, once per load. */
import type { App } from "./app";
import type { Snapshot } from "./types";

/**
 * Return what to call whenever the app changed. It never throws: what fails now follows with the next load.
 * Before the server has answered, nobody knows whether there is a network and a session: nothing happens then.
 */
export function onceALoad(
  work: (app: App) => Promise<void>,
  may: (app: App) => boolean = () => true,
): (app: App) => Promise<void> {
  let running = Promise.resolve();
  let last: Snapshot | null = null;
  return (app) => {
    if (!app.isFresh || !may(app) || app.loaded === last) return Promise.resolve();
    last = app.loaded;
    running = running.then(() => work(app)).catch(() => undefined);
    return running;
  };
}
