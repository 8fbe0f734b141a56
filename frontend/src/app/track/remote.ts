/** Methods of the rep's own record that need a network. */
import type { App } from "../app";

export function ask(app: App, model: string, method: string, ...args: unknown[]): Promise<unknown> {
  const path = `/web/dataset/call_kw/${model}/${method}`;
  return app.around.call(path, { model, method, args, kwargs: {} });
}

/** The same of the rep's record. */
export function askRep(app: App, method: string, ...args: unknown[]): Promise<unknown> {
  return ask(app, "field.visit.rep", method, [app.data?.rep?.id], ...args);
}

/** What to tell when such a call failed: the server's sentence, or that there is no network. */
export function sentence(app: App, error: unknown): string {
  return (error instanceof Error && error.message) || app.word("needsNetwork");
}
