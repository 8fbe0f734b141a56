/** Drawing territories: what the map asks of its surroundings. Positions are [lon, lat]. */
import type { DetailAction } from "../popup/service";
import type { Choice, Fault } from "../select/types";

export type Outline = GeoJSON.Polygon | GeoJSON.MultiPolygon;
export type LinkField = "parent_id" | "team_id" | "user_id";

/** What a form holds of a territory; 0 and null stand for nothing. */
export interface AreaValues {
  name: string;
  kind: string;
  color: number;
  parent_id: Choice | null;
  team_id: Choice | null;
  user_id: Choice | null;
  /** Where areas of the same rank overlap the higher one wins; 0 leaves it as it is. */
  precedence?: number;
}

export interface DrawTools {
  create: boolean;
  edit: boolean;
  kinds: { key: string; name: string }[];
  /** By their number; "" leaves the choice to the map. */
  colors: string[];
}

export interface Changed {
  boundary: Outline;
  corners: number;
  size_km2: number;
}

/** So many records, and some of their names. */
export interface Named {
  count: number;
  names: string[];
}

export interface Preview {
  come: Named;
  leave: Named;
  owners: Named;
  /** Names of areas that share ground with this one. */
  overlaps: string[];
  /** The precedence with which it goes before these; 0 when it does so already. */
  before: number;
  /** The smallest area that holds all of it; without an id there is none. */
  parent: Partial<Choice>;
  corners: number;
  size_km2: number;
}

export interface Refused {
  fault: Fault;
}

export interface Saved {
  id: number;
  name: string;
  message: string;
  /** Whether the former outline can be given back. */
  undo?: boolean;
  /** What else the user may want to do now, such as looking at who would change owner. */
  actions?: DetailAction[];
}

export interface AreaCard {
  id: number;
  name: string;
  facts: { label: string; text: string }[];
  values: AreaValues;
  edit: boolean;
  undo: boolean;
  actions: DetailAction[];
}

/** What the map was opened for: the tools, and if it has an id, a territory. */
export interface Opening {
  id: number;
}

export interface TerritoryService {
  tools(): Promise<DrawTools>;
  choices(field: LinkField, text: string): Promise<Choice[]>;
  /** The outline changed by a piece, or with fewer corners; nothing is saved. */
  change(
    boundary: Outline,
    change: "add" | "cut" | "simplify" | "check",
    piece: Outline | null,
    tolerance_m: number,
  ): Promise<Changed | Refused>;
  /** What saving would change; id 0 is a new territory. */
  preview(boundary: Outline, id: number, values: AreaValues): Promise<Preview | Refused>;
  save(boundary: Outline, id: number, values: AreaValues): Promise<Saved>;
  undo(id: number): Promise<Saved>;
  card(id: number): Promise<AreaCard>;
  /** Do what a button of a card or an answer says. */
  act(action: DetailAction): Promise<void>;
  /** Null unless the map was opened for territories. */
  opening(): Opening | null;
}

export interface TerritoryServices {
  territories: TerritoryService;
}
