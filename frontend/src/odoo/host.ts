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
  /** Run an Odoo action; the promise ends when a dialog of it was closed, with its `infos`. */
  run(action: object): Promise<unknown>;
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
  linked?: Linked;
}

/** The map shows other records than the search bar finds: those that belong to them. */
export interface Linked {
  /** Model of the records on the map. */
  records: string;
  /** Their many2one field to the view's model. */
  link: string;
  /** Further condition on them. */
  only: unknown[];
}

/** Read the view's arch, which older web clients give as text. */
export function parseArch(arch: Element | string): MapView {
  const root =
    typeof arch === "string"
      ? new DOMParser().parseFromString(arch, "text/xml").documentElement
      : arch;
  const value = (name: string): string => root.getAttribute(name) || "";
  const inside = Array.from(root.children).filter((child) => child.tagName === "field");
  const fields = inside.map((child) => child.getAttribute("name") || "");
  const linked = linkedOf(value);
  return {
    lat: value("lat"),
    lon: value("lon"),
    color: value("color"),
    shape: value("shape"),
    icon: value("icon"),
    route: value("route"),
    order: value("order"),
    // Odoo looks for fields inside in the view's own model, so those of others are an attribute
    fields: linked ? value("popup").split(",").filter(Boolean) : fields,
    ...(linked ? { linked } : {}),
  };
}

function linkedOf(value: (name: string) => string): Linked | undefined {
  if (!value("records")) return undefined;
  const only = JSON.parse(value("only") || "[]") as unknown[];
  return { records: value("records"), link: value("link"), only };
}
