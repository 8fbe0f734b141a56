/** Decides from the tiles that come or fail whether a service can be reached. */

const FAILURES = 4;
const PATIENCE_MS = 10_000;

export interface HealthEvents {
  /** The first tile has come. */
  ready: () => void;
  /** None came: several failed, or the service does not answer at all. */
  unreachable: () => void;
}

export class Health {
  private failures = 0;
  private over = false;
  private timer = 0;

  constructor(private events: HealthEvents) {}

  /** The service is asked for something: from now on it has to answer in time. */
  asked(): void {
    if (this.timer || this.over) return;
    this.timer = window.setTimeout(() => this.giveUp(), PATIENCE_MS);
  }

  came(): void {
    if (!this.end()) return;
    this.events.ready();
  }

  /** A single failure may be a hole in the service's coverage. */
  failed(): void {
    this.failures += 1;
    if (this.failures >= FAILURES) this.giveUp();
  }

  giveUp(): void {
    if (this.end()) this.events.unreachable();
  }

  /** Nothing is told any more; false when that was so already. */
  end(): boolean {
    window.clearTimeout(this.timer);
    const first = !this.over;
    this.over = true;
    return first;
  }
}
