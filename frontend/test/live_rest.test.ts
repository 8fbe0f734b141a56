/** A new rest of the day on the live map: asked for by a dialog, followed, accepted or left. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { render } from "preact";
import type { Change, Replan } from "../src/app/replan/data";
import { withDefaults } from "../src/labels";
import { EVERY_MS, Rest } from "../src/live/rest";
import { RestPanel } from "../src/live/rest_panel";

const CHANGE: Change = {
  kind: "later",
  kind_label: "Later",
  customer: "<i>Kallio</i>",
  visit_id: 7,
  text: "",
  from: "2026-03-02 09:00:00",
  to: "2026-03-02 09:40:00",
  by_text: "40 min later",
};

function proposal(more: Partial<Replan> = {}): Replan {
  return {
    plan_id: 5,
    name: "P5",
    state: "proposed",
    progress: 100,
    asked_by: "Jussi",
    asked_at: "",
    is_own: true,
    can_decide: true,
    message: "",
    warning: [],
    changes: [CHANGE],
    kept: ["Pasila"],
    ...more,
  };
}

describe("the rest of the day", () => {
  let told: Replan | Record<string, never>;
  let calls: [string, unknown[]][];
  let closed: (() => void) | undefined;
  let failure: string;
  /** What `get_replan` answers once that has arrived. */
  let answerLate: Promise<Replan> | null;
  const notify = vi.fn();
  const decide = vi.fn();
  let rest: Rest;
  const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
  const names = (): string[] => calls.map(([method]) => method);

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    told = {};
    calls = [];
    failure = "";
    answerLate = null;
    const call = async (_model: string, method: string, args: unknown[]): Promise<unknown> => {
      calls.push([method, args]);
      await Promise.resolve();
      if (method === "get_replan" && answerLate) return answerLate;
      if (failure) throw new Error(failure);
      return method === "action_open_rest" ? { res_model: "field.visit.rest.wizard" } : told;
    };
    rest = new Rest(
      {
        call: call as never,
        run: (_action, after) => ((closed = after), Promise.resolve()),
        notify,
        listen: () => () => undefined,
      },
      () => undefined,
      decide,
    );
  });
  afterEach(() => {
    rest.stop();
    vi.useRealTimers();
  });

  it("is asked for by the dialog, and followed once that is closed", async () => {
    rest.follow(3, false);
    await settle();
    expect(rest.told).toBeNull();
    await rest.ask();
    expect(calls[1]).toEqual(["action_open_rest", [[3], { is_followed: true }]]);
    told = proposal({ state: "computing" });
    closed?.();
    await settle();
    expect(rest.told?.state).toBe("computing");
    told = proposal();
    await settle(EVERY_MS);
    expect(rest.told?.state).toBe("proposed");
    const asked = calls.length;
    await settle(10 * EVERY_MS);
    expect(calls.length).toBe(asked);
  });

  it("is accepted once, and says so until another day is looked at", async () => {
    told = proposal();
    rest.follow(3, false);
    await settle();
    told = proposal({ state: "applied" });
    void rest.answer(true);
    void rest.answer(true);
    await settle();
    expect(names().filter((name) => name === "answer_replan").length).toBe(1);
    expect(rest.told?.state).toBe("applied");
    expect(decide).toHaveBeenCalledOnce();
    rest.follow(4, false);
    await settle();
    expect(rest.told).toBeNull(); // accepted before, or by somebody else
  });

  it("is left", async () => {
    told = proposal();
    rest.follow(3, false);
    await settle();
    told = {};
    await rest.answer(false);
    expect(calls[calls.length - 1]).toEqual([
      "answer_replan",
      [[3], { plan_id: 5, accept: false }],
    ]);
    expect(rest.told).toBeNull();
  });

  it("that the server refuses is told, and stays to be decided", async () => {
    told = proposal();
    rest.follow(3, false);
    await settle();
    failure = "The day has gone on.";
    await rest.answer(true);
    expect(notify).toHaveBeenCalledWith("The day has gone on.", "danger");
    expect(rest.told?.state).toBe("proposed");
    expect(rest.busy).toBe(false);
  });

  it("is followed further after a call was lost", async () => {
    told = proposal({ state: "waiting" });
    rest.follow(3, false);
    await settle();
    failure = "no network";
    await settle(EVERY_MS);
    failure = "";
    told = proposal();
    await settle(EVERY_MS);
    expect(rest.told?.state).toBe("proposed");
    expect(notify).not.toHaveBeenCalled();
  });

  it("that was asked for before the decision does not undo it", async () => {
    told = proposal();
    rest.follow(3, false);
    await settle();
    let late: (told: Replan) => void = () => undefined;
    answerLate = new Promise((resolve) => (late = resolve));
    void rest.load();
    told = proposal({ state: "applied" });
    await rest.answer(true);
    late(proposal());
    await settle();
    expect(rest.told?.state).toBe("applied");
  });

  it("of another route that answers late is not shown", async () => {
    told = proposal();
    rest.follow(3, false);
    rest.follow(0, false);
    await settle();
    expect(rest.told).toBeNull();
  });
});

describe("the proposal", () => {
  const labels = withDefaults();
  const answer = vi.fn();
  let box: HTMLElement;

  function shown(rest: Replan): HTMLElement {
    box = document.createElement("div");
    render(RestPanel({ rest, restBusy: false, labels, lang: "en", answer }), box);
    return box;
  }

  it("shows what would change with both times, and who keeps his", () => {
    const text = shown(proposal({ warning: ["Pasila cannot be reached in time."] })).textContent;
    expect(text).toContain("<i>Kallio</i>");
    expect(text).toMatch(/Later · .+ → .+ · 40 min later/);
    expect(text).toContain("Keep the time they were told: Pasila");
    expect(text).toContain("Pasila cannot be reached in time.");
    box.querySelector<HTMLElement>("[data-action=accept]")?.click();
    expect(answer).toHaveBeenLastCalledWith(true);
    box.querySelector<HTMLElement>("[data-action=decline]")?.click();
    expect(answer).toHaveBeenLastCalledWith(false);
  });

  it("of somebody else waits for him", () => {
    const text = shown(proposal({ is_own: false, can_decide: false, changes: [] })).textContent;
    expect(text).toContain("Asked for by Jussi");
    expect(text).toContain("Jussi decides on it.");
    expect(text).toContain("Nothing would change.");
    expect(box.querySelector("button")).toBeNull();
  });

  it("that could not be found says why", () => {
    const text = shown(proposal({ state: "failed", message: "Nobody works then." })).textContent;
    expect(text).toContain("Nobody works then.");
    expect(box.querySelector("button")).toBeNull();
    expect(shown(proposal({ state: "applied" })).textContent).toContain("planned anew");
  });
});
