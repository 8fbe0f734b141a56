/** What the server hands to the app (`field.visit.app.load`) and what the app sends back. */

/** Texts in the user's language by key; a key without text shows itself. */
export type Words = Record<string, string>;

export interface Visit {
  visit_id: number;
  sequence: number;
  customer: string;
  partner_id: number;
  lead_id: number;
  state: "draft" | "planned" | "in_progress" | "done" | "missed" | "cancelled";
  /** UTC, "YYYY-MM-DD HH:MM:SS"; "" for none, as all moments here. */
  start: string;
  end: string;
  travel_started_at: string;
  actual_start: string;
  actual_end: string;
  latitude: number;
  longitude: number;
  has_position: boolean;
  leg_distance_m: number;
  leg_travel_s: number;
  wait_s: number;
  /** The way really driven there, as far as positions were recorded; false: not known. */
  driven?: { distance_m: number; gap_m: number } | false;
  address: string;
  phone: string;
  score: number;
  grade: string;
  is_waypoint: boolean;
  [more: string]: unknown;
}

export interface Route {
  id: number;
  date: string;
  state: string;
  distance_m: number;
  travel_s: number;
  start_at: string;
  end_at: string;
  stops: Visit[];
  [more: string]: unknown;
}

/** One load: every key but the first ones is a part of the server (`_app_part_<key>`). */
export interface Snapshot {
  schema: 1;
  /** The server's clock when it answered, UTC. */
  at: string;
  user: {
    id: number;
    name: string;
    lang: string;
    tz: string;
    /** Name of the user's store on a phone; two users or databases have two. */
    store?: string;
  };
  rep: { id: number; name: string; company: string } | null;
  words: Words;
  today: string;
  route: Route | null;
  [part: string]: unknown;
}

/** One thing that the rep did. The server stores each `uuid` once and calls `_event_<kind>`. */
export interface AppEvent {
  uuid: string;
  kind: string;
  /** The device's clock, UTC, "YYYY-MM-DD HH:MM:SS". */
  at: string;
  /** Order on this device, from 1 on. */
  number: number;
  data: Record<string, unknown>;
  /** The server's clock when the phone last heard of it before, and how far its own was ahead. */
  since?: string;
  ahead_s?: number;
  /** The visit as the phone showed it. */
  seen?: Record<string, unknown>;
  /** The rep knows that it is in conflict. */
  anyway?: boolean;
}

/** The server's word on one event. */
export interface Receipt {
  uuid: string;
  state: "done" | "conflict" | "refused";
  /** A sentence for the rep; "" when there is nothing to say. */
  message: string;
  /** What the server has instead, for a conflict. */
  server: Record<string, unknown>;
  /** The phone set it aside by itself: the server may not have it. */
  unsent?: boolean;
  /** "Do it anyway" is worth a try. */
  can_force?: boolean;
}
