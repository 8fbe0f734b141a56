/** What the Odoo web client of any series does for the map; the adapters implement it. */
export interface OdooHost {
  /** Name of the view's model. */
  readonly model: string;
  /** The search bar's present domain and the user's context. */
  domain(): unknown[];
  context(): Record<string, unknown>;
  /** Call a public method as a program would over XML-RPC; a refusal is an Error with its sentence. */
  call<T>(model: string, method: string, args: unknown[], kwargs?: object): Promise<T>;
  /** Open a record of the view's model, keeping the breadcrumbs. */
  open(id: number): void;
  /** Run an Odoo action; the promise ends when a dialog of it was closed. */
  run(action: object): Promise<void>;
  /** Fetch the records again. */
  reload(): Promise<void>;
  notify(text: string, kind: "success" | "warning" | "danger" | "info"): void;
}
