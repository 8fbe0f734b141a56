/** What the Odoo web client of any series does for the map; the adapters implement it. */
export interface OdooHost {
  /** Name of the view's model. */
  readonly model: string;
  /** What the view's arch asks for. */
  readonly view: MapView;
  /** Names the view among all of the web client: its state is kept under this name. */
  readonly key: string;
  /** The search bar's present domain and group-by, and the user's context. */
  domain(): unknown[];
  groupBy(): string[];
  context(): Record<string, unknown>;
  /** Call a public method as a program would over XML-RPC; a refusal is an Error with its sentence. */
  call<T>(model: string, method: string, args: unknown[], kwargs?: object): Promise<T>;
  /** Open a record of the view's model, keeping the breadcrumbs; `ids`: those to leaf through. */
  open(id: number, ids: number[]): void;
  /** Run an Odoo action; the promise ends when a dialog of it was closed. */
  run(action: object): Promise<void>;
  /** Fetch the records again. */
  reload(): Promise<void>;
  notify(text: string, kind: "success" | "warning" | "danger" | "info"): void;
}

/** Attributes of `<field_visit_map>` and the fields inside; an attribute left out is "". */
export interface MapView {
  lat: string;
  lon: string;
  color: string;
  shape: string;
  icon: string;
  route: string;
  order: string;
  fields: string[];
}

/** Read the view's arch, which older web clients give as text. */
export function parseArch(arch: Element | string): MapView {
  const root =
    typeof arch === "string"
      ? new DOMParser().parseFromString(arch, "text/xml").documentElement
      : arch;
  const value = (name: string): string => root.getAttribute(name) || "";
  const fields = Array.from(root.children).filter((child) => child.tagName === "field");
  return {
    lat: value("lat"),
    lon: value("lon"),
    color: value("color"),
    shape: value("shape"),
    icon: value("icon"),
    route: value("route"),
    order: value("order"),
    fields: fields.map((child) => child.getAttribute("name") || ""),
  };
}
