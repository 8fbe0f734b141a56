/** A draft of routes: moves on top of the routes as they stand, held here until they are saved. */
import type {
  Move,
  MovesAnswer,
  RouteCheck,
  RouteEditService,
  Stamps,
  TimedStop,
  Violation,
} from "./service";

/** So many routes are asked for at once when editing begins. */
const CHUNK = 20;

interface Step {
  move: Move;
  /** Missing until the server has answered. */
  answer: MovesAnswer | null;
}

/** A draft as plain data, to go on with it on another map. */
export interface KeptDraft {
  moves: Move[];
  stamps: Stamps;
}

export interface DraftEvents {
  changed(): void;
  /** A move was refused, with the sentence why. */
  refused(sentence: string): void;
}

export class RouteDraft {
  /** Whether the routes as they stand are being read. */
  loading = false;
  saving = false;
  private base = new Map<number, RouteCheck>();
  private names = new Map<number, string>();
  private steps: Step[] = [];
  /** Stamps of the touched routes when they were first touched. */
  private begun: Stamps = {};
  private reading = 0;

  constructor(
    private service: RouteEditService,
    private events: DraftEvents,
  ) {}

  get moves(): Move[] {
    return this.steps.map((step) => step.move);
  }

  get isEmpty(): boolean {
    return !this.steps.length;
  }

  /** Whether the times of the last move are still awaited. */
  get isWaiting(): boolean {
    return !this.isEmpty && !this.steps[this.steps.length - 1].answer;
  }

  /** Read the routes as they stand; a draft on top of them stays. */
  async load(ids: number[]): Promise<void> {
    const reading = ++this.reading;
    this.loading = true;
    this.events.changed();
    try {
      for (let at = 0; at < ids.length && reading === this.reading; at += CHUNK) {
        const answer = await this.service.check(ids.slice(at, at + CHUNK), [], {});
        if (reading === this.reading) this.keep(answer);
      }
    } catch (error) {
      if (reading === this.reading) this.events.refused((error as Error).message);
    }
    if (reading !== this.reading) return;
    this.loading = false;
    this.events.changed();
  }

  /** Make a move: the order is there at once, the times follow. */
  move(move: Move): Promise<void> {
    this.steps.push({ move, answer: null });
    this.noteStamps();
    this.events.changed();
    return this.ask();
  }

  undo(): void {
    this.steps.pop();
    if (this.isEmpty) this.begun = {};
    this.events.changed();
    void this.ask();
  }

  discard(): void {
    this.steps = [];
    this.begun = {};
    this.events.changed();
  }

  /** This draft as plain data; null when there is none. */
  kept(): KeptDraft | null {
    return this.isEmpty ? null : { moves: this.moves, stamps: this.begun };
  }

  /** Go on with a draft of another map; the server tells what was changed since. */
  restore(draft: KeptDraft): Promise<void> {
    this.steps = draft.moves.map((move) => ({ move, answer: null }));
    this.begun = { ...draft.stamps };
    this.noteStamps();
    this.events.changed();
    return this.ask();
  }

  /** Save all moves; resolves to whether they were. */
  async save(): Promise<boolean> {
    this.saving = true;
    this.events.changed();
    try {
      this.keep(await this.service.save(this.moves, this.begun));
      this.steps = [];
      this.begun = {};
      return true;
    } catch (error) {
      this.events.refused((error as Error).message);
      return false;
    } finally {
      this.saving = false;
      this.events.changed();
    }
  }

  /** Ids of the routes that are known, in the order in which they were asked for. */
  routeIds(): number[] {
    return [...this.base.keys()];
  }

  /** Days on which there are routes that can be edited, in order. */
  days(): string[] {
    const routes = [...this.base.values()].filter((route) => route.editable);
    return [...new Set(routes.map((route) => route.date))].sort();
  }

  /** Routes of the day that can be edited; "" means all days. */
  routesOf(day: string): number[] {
    const routes = [...this.base.values()].filter((route) => route.editable);
    return routes.filter((route) => !day || route.date === day).map((route) => route.route_id);
  }

  /** The route after the moves, as far as the server has told; its `order` is always the draft's. */
  route(id: number): RouteCheck {
    const answer = this.answer();
    const told = answer && answer.routes.find((route) => route.route_id === id);
    const check = told || (this.base.get(id) as RouteCheck);
    return { ...check, order: this.orders().get(id) || check.order };
  }

  /** The route as it stands, without the moves. */
  standing(id: number): RouteCheck {
    return this.base.get(id) as RouteCheck;
  }

  /** Planned visits of every known route after the moves. */
  orders(): Map<number, number[]> {
    const orders = new Map([...this.base].map(([id, route]) => [id, route.order.slice()]));
    for (const { move } of this.steps) applyMove(orders, move);
    return orders;
  }

  /** Visits that the moves took out of their routes. */
  out(): number[] {
    const placed = new Set([...this.orders().values()].flat());
    const moved = new Set(this.steps.map(({ move }) => move.visit_id));
    return [...moved].filter((id) => !placed.has(id));
  }

  /** Routes that the moves change. */
  touched(): number[] {
    const before = new Map<number, number>();
    for (const [id, route] of this.base) for (const visit of route.order) before.set(visit, id);
    const ids = this.steps.flatMap(({ move }) => [move.route_id, before.get(move.visit_id) || 0]);
    return [...new Set(ids)].filter((id) => id);
  }

  isMoved(visit: number): boolean {
    return this.steps.some(({ move }) => move.visit_id === visit);
  }

  /** The visit's time and way, where they are known for the present order. */
  stop(route: RouteCheck, visit: number): TimedStop | null {
    return route.stops.find((stop) => stop.visit_id === visit) || null;
  }

  /** What speaks against taking the visits out that were taken out. */
  againstLeaving(): Violation[] {
    const answer = this.answer();
    return answer ? answer.violations : [];
  }

  /** How many rules the changed routes break. */
  broken(): number {
    const routes = this.touched().filter((id) => this.base.has(id));
    const found = routes.map((id) => this.route(id).violations.length);
    return found.reduce((sum, count) => sum + count, this.againstLeaving().length);
  }

  /** Sentences about routes that somebody else changed since the draft was begun. */
  stale(): string[] {
    const answer = this.answer();
    return answer ? answer.stale : [];
  }

  name(visit: number): string {
    return this.names.get(visit) || "";
  }

  /** The latest answer; while one is awaited, the one before. */
  private answer(): MovesAnswer | null {
    for (let at = this.steps.length - 1; at >= 0; at--) {
      const { answer } = this.steps[at];
      if (answer) return answer;
    }
    return null;
  }

  private keep(answer: MovesAnswer): void {
    for (const route of answer.routes) {
      this.base.set(route.route_id, route);
      this.nameStops(route);
    }
  }

  private nameStops(route: RouteCheck): void {
    route.order.forEach((visit, i) => this.names.set(visit, route.customers[i] || ""));
  }

  /** Ask for the times of the last move, unless they are known. */
  private async ask(): Promise<void> {
    const step = this.steps[this.steps.length - 1];
    if (!step || step.answer) return;
    try {
      step.answer = await this.service.check(this.touched(), this.moves, this.begun);
    } catch (error) {
      return this.drop(step, (error as Error).message);
    }
    for (const { visit_id, customer } of step.answer.out) this.names.set(visit_id, customer);
    for (const route of step.answer.routes) this.nameStops(route);
    this.events.changed();
  }

  /** A refused move takes those with it that were made after it: they were made on top of it. */
  private drop(step: Step, sentence: string): Promise<void> {
    const at = this.steps.indexOf(step);
    if (at < 0) return Promise.resolve();
    this.steps = this.steps.slice(0, at);
    if (this.isEmpty) this.begun = {};
    this.events.refused(sentence);
    this.events.changed();
    return this.ask();
  }

  private noteStamps(): void {
    for (const id of this.touched()) {
      const route = this.base.get(id);
      if (route) this.begun = { [String(id)]: route.stamp, ...this.begun };
    }
  }
}

/** Carry out one move on lists of visits by route. */
export function applyMove(orders: Map<number, number[]>, move: Move): void {
  for (const order of orders.values()) {
    const at = order.indexOf(move.visit_id);
    if (at >= 0) order.splice(at, 1);
  }
  const order = orders.get(move.route_id);
  if (order) order.splice(move.position ? move.position - 1 : order.length, 0, move.visit_id);
}
