/** What the search box, the tools for places and the list of unplaced records ask. */

export interface PlaceServices {
  /** The user may lack some rights; what is not allowed is not offered. */
  places: Places;
}

export interface Places {
  tools(): Promise<PlaceTools>;
  /** Records by words of name, phone, tag or address. */
  searchRecords(text: string): Promise<FoundRecord[]>;
  /** A place by its address; an Error says why none was found. */
  findAddress(text: string): Promise<FoundPlace>;
  describe(lat: number, lon: number): Promise<FoundPlace>;
  /** Ask for the rest and create; null when the user gives up. */
  create(kind: Kind, place: FoundPlace): Promise<Created | null>;
  /** Put a record where the user says, and fetch the records again. */
  setPlace(id: number, lat: number, lon: number): Promise<void>;
  /** Why these records have no position; at most 100 at once. */
  unplaced(ids: number[]): Promise<Unplaced[]>;
  /** Look up the addresses of these records; answers what came of it. */
  locate(ids: number[]): Promise<string>;
}

export type Kind = "customer" | "lead";

export interface PlaceTools {
  create: Kind[];
  /** Whether pins may be dragged to another place. */
  move: boolean;
}

export interface FoundRecord {
  id: number;
  name: string;
  /** Address and phone on one line. */
  detail: string;
  /** Degrees (WGS-84); null without a position. */
  lat: number | null;
  lon: number | null;
  /** Not among the records that the search bar lets through. */
  outside: boolean;
}

export interface FoundPlace {
  lat: number;
  lon: number;
  label: string;
  /** How exact it is, or why no address is known; "" when there is nothing to say. */
  note: string;
  /** Parts of the address; they travel back when something is created. */
  address: Record<string, string>;
}

export interface Created {
  id: number;
  name: string;
  /** Whether it is a record of the map's own kind. */
  here: boolean;
}

export interface Unplaced {
  id: number;
  name: string;
  reason: string;
  canLocate: boolean;
  canPlace: boolean;
}
