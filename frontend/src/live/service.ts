/** What the map shows of people at work; the page around it decides whom. */
import type { Trail } from "./trail";

export interface Person {
  id: number;
  name: string;
  lat: number;
  lon: number;
  accuracy_m: number;
  color: string;
  /** Seen too long ago to stand for the present. */
  pale: boolean;
  needsALook: boolean;
  chosen: boolean;
  /** Lines of the tooltip. */
  note: () => string;
}

/** The way of one of many. */
export interface Line {
  id: number;
  color: string;
  /** The same list as long as the line is the same. */
  pieces: { lat: number; lon: number }[][];
}

export interface LivePicture {
  people: Person[];
  lines: Line[];
  trail: Trail | null;
  /** Places to bring into view, once for each list. */
  focus: { lat: number; lon: number }[] | null;
}

export interface LiveServices {
  live?: {
    picture(): LivePicture;
    choose(id: number): void;
    /** The map tells how it is drawn again when people have moved and nothing else has changed. */
    drawnBy(redraw: () => void): void;
  };
}
