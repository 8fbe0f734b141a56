/** What the popup asks about the record that was clicked. Missing values are empty, never null. */
import type { Columns } from "../types";

export interface VisitDay {
  /** Day as YYYY-MM-DD. */
  date?: string;
  rep?: string;
  note?: string;
  late_days?: number;
}

export interface Amount {
  label?: string;
  count?: number;
  amount?: string;
  names?: string[];
}

/** A button of the popup; whoever answers the question knows what is behind its key. */
export interface DetailAction {
  key: string;
  label: string;
}

export interface Details {
  contact?: { name?: string; role?: string };
  phone?: string;
  address?: string;
  tags?: string[];
  salesperson?: string;
  score?: number;
  grade?: string;
  /** Which number the score is: by rules, learned, set by hand. */
  score_from?: string;
  /** Points that rules gave, or took away: the strongest first. */
  points?: { text: string; points: number }[];
  /** Sentences that tell why. */
  reasons?: string[];
  /** What to talk about: at this visit, or at the customer's next one. */
  agenda?: { text: string; done: boolean }[];
  last_visit?: VisitDay;
  next_visit?: VisitDay;
  opportunities?: Amount;
  sales?: Amount[];
  navigation: { name: string; url: string }[];
  actions: DetailAction[];
  /** Fields of the columns that need not be shown again. */
  covers: string[];
  /** The fields that the view names, of this record alone, when the map's columns are without them. */
  values?: Columns;
}

export interface PopupServices {
  /** Everything that the user may know of one record, whose pin stands at `place`. */
  details(id: number, place: { lat: number; lon: number }): Promise<Details>;
  /** Do what the button says and tell the user how it went; it ends when all of it is done. */
  detailAction(id: number, action: DetailAction): Promise<void>;
}
