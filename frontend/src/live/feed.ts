/**
 * Keeps the reps on the page in step with the server: the bell of Odoo's bus names those who changed, and only they
 * are asked for. Where the bus does not reach the page, it asks for all of them again and again.
 */
import type { LiveAnswer, LiveRep } from "./types";

/** Bells within this time are answered by one question. */
export const TOGETHER_MS = 200;
/** The server rings at a question for all; no bell by then means that the bus is out of reach. */
export const ECHO_MS = 4000;
/** Everything anew, with the bus and without. */
export const WITH_BUS_MS = 60_000;
export const WITHOUT_BUS_MS = 5000;

export type Link = "bus" | "poll" | "lost";

export interface Question {
  rep_ids?: number[];
  ring?: boolean;
}

export class LiveFeed {
  reps = new Map<number, LiveRep>();
  link: Link = "poll";
  /** When the server last answered, by its own clock. */
  at = "";
  private changed = new Set<number>();
  private asking = false;
  private allWanted = true;
  private heard = 0;
  private asked = 0;
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private echo: ReturnType<typeof setTimeout> | undefined;
  private whole: ReturnType<typeof setTimeout> | undefined;

  /** `show` is told the reps that changed, null for all of them. */
  constructor(
    private ask: (question: Question) => Promise<LiveAnswer>,
    private show: (changed: Set<number> | null) => void,
  ) {}

  start(): Promise<void> {
    return this.all();
  }

  stop(): void {
    this.stopped = true;
    for (const timer of [this.timer, this.echo, this.whole]) clearTimeout(timer);
  }

  /** A message of the bus. */
  ring(payload: unknown): void {
    const ids = (payload as { rep_ids?: unknown } | null)?.rep_ids;
    if (this.stopped || !Array.isArray(ids)) return;
    this.heard = Date.now();
    if (this.link === "poll") this.setLink("bus");
    for (const id of ids) if (typeof id === "number") this.changed.add(id);
    if (this.changed.size) this.soon();
  }

  /** Ask for everybody now, because the page is looked at again. */
  all(): Promise<void> {
    this.allWanted = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    return this.next();
  }

  /** Nobody looks at the page: nothing is asked until `all`. */
  rest(): void {
    for (const timer of [this.timer, this.echo, this.whole]) clearTimeout(timer);
    this.timer = undefined;
    this.changed.clear();
  }

  private soon(): void {
    if (this.timer === undefined && !this.asking) {
      const delay = Math.max(0, this.asked + TOGETHER_MS - Date.now());
      this.timer = setTimeout(() => {
        this.timer = undefined;
        void this.next();
      }, delay);
    }
  }

  private async next(): Promise<void> {
    if (this.asking || this.stopped) return;
    this.asking = true;
    const whole = this.allWanted;
    const ids = [...this.changed];
    this.allWanted = false;
    this.changed.clear();
    this.asked = Date.now();
    try {
      this.take(await this.ask(whole ? { ring: true } : { rep_ids: ids }), whole, ids);
      if (whole) this.listen(this.asked);
    } catch {
      clearTimeout(this.echo);
      if (!this.stopped) this.setLink("lost");
      this.later(WITHOUT_BUS_MS);
    }
    this.asking = false;
    if (this.stopped) return;
    if (this.allWanted) void this.next();
    else if (this.changed.size) this.soon();
  }

  private take(answer: LiveAnswer, whole: boolean, ids: number[]): void {
    if (this.stopped) return;
    this.at = answer.at;
    if (whole) this.reps.clear();
    // who was asked for and is not in the answer is out of reach now
    for (const id of ids) this.reps.delete(id);
    for (const rep of answer.reps) this.reps.set(rep.id, rep);
    if (this.link === "lost") this.link = "poll";
    this.show(whole ? null : new Set(ids));
  }

  /** Wait for the echo of a question, and for the next one. */
  private listen(asked: number): void {
    clearTimeout(this.echo);
    this.echo = setTimeout(() => {
      const heard = this.heard >= asked;
      if (!heard && this.link === "bus") this.setLink("poll");
      this.later(heard ? WITH_BUS_MS : WITHOUT_BUS_MS);
    }, ECHO_MS);
    this.later(WITH_BUS_MS);
  }

  private later(delay: number): void {
    clearTimeout(this.whole);
    if (!this.stopped) this.whole = setTimeout(() => void this.all(), delay);
  }

  private setLink(link: Link): void {
    if (link === this.link) return;
    this.link = link;
    this.show(new Set());
  }
}
