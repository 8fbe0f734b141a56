/** A new rest of the chosen rep's day: asked for in a dialog of Odoo's, then followed here until somebody has decided. */
import { isUnderWay, type Replan } from "../app/replan/data";
import type { LiveHost } from "./host";

const ROUTE = "field.visit.route";
/** How often the page asks how far it has come, in milliseconds. */
export const EVERY_MS = 2000;

export class Rest {
  /** What the server told last; null without a proposal that is still to be decided, or was decided just now. */
  told: Replan | null = null;
  busy = false;
  private routeId = 0;
  private decided = 0;
  /** Raised by each question and each decision: what was asked before is older than what is known. */
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `show` is called after each change, `decide` once a day has become another one. */
  constructor(
    private host: LiveHost,
    private show: () => void,
    private decide: () => void,
  ) {}

  /** This route is looked at, 0 for none; `isNews`: something of its day may have changed. */
  follow(routeId: number, isNews: boolean): void {
    if (routeId === this.routeId) {
      if (isNews) void this.load();
      return;
    }
    this.routeId = routeId;
    this.told = null;
    this.decided = 0;
    this.stop();
    if (routeId) void this.load();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** What the server knows now; asked again while it is being looked for. */
  async load(): Promise<void> {
    const { routeId } = this;
    this.stop();
    if (!routeId) return;
    const turn = ++this.turn;
    const isNewest = () => routeId === this.routeId && turn === this.turn;
    try {
      const told = await this.host.call<Partial<Replan>>(ROUTE, "get_replan", [[routeId]]);
      if (isNewest()) this.take(told);
    } catch {
      // the page says by itself that the server is out of reach
      if (isNewest() && isUnderWay(this.told)) this.later();
    }
  }

  /** Open the dialog that asks what has happened. */
  async ask(): Promise<void> {
    const { routeId } = this;
    await this.attempt(async () => {
      const action = await this.host.call<object>(ROUTE, "action_open_rest", [
        [routeId],
        { is_followed: true },
      ]);
      await this.host.run(action, () => {
        void this.load();
        this.decide();
      });
    });
  }

  async answer(accept: boolean): Promise<void> {
    const { routeId, told } = this;
    if (!told || this.busy) return;
    this.busy = true;
    this.show();
    await this.attempt(async () => {
      const vals = { plan_id: told.plan_id, accept };
      const now = await this.host.call<Partial<Replan>>(ROUTE, "answer_replan", [[routeId], vals]);
      if (routeId !== this.routeId) return;
      this.turn++;
      this.decided = accept ? told.plan_id : 0;
      this.take(now);
      this.decide();
    });
    this.busy = false;
    this.show();
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.host.notify((error as Error).message, "danger");
    }
  }

  private take(told: Partial<Replan>): void {
    const one = told.state ? (told as Replan) : null;
    const isOver = one?.state === "applied" && one.plan_id !== this.decided;
    this.told = isOver ? null : one;
    if (isUnderWay(this.told)) this.later();
    this.show();
  }

  private later(): void {
    this.stop();
    this.timer = setTimeout(() => void this.load(), EVERY_MS);
  }
}
