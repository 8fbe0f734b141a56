/**
 * The ways of today of all reps on the map, as lines with few corners. Only those are asked for whose position is
 * another one than when their line was fetched, so it makes no difference how the page learns of it.
 */
import type { LiveRep, TrailsAnswer } from "./types";

export type Piece = { lat: number; lon: number }[];

/** Reps in one question: an answer stays small, and the map fills up step by step. */
export const PORTION = 50;
/** Lines follow their reps at this distance in time; what is missing altogether is asked for at once. */
export const EVERY_MS = 3000;
export const AGAIN_MS = 10_000;

export class Trails {
  lines = new Map<number, Piece[]>();
  private on = false;
  private reps: LiveRep[] = [];
  /** When the position was that a rep's line leads to. */
  private until = new Map<number, string>();
  private day = "";
  private round = 0;
  private asking = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private ask: (repIds: number[]) => Promise<TrailsAnswer>,
    private show: () => void,
  ) {}

  turn(on: boolean): void {
    this.on = on;
    if (!on) this.forget();
    else void this.next();
  }

  /** The reps as they are now; nobody is asked about but those who are on the map. */
  follow(reps: ReadonlyMap<number, LiveRep>, isShown: (rep: LiveRep) => boolean): void {
    this.reps = [...reps.values()].filter(isShown);
    const day = new Date().toDateString();
    if (day !== this.day) this.forget();
    this.day = day;
    for (const id of this.until.keys()) {
      if (reps.has(id)) continue;
      this.until.delete(id);
      this.lines.delete(id);
    }
    if (this.on && this.timer === undefined && !this.asking) void this.next();
  }

  stop(): void {
    this.turn(false);
  }

  private forget(): void {
    this.round++;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lines.clear();
    this.until.clear();
  }

  private wanted(): LiveRep[] {
    const found = this.reps.filter(
      ({ id, position }) => position.at && position.at !== this.until.get(id),
    );
    return found.sort((a, b) => Number(this.until.has(a.id)) - Number(this.until.has(b.id)));
  }

  private async next(): Promise<void> {
    const reps = this.wanted().slice(0, PORTION);
    if (!this.on || this.asking || !reps.length) return;
    const { round } = this;
    this.asking = true;
    let delay = EVERY_MS;
    try {
      const answer = await this.ask(reps.map(({ id }) => id));
      if (round === this.round) this.take(answer, reps);
      if (this.wanted().some(({ id }) => !this.until.has(id))) delay = 0;
    } catch {
      // the page says by itself that the server is out of reach
      delay = AGAIN_MS;
    }
    this.asking = false;
    this.later(delay);
  }

  private take(answer: TrailsAnswer, asked: LiveRep[]): void {
    for (const { id, position } of asked) {
      this.until.set(id, position.at || "");
      this.lines.delete(id);
    }
    for (const { rep_id, pieces } of answer.trails)
      this.lines.set(rep_id, pieces.map((piece) => piece.map(([lat, lon]) => ({ lat, lon })))); // prettier-ignore
    this.show();
  }

  private later(delay: number): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.on) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.next();
    }, delay);
  }
}
