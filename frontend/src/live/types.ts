/** What the server says of the live day, see `field.visit.live`. Moments are UTC, ISO 8601; "" is none. */
export interface LiveStop {
  visit_id: number;
  name: string;
  planned: string;
  arrival: string;
  /** Left out where it is not known. */
  latitude?: number;
  longitude?: number;
}

export type DayState = "none" | "not_begun" | "travelling" | "visiting" | "between" | "finished";

export interface LiveAlert {
  code: "late" | "no_check_in" | "off_route";
  value: number;
  text: string;
  visit_ids: number[];
}

export interface LivePosition {
  latitude: number;
  longitude: number;
  accuracy_m: number;
  at: string;
  /** On a trail: until then the rep was seen at the same place. */
  until?: string;
  /** Nothing is known of the time since the position before. */
  after_gap?: boolean;
}

export interface LiveRep {
  id: number;
  name: string;
  /** Empty without one. */
  team: { id?: number; name?: string };
  color: string;
  on_duty: boolean;
  /** Empty without one. */
  position: Partial<LivePosition>;
  route_id: number;
  state: DayState;
  done: number;
  missed: number;
  total: number;
  late_s: number;
  /** Empty without one. */
  current: Partial<LiveStop>;
  next: Partial<LiveStop>;
  alerts: LiveAlert[];
}

export interface LiveAnswer {
  at: string;
  reps: LiveRep[];
}

/**
 * A quarter of an hour of a way: its number, whether its first piece goes on from the stretch before, and a piece, pairs
 * of latitude and longitude, for each time without a gap.
 */
export type Stretch = [number, boolean, [number, number][][]];

/** Ways of today; they take the place of what the page has of a rep from the stretch `from` on. */
export interface TrailsAnswer {
  at: string;
  trails: { rep_id: number; from: number; stretches: Stretch[] }[];
}

export interface DayStop extends LiveStop {
  state: string;
  began: string;
  ended: string;
  latitude: number;
  longitude: number;
  has_position: boolean;
  promised: boolean;
}

interface End {
  latitude?: number;
  longitude?: number;
}

/** One rep's day: the way that was gone, and the stops. */
export interface LiveDay {
  rep_id: number;
  date: string;
  phone: string;
  /** Names of the states of visits. */
  states: Record<string, string>;
  trail: LivePosition[];
  distance_m: number;
  stops: DayStop[];
  start: End;
  end: End;
}
