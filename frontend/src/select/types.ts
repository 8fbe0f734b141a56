/** Choosing records by drawing: what is drawn, and what the map asks of its surroundings. */

/** A GeoJSON polygon, or a circle or drive, which GeoJSON does not know. Positions: [lon, lat]. */
export type Shape =
  | GeoJSON.Polygon
  | { type: "Circle"; coordinates: [number, number]; radius_m: number }
  | { type: "Drive"; coordinates: [number, number]; minutes: number };

export type Tool = "lasso" | "polygon" | "rectangle" | "circle" | "drive";

/** Who is inside; `shape` is what was used: of a drive the area that is reached. */
export interface Found {
  ids: number[];
  shape: Shape | GeoJSON.MultiPolygon;
  note: string;
}

/** Why a shape cannot be used, and where: [lat, lon], or nothing. */
export interface Fault {
  message: string;
  place: number[];
}

export interface SelectionAction {
  name: string;
  /** Whether a new name may be given instead of a choice. */
  creates: boolean;
}

export interface Choice {
  id: number;
  name: string;
}

export interface Refusal {
  id: number;
  name: string;
  reason: string;
}

export interface Outcome {
  message: string;
  done: number;
  refused: Refusal[];
  /** Undoes the action; 0 when there is nothing to undo. */
  change_id: number;
}

export interface TextFile {
  name: string;
  type: string;
  content: string;
}

/** The surroundings decide who is inside and what may be done; the map draws and shows. */
export interface SelectServices {
  selectInShape(shape: Shape): Promise<Found | { fault: Fault }>;
  selectionActions(): Promise<SelectionAction[]>;
  selectionChoices(action: string, text: string): Promise<Choice[]>;
  actOnSelection(action: string, ids: number[], value: number | string | false): Promise<Outcome>;
  undoSelection(changeId: number): Promise<Outcome>;
  exportSelection(ids: number[], kind: "csv" | "geojson"): Promise<TextFile>;
  openSelection(ids: number[]): Promise<void>;
  /** A dry run of giving them to whom their territories belong, in a dialog of its own. */
  assignByTerritory(ids: number[]): Promise<void>;
  planSelection(ids: number[], kind: "plan_route" | "plan_week"): Promise<void>;
}
