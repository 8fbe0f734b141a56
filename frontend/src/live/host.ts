/** What the Odoo web client of any series does for the live map; the adapters implement it. */
export interface LiveHost {
  /** Call a public method; a refusal is an Error with its sentence. */
  call<T>(model: string, method: string, args: unknown[]): Promise<T>;
  /** Run an Odoo action; `closed` is called once a dialog that it opens is closed. */
  run(action: object, closed?: () => void): Promise<unknown>;
  notify(text: string, kind: "success" | "warning" | "danger" | "info"): void;
  /** Hear the messages of a type that the server sends to this user; the answer ends it. */
  listen(type: string, hear: (payload: unknown) => void): () => void;
}
