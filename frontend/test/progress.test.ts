import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJobProgress, type JobStatus } from "../src/progress";

let element: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  element = document.createElement("div");
});

afterEach(() => {
  vi.useRealTimers();
});

const running: JobStatus = {
  state: "running",
  progress: 42,
  message: "Improving",
  best_objective: 1234,
  elapsed_s: 65,
};

describe("job progress", () => {
  it("shows percent, message, elapsed time and best value", async () => {
    createJobProgress(element, { poll: async () => running, cancel: vi.fn(), done: vi.fn() });
    await vi.advanceTimersByTimeAsync(1);
    expect(element.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow")).toBe("42");
    expect(element.textContent).toContain("Improving");
    expect(element.textContent).toContain("Elapsed: 1 min · Best so far: 1,234");
  });

  it("draws how the best value fell, and how far it may be from the optimum", async () => {
    const trend: [number, number][] = [
      [0, 2000],
      [3, 1234],
    ];
    const poll = async () => ({ ...running, trend, bound: 1111 });
    createJobProgress(element, { poll, cancel: vi.fn(), done: vi.fn() });
    await vi.advanceTimersByTimeAsync(1);
    expect(element.querySelector("svg path")).not.toBeNull();
    expect(element.textContent).toContain("At most above the optimum: 10.0 %");
  });

  it("draws nothing where no trend is told", async () => {
    createJobProgress(element, { poll: async () => running, cancel: vi.fn(), done: vi.fn() });
    await vi.advanceTimersByTimeAsync(1);
    expect(element.querySelector("svg")).toBeNull();
  });

  it("calls done once, when the job has ended", async () => {
    const answers = [running, { ...running, state: "proposed" }];
    const done = vi.fn();
    const poll = async () => answers.shift() as JobStatus;
    createJobProgress(element, { poll, cancel: vi.fn(), done });
    await vi.advanceTimersByTimeAsync(5000);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it("asks again after a lost connection and says so", async () => {
    const done = vi.fn();
    const poll = vi.fn(async () => ({ ...running, state: "done" }));
    poll.mockRejectedValueOnce(new Error("offline"));
    createJobProgress(element, { poll, cancel: vi.fn(), done, labels: { lost: "Lost" } });
    await vi.advanceTimersByTimeAsync(1);
    expect(element.textContent).toContain("Lost");
    await vi.advanceTimersByTimeAsync(1000);
    expect(done).toHaveBeenCalled();
  });

  it("cancels once", () => {
    const cancel = vi.fn(async () => true);
    createJobProgress(element, { poll: async () => running, cancel, done: vi.fn() });
    const button = element.querySelector<HTMLButtonElement>("[data-action=cancel]");
    button?.click();
    button?.click();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(button?.disabled).toBe(true);
  });

  it("stops asking when it is taken away", async () => {
    const poll = vi.fn(async () => running);
    createJobProgress(element, { poll, cancel: vi.fn(), done: vi.fn() }).destroy();
    await vi.advanceTimersByTimeAsync(5000);
    expect(poll).toHaveBeenCalledTimes(1);
  });
});
