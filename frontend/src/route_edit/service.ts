/** What editing routes asks of its surroundings. */

/** One visit gets another place. Carried out one after the other, the moves make a draft. */
export interface Move {
  visit_id: number;
  /** 0: out of its route. */
  route_id: number;
  /** Place among the planned stops of the route, from 1. */
  position: number;
}

export interface TimedStop {
  visit_id: number;
  customer: string;
  /** From and to on the rep's clock. */
  clock: string;
  leg_distance_m: number;
  leg_travel_s: number;
  wait_s: number;
}

/** A rule that the draft breaks, as a sentence; visit_id is 0 when it is about the whole route. */
export interface Violation {
  code: string;
  visit_id: number;
  text: string;
}

/** A route after the moves. */
export interface RouteCheck {
  route_id: number;
  name: string;
  /** YYYY-MM-DD */
  date: string;
  stamp: string;
  editable: boolean;
  /** Why it cannot be edited. */
  reason: string;
  /** Visits that have begun or are over: they come first and stay. */
  fixed: number[];
  /** Planned visits in their order, with the names in `customers`. */
  order: number[];
  customers: string[];
  clock: string;
  distance_m: number;
  travel_s: number;
  end_leg_distance_m: number;
  end_leg_travel_s: number;
  stops: TimedStop[];
  violations: Violation[];
}

export interface MovesAnswer {
  fits: boolean;
  routes: RouteCheck[];
  out: { visit_id: number; customer: string }[];
  /** What speaks against taking visits out. */
  violations: Violation[];
  /** A sentence for each route that somebody else changed meanwhile. */
  stale: string[];
}

/** `{route id: stamp}` of the routes as they were when the draft was begun. */
export type Stamps = Record<string, string>;

export interface RouteEditService {
  /** Times and broken rules of the routes after the moves; nothing is written. */
  check(routeIds: number[], moves: Move[], stamps: Stamps): Promise<MovesAnswer>;
  /** Carry out all moves, or none. */
  save(moves: Move[], stamps: Stamps): Promise<MovesAnswer>;
  /** The draft was saved: show it everywhere. */
  saved(text: string): Promise<void>;
  /** Fetch the routes again. */
  reload(): Promise<void>;
}

export interface RouteEditServices {
  routeEdit: RouteEditService;
}
