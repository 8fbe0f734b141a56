/** Progress of a job: bar, message, elapsed time, best value so far with its trend, Cancel. */
import { button, el } from "./dom";
import { browserLang, duration } from "./format";
import { withDefaults } from "./labels";
import { drawTrend, gapPercent, type TrendPoint } from "./trend";
import type { Labels } from "./types";

export interface JobStatus {
  state: string;
  progress?: number;
  message?: string;
  best_objective?: number | string | null;
  elapsed_s?: number;
  /** A value that no answer can beat, in the unit of the best one; 0 when none is known. */
  bound?: number | null;
  /** The best value over time, smaller being better. */
  trend?: TrendPoint[];
}

export interface JobOptions {
  /** Asks the server; resolves to the job's status. */
  poll: () => Promise<JobStatus>;
  cancel: () => Promise<unknown>;
  /** Called once, when the job has left the states below. */
  done: (status: JobStatus) => void;
  labels?: Partial<Labels>;
  lang?: string;
  intervalMs?: number;
  /** States in which the job is still at work. */
  working?: string[];
}

export interface JobProgress {
  destroy(): void;
}

export function createJobProgress(element: HTMLElement, options: JobOptions): JobProgress {
  return new Progress(element, options);
}

class Progress implements JobProgress {
  private labels: Labels;
  private lang: string;
  private bar = el("div", { class: "fvr-bar-fill" });
  private track: HTMLElement;
  private percent = el("span", { class: "fvr-job-percent" }, "0 %");
  private message = el("p", { class: "fvr-job-message", role: "status" });
  private figures = el("p", { class: "fvr-job-figures" });
  private curve = el("div", { class: "fvr-job-trend" });
  private cancelButton: HTMLButtonElement;
  private timer: number | undefined;
  private stopped = false;

  constructor(
    private element: HTMLElement,
    private options: JobOptions,
  ) {
    this.labels = withDefaults(options.labels);
    this.lang = browserLang(options.lang);
    this.track = el(
      "div",
      { class: "fvr-bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100 },
      this.bar,
    );
    this.cancelButton = button(
      this.labels.cancel,
      { class: "fvr-button", "data-action": "cancel" },
      () => this.cancel(),
    );
    element.classList.add("fvr-job");
    element.replaceChildren(
      this.track,
      this.percent,
      this.message,
      this.figures,
      this.curve,
      this.cancelButton,
    );
    void this.step();
  }

  destroy(): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
    this.element.replaceChildren();
    this.element.classList.remove("fvr-job");
  }

  /** Ask, show, and ask again later; a lost connection is said and tried again. */
  private async step(): Promise<void> {
    let status: JobStatus | null = null;
    try {
      status = await this.options.poll();
    } catch {
      if (!this.stopped) this.message.textContent = this.labels.lost;
    }
    if (this.stopped) return;
    if (status) this.show(status);
    if (status && !this.isWorking(status)) {
      this.stopped = true;
      this.options.done(status);
      return;
    }
    this.timer = window.setTimeout(() => void this.step(), this.options.intervalMs || 700);
  }

  private isWorking(status: JobStatus): boolean {
    return (this.options.working || ["queued", "running"]).includes(status.state);
  }

  private show(status: JobStatus): void {
    const percent = Math.max(0, Math.min(100, Math.round(Number(status.progress) || 0)));
    this.bar.style.width = String(percent) + "%";
    this.track.setAttribute("aria-valuenow", String(percent));
    this.percent.textContent = String(percent) + " %";
    this.message.textContent = status.message || "";
    this.element.dataset.state = status.state;
    this.element.dataset.progress = String(percent);
    this.figures.textContent = this.figureTexts(status).join(" · ");
    this.showTrend(status);
  }

  private figureTexts(status: JobStatus): string[] {
    const texts: string[] = [];
    if (status.elapsed_s) texts.push(this.labels.elapsed + ": " + this.elapsed(status.elapsed_s));
    if (status.best_objective) {
      const value = Number(status.best_objective);
      const text = isNaN(value) ? String(status.best_objective) : value.toLocaleString(this.lang);
      texts.push(this.labels.best + ": " + text);
      const gap = gapPercent(value, status.bound);
      if (gap !== null) texts.push(this.labels.gap + ": " + gap.toFixed(1) + " %");
    }
    return texts;
  }

  private showTrend(status: JobStatus): void {
    const trend = status.trend || [];
    const last = trend[trend.length - 1];
    // the best value holds until now
    const until: TrendPoint[] = last ? [[Math.max(last[0], status.elapsed_s || 0), last[1]]] : [];
    const points = [...trend, ...until];
    this.curve.replaceChildren(
      ...(points.length > 2 ? [drawTrend(points, status.bound, this.labels.best)] : []),
    );
  }

  private elapsed(seconds: number): string {
    return seconds < 60 ? String(Math.round(seconds)) + " s" : duration(seconds, this.labels);
  }

  private async cancel(): Promise<void> {
    this.cancelButton.disabled = true;
    this.cancelButton.textContent = this.labels.cancelling;
    try {
      await this.options.cancel();
    } catch {
      this.cancelButton.disabled = false;
      this.cancelButton.textContent = this.labels.cancel;
      this.message.textContent = this.labels.lost;
    }
  }
}
