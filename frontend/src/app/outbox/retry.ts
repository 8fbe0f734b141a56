/** When to try again: soon at first, then ever more rarely, and at once when something changes. */

export const FIRST_MS = 5_000;
export const LAST_MS = 300_000;

export class Retry {
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param random from 0 to 1: a team whose server comes back does not call all at once */
  constructor(
    private run: () => void,
    private random: () => number = Math.random,
  ) {}

  failed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.run, this.pause());
    this.failures += 1;
  }

  succeeded(): void {
    clearTimeout(this.timer);
    this.failures = 0;
  }

  /** Milliseconds until the next attempt. */
  pause(): number {
    const pause = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(this.failures, 16));
    return Math.round(pause * (0.75 + 0.25 * this.random()));
  }
}
