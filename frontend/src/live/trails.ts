/**
 * The ways of today of all reps on the map, as lines with few corners. A way is fetched as a whole once, in portions;
 * from then on one question brings what is new of all of them, whenever the page has heard of a change.
 */
import type { LiveRep, Stretch, TrailsAnswer } from "./types";

export type Piece = { lat: number; lon: number }[];

export interface TrailsQuestion {
  rep_ids: number[];
  /** Only what was stored after that answer. */
  since?: string;
}

/** Whole ways in one question: an answer stays small, and the map fills up step by step. */
export const PORTION = 20;
/** Lines follow their reps at this distance in time; what is missing altogether is asked for at once. */
export const EVERY_MS = 3000;
export const AGAIN_MS = 10_000;
/** Who was not on the map for so long is asked about as a whole. */
export const BEHIND_MS = 600_000;
/** And everybody is so often: what was taken back since is in no news. */
export const ANEW_MS = 900_000;

interface Way {
  stretches: Stretch[];
  /** The answer that told the last of it, when it came, and when the whole way came. */
  since: string;
  heard: number;
  whole: number;
}

export class Trails {
  lines = new Map<number, Piece[]>();
  private on = false;
  private reps: LiveRep[] = [];
  private ways = new Map<number, Way>();
  private isChanged = false;
  private day = "";
  private round = 0;
  private asking = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private ask: (question: TrailsQuestion) => Promise<TrailsAnswer>,
    private show: () => void,
  ) {}

  turn(on: boolean): void {
    this.on = on;
    if (!on) this.forget();
    else void this.next();
  }

  /** The reps as they are now; nobody is asked about but those who are on the map. */
  follow(reps: ReadonlyMap<number, LiveRep>, isShown: (rep: LiveRep) => boolean): void {
    this.reps = [...reps.values()].filter((rep) => rep.position.at && isShown(rep));
    this.isChanged = true;
    const day = new Date().toDateString();
    if (day !== this.day) this.forget();
    this.day = day;
    for (const id of this.ways.keys()) {
      if (reps.get(id)?.position.at) continue;
      this.ways.delete(id);
      this.lines.delete(id);
    }
    if (this.on && this.timer === undefined && !this.asking) void this.next();
  }

  /** Of how many reps on the map the way is there, and of how many it is to come. */
  progress(): [number, number] {
    const missing = this.missing().length;
    return this.on ? [this.reps.length - missing, this.reps.length] : [0, 0];
  }

  stop(): void {
    this.turn(false);
  }

  private forget(): void {
    this.round++;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lines.clear();
    this.ways.clear();
  }

  private missing(): LiveRep[] {
    return this.reps.filter(({ id }) => !this.ways.has(id));
  }

  private async next(): Promise<void> {
    if (!this.on || this.asking) return;
    const { round } = this;
    this.asking = true;
    let delay = EVERY_MS;
    try {
      const portion = this.portion();
      // answers of several portions are of different times: what is new of the first is asked for later
      this.isChanged &&= portion.length < this.reps.length;
      if (portion.length) await this.fetch(portion, false);
      else if (this.isChanged) await this.follows();
      else delay = -1;
      if (round === this.round && this.missing().length) delay = 0;
    } catch {
      // the page says by itself that the server is out of reach
      this.isChanged = true;
      delay = AGAIN_MS;
    }
    this.asking = false;
    if (round !== this.round) delay = 0;
    if (delay >= 0) this.later(delay);
  }

  /** The next ones to be asked about as a whole: those without a way, and those behind. */
  private portion(): LiveRep[] {
    const latest = Date.now() - BEHIND_MS;
    const missing = this.missing();
    const behind = this.reps.filter(({ id }) => (this.ways.get(id)?.heard || latest) < latest);
    return [...missing, ...behind].slice(0, PORTION);
  }

  /** What is new of all, and some of them anew. */
  private async follows(): Promise<void> {
    this.isChanged = false;
    const { reps, round } = this;
    if (!reps.length) return;
    await this.fetch(reps, true);
    const latest = Date.now() - ANEW_MS;
    const old = reps.filter(({ id }) => (this.ways.get(id)?.whole || latest) < latest);
    if (old.length && round === this.round) await this.fetch(old.slice(0, PORTION), false);
  }

  private async fetch(reps: LiveRep[], isNew: boolean): Promise<void> {
    const { round } = this;
    const rep_ids = reps.map(({ id }) => id);
    const times = rep_ids.map((id) => this.ways.get(id)?.since || "").sort();
    const answer = await this.ask(isNew ? { rep_ids, since: times[0] } : { rep_ids });
    if (round !== this.round) return;
    // who lost his positions while the answer was under way has no way either
    const still = new Set(this.reps.map(({ id }) => id));
    this.note(rep_ids.filter((id) => still.has(id)), answer.at, isNew); // prettier-ignore
    for (const one of answer.trails) if (still.has(one.rep_id)) this.take(one);
    this.show();
  }

  private note(ids: number[], since: string, isNew: boolean): void {
    const heard = Date.now();
    for (const id of ids) {
      const way = this.ways.get(id);
      if (isNew && way) Object.assign(way, { since, heard });
      else if (!isNew) {
        this.ways.set(id, { stretches: [], since, heard, whole: heard });
        this.lines.delete(id);
      }
    }
  }

  /** An answer takes the place of all that there is of the way from its number on. */
  private take({ rep_id, from, stretches }: TrailsAnswer["trails"][number]): void {
    const way = this.ways.get(rep_id);
    if (!way) return;
    way.stretches = [...way.stretches.filter(([number]) => number < from), ...stretches];
    this.lines.set(rep_id, lineOf(way.stretches));
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

/** The pieces of a way that is told in these stretches. */
export function lineOf(stretches: Stretch[]): Piece[] {
  const found: Piece[] = [];
  for (const [, joined, pieces] of stretches) {
    pieces.forEach((piece, i) => {
      const spots = piece.map(([lat, lon]) => ({ lat, lon }));
      if (joined && !i && found.length) found[found.length - 1].push(...spots);
      else found.push(spots);
    });
  }
  return found;
}
