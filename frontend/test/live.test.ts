/** The live map: the feed that keeps it in step, the trail, the list, and the page in a document. */
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ECHO_MS, LiveFeed, TOGETHER_MS, WITH_BUS_MS, WITHOUT_BUS_MS } from "../src/live/feed";
import type { Question } from "../src/live/feed";
import { createLive } from "../src/live/page";
import { spanOf, spotAt, trailOf } from "../src/live/trail";
import type { LiveAnswer, LiveDay, LivePosition, LiveRep } from "../src/live/types";
import { EVERYBODY, sorted, statesOf, teamsOf, type Choice } from "../src/live/choice";
import { stateText } from "../src/live/words";
import { withDefaults } from "../src/labels";

const LABELS = withDefaults();
const AT = "2026-03-02T09:00:00Z";

function rep(id: number, more: Partial<LiveRep> = {}): LiveRep {
  const position = { latitude: 60 + id / 1000, longitude: 24.9, accuracy_m: 10, at: AT };
  return {
    id,
    name: "Rep " + String(id),
    team: {},
    color: "",
    on_duty: true,
    position,
    route_id: id,
    state: "travelling",
    done: 1,
    missed: 0,
    total: 4,
    late_s: 0,
    current: {},
    next: { visit_id: 7, name: "Kallio", planned: AT, arrival: AT },
    alerts: [],
    ...more,
  };
}

const LATE = { code: "late" as const, value: 900, text: "Will be late at Kallio.", visit_ids: [7] };

/** A server that answers from a list, and counts what it was asked. */
class Server {
  reps = new Map([1, 2, 3].map((id) => [id, rep(id)]));
  questions: Question[] = [];
  broken = false;
  ask = async (question: Question): Promise<LiveAnswer> => {
    this.questions.push(question);
    await Promise.resolve();
    if (this.broken) throw new Error("no network");
    const wanted = question.rep_ids;
    const reps = [...this.reps.values()].filter((one) => !wanted || wanted.includes(one.id));
    return { at: AT, reps };
  };
}

describe("the feed", () => {
  let server: Server;
  let feed: LiveFeed;
  let shown: (number[] | null)[];

  beforeEach(async () => {
    vi.useFakeTimers();
    server = new Server();
    shown = [];
    feed = new LiveFeed(server.ask, (changed) => shown.push(changed && [...changed]));
    await feed.start();
  });
  afterEach(() => {
    feed.stop();
    vi.useRealTimers();
  });

  it("asks for everybody at first, and for an echo of the bus", () => {
    expect(server.questions).toEqual([{ ring: true }]);
    expect(feed.reps.size).toBe(3);
  });

  it("asks only for those whose bell rings, once for many bells", async () => {
    feed.ring({ rep_ids: [] });
    feed.ring({ rep_ids: [2] });
    feed.ring({ rep_ids: [3] });
    server.reps.set(2, rep(2, { state: "visiting" }));
    await vi.advanceTimersByTimeAsync(TOGETHER_MS + 10);
    expect(server.questions.slice(1)).toEqual([{ rep_ids: [2, 3] }]);
    expect(feed.reps.get(2)?.state).toBe("visiting");
    expect(feed.link).toBe("bus");
    expect(shown[shown.length - 1]).toEqual([2, 3]);
  });

  it("is less than a second behind, however often bells ring", async () => {
    for (let i = 0; i < 100; i++) {
      feed.ring({ rep_ids: [1 + (i % 3)] });
      await vi.advanceTimersByTimeAsync(20);
    }
    const asked = server.questions.length - 1;
    expect(asked).toBeLessThanOrEqual(2000 / TOGETHER_MS + 2);
    expect(asked).toBeGreaterThan(2);
  });

  it("asks often where the bus does not reach it", async () => {
    await vi.advanceTimersByTimeAsync(ECHO_MS + 3 * (WITHOUT_BUS_MS + ECHO_MS));
    expect(feed.link).toBe("poll");
    expect(server.questions.length).toBeGreaterThanOrEqual(3);
  });

  it("asks seldom where the bus rings", async () => {
    feed.ring({ rep_ids: [] });
    await vi.advanceTimersByTimeAsync(WITH_BUS_MS - 1000);
    expect(server.questions.length).toBe(1);
    expect(feed.link).toBe("bus");
  });

  it("notices that the bus went away", async () => {
    feed.ring({ rep_ids: [] });
    await vi.advanceTimersByTimeAsync(WITH_BUS_MS + 2 * ECHO_MS);
    expect(feed.link).toBe("poll");
  });

  it("says that the server is out of reach, keeps what it had, and recovers", async () => {
    server.broken = true;
    await feed.all();
    expect(feed.link).toBe("lost");
    expect(feed.reps.size).toBe(3);
    server.broken = false;
    await vi.advanceTimersByTimeAsync(WITHOUT_BUS_MS + 10);
    expect(feed.link).toBe("poll");
  });

  it("forgets who is out of reach now", async () => {
    server.reps.delete(2);
    feed.ring({ rep_ids: [2] });
    await vi.advanceTimersByTimeAsync(TOGETHER_MS + 10);
    expect([...feed.reps.keys()]).toEqual([1, 3]);
  });

  it("is not put off by what is no bell", async () => {
    for (const odd of [null, "x", {}, { rep_ids: "1" }, { rep_ids: ["1"] }]) feed.ring(odd);
    await vi.advanceTimersByTimeAsync(TOGETHER_MS + 10);
    expect(server.questions.length).toBe(1);
  });

  it("rests while nobody looks", async () => {
    feed.ring({ rep_ids: [1] });
    feed.rest();
    await vi.advanceTimersByTimeAsync(10 * WITH_BUS_MS);
    expect(server.questions.length).toBe(1);
    await feed.all();
    expect(server.questions.length).toBe(2);
  });

  it("ends up with what the server has, whatever rings in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(800)), { maxLength: 20 }),
        async (changes) => {
          const own = new Server();
          const fed = new LiveFeed(own.ask, () => undefined);
          await fed.start();
          for (const [id, wait] of changes) {
            own.reps.set(id, rep(id, { done: wait }));
            fed.ring({ rep_ids: [id] });
            await vi.advanceTimersByTimeAsync(wait);
          }
          await vi.advanceTimersByTimeAsync(1000);
          expect(fed.reps).toEqual(own.reps);
          fed.stop();
        },
      ),
      { numRuns: 50 },
    );
  });
});

function position(minute: number, lat = 60, after_gap = false): LivePosition {
  const at = new Date(Date.parse(AT) + minute * 60_000).toISOString();
  return { latitude: lat, longitude: 24.9, accuracy_m: 5, at, until: at, after_gap };
}

describe("the trail", () => {
  const seconds = (minute: number): number => Date.parse(AT) / 1000 + minute * 60;

  it("has gaps where the signal was missing", () => {
    const trail = trailOf([position(0), position(5), position(40, 60, true), position(41)], "#000");
    expect(trail.pieces.map((piece) => piece.length)).toEqual([2, 2]);
    expect(trail.gaps.length).toBe(1);
  });

  it("tells where somebody was in between, and nothing within a gap", () => {
    const trail = trailOf([position(0, 60), position(4, 61), position(60, 62, true)], "#000");
    expect(spotAt(trail, seconds(2))?.lat).toBeCloseTo(60.5);
    expect(spotAt(trail, seconds(30))?.lat).toBe(61);
    expect(spotAt(trail, seconds(-1))).toBeNull();
    expect(spotAt(trail, seconds(99))?.lat).toBe(62);
    expect(spanOf(trail)).toEqual([seconds(0), seconds(60)]);
    expect(spanOf(trailOf([], "#000"))).toBeNull();
  });

  it("loses no position and joins none over a gap", () => {
    const positions = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.boolean()));
    fc.assert(
      fc.property(positions, (given) => {
        const trail = trailOf(given.map(([minute, gap]) => position(minute, 60, gap)), "#000"); // prettier-ignore
        expect(trail.pieces.flat().length).toBe(given.length);
        for (const piece of trail.pieces)
          for (const spot of piece.slice(1)) expect(spot.afterGap).toBe(false);
        expect(trail.gaps.length).toBe(Math.max(0, trail.pieces.length - 1));
      }),
    );
  });
});

describe("the list", () => {
  it("puts first who needs a look, then who is on duty", () => {
    const reps = [
      rep(1, { name: "Zoe", on_duty: false }),
      rep(2, { name: "Ann" }),
      rep(3, { name: "Max", on_duty: false, alerts: [LATE] }),
      rep(4, { name: "Bob", on_duty: false, route_id: 0 }),
    ];
    const names = (choice: Partial<Choice> = {}): string[] =>
      sorted(reps, { ...EVERYBODY, ...choice }).map(({ name }) => name);
    expect(names()).toEqual(["Max", "Ann", "Zoe", "Bob"]);
    expect(names({ filter: "duty" })).toEqual(["Ann"]);
    expect(names({ filter: "look" })).toEqual(["Max"]);
    expect(names({ text: " zO" })).toEqual(["Zoe"]);
  });

  it("shows a team, those without one, and who does one thing", () => {
    const north = { id: 7, name: "North" };
    const reps = [
      rep(1, { team: north }),
      rep(2, { state: "visiting" }),
      rep(3, { team: { id: 8, name: "East" }, state: "visiting" }),
      rep(4, { team: north, state: "none" }),
    ];
    const ids = (choice: Partial<Choice>): number[] =>
      sorted(reps, { ...EVERYBODY, ...choice }).map(({ id }) => id);
    expect(ids({ team: "7" })).toEqual([1, 4]);
    expect(ids({ team: "0" })).toEqual([2]);
    expect(ids({ state: "visiting" })).toEqual([2, 3]);
    expect(ids({ team: "7", state: "visiting" })).toEqual([]);
    const told = (options: { label: string; count: number }[]): string[] =>
      options.map(({ label, count }) => label + " " + String(count));
    expect(told(teamsOf(reps, LABELS))).toEqual(["East 1", "North 2", "Without a team 1"]);
    expect(told(statesOf(reps, LABELS))).toEqual(["On the way 1", "With a customer 2", "No route today 1"]); // prettier-ignore
  });

  it("says in words what somebody does", () => {
    expect(stateText(rep(1), LABELS)).toBe("On the way to Kallio");
    expect(stateText(rep(1, { state: "none", next: {} }), LABELS)).toBe("No route today");
    expect(stateText(rep(1, { state: "visiting", current: { name: "Pasila" } }), LABELS)).toBe("With Pasila"); // prettier-ignore
  });
});

const DAY: LiveDay = {
  rep_id: 1,
  date: "2026-03-02",
  phone: "+358 40 123",
  states: { done: "Done", planned: "Planned" },
  trail: [position(0), position(3, 60.01), position(30, 60.02, true)],
  distance_m: 2500,
  stops: [
    {
      visit_id: 7, name: "<b>Kallio</b>", state: "planned", planned: AT, arrival: "2026-03-02T09:20:00Z",
      began: "", ended: "", latitude: 60.01, longitude: 24.95, has_position: true, promised: true,
    },
  ],
  start: { latitude: 60, longitude: 24.9 },
  end: {},
}; // prettier-ignore

describe("the page", () => {
  let server: Server;
  let box: HTMLElement;
  let page: { destroy(): void };
  let bell: (payload: unknown) => void;
  const run = vi.fn(() => Promise.resolve(null));
  const unlisten = vi.fn();

  beforeEach(async () => {
    server = new Server();
    server.reps.set(2, rep(2, { alerts: [LATE] }));
    box = document.createElement("div");
    document.body.append(box);
    page = createLive(
      box,
      { fetchJson: () => Promise.resolve({}) },
      {
        call: <T>(_model: string, method: string, args: unknown[]) =>
          answers(method, args) as Promise<T>,
        run,
        notify: vi.fn(),
        listen: (_type, hear) => ((bell = hear), unlisten),
      },
    );
    await drawn();
  });
  afterEach(() => {
    page.destroy();
    box.remove();
  });

  const answers = (method: string, args: unknown[]): Promise<unknown> => {
    if (method === "get_live") return server.ask(args[0] as Question);
    if (method === "get_live_day") return Promise.resolve(DAY);
    if (method === "get_replan") return Promise.resolve({});
    if (method === "action_open_rest") return Promise.resolve({ res_model: "dialog" });
    const { rep_ids } = args[0] as { rep_ids: number[] };
    const line: [number, number][] = [[60, 24.9], [60.1, 24.9]]; // prettier-ignore
    return Promise.resolve({
      at: AT,
      trails: rep_ids.map((rep_id) => ({ rep_id, from: 0, stretches: [[1, false, [line]]] })),
    });
  };

  const drawn = (): Promise<unknown> => new Promise((done) => setTimeout(done, 60));
  const rows = (): string[] =>
    [...box.querySelectorAll("[data-rep]")].map((row) => row.getAttribute("data-rep") || "");

  it("shows everybody, with what needs a look first", () => {
    expect(rows()).toEqual(["2", "1", "3"]);
    expect(box.textContent).toContain("Needs a look: 1");
    expect(box.querySelector(".fvr-map")?.getAttribute("data-people")).toBe("3");
  });

  it("changes by a bell, without loading again", async () => {
    server.reps.set(3, rep(3, { done: 4, state: "finished" }));
    bell({ rep_ids: [3] });
    await new Promise((done) => setTimeout(done, TOGETHER_MS + 60));
    await drawn();
    expect(box.querySelector("[data-rep='3']")?.textContent).toContain("All visits over");
    expect(box.dataset.link).toBe("bus");
  });

  it("shows the day of one rep, and goes back", async () => {
    box.querySelector<HTMLElement>("[data-rep='1']")?.click();
    await drawn();
    await drawn();
    const stop = box.querySelector("[data-visit='7']");
    expect(stop?.textContent).toContain("<b>Kallio</b>");
    expect(stop?.textContent).toContain("20 min late");
    expect(box.textContent).toContain("Signal was missing here");
    expect(box.querySelector(".fvr-map")?.getAttribute("data-trail")).toBe("3");
    expect(box.querySelector("a[href='tel:+35840123']")).not.toBeNull();
    box.querySelector<HTMLElement>("[data-action=route]")?.click();
    expect(run).toHaveBeenCalledWith(expect.objectContaining({ res_model: "field.visit.route" }));
    box.querySelector<HTMLElement>(".fvr-live-back")?.click();
    await drawn();
    expect(rows().length).toBe(3);
  });

  const map = (): DOMStringMap => box.querySelector<HTMLElement>(".fvr-map")?.dataset || {};

  it("shows the ways of all reps when asked to, and remembers it", async () => {
    expect(map().lines).toBe("0");
    const toggle = box.querySelector<HTMLInputElement>(".fvr-live-trails input");
    toggle?.click();
    await drawn();
    await drawn();
    expect(map().lines).toBe("3");
    expect(window.localStorage.getItem("field_visit_live.trails")).toBe("all");
    box.querySelector<HTMLElement>("[data-rep='1']")?.click();
    await drawn();
    await drawn();
    expect(map().lines).toBe("2"); // that of the chosen one is drawn from all of its positions
    expect(map().trail).toBe("3");
    window.localStorage.clear();
  });

  it("shows on the map who is in the list", async () => {
    server.reps.set(3, rep(3, { state: "visiting", current: { name: "Pasila" } }));
    bell({ rep_ids: [3] });
    await new Promise((done) => setTimeout(done, TOGETHER_MS + 60));
    await drawn();
    const select = box.querySelector<HTMLSelectElement>("[data-select=state]");
    expect(box.querySelector("[data-select=team]")).toBeNull(); // there is one only
    if (select) select.value = "visiting";
    select?.dispatchEvent(new Event("change"));
    await drawn();
    expect(rows()).toEqual(["3"]);
    expect(map().people).toBe("1");
  });

  it("opens the dialog for a new rest of the day", async () => {
    box.querySelector<HTMLElement>("[data-rep='1']")?.click();
    await drawn();
    box.querySelector<HTMLElement>("[data-action=replan]")?.click();
    await drawn();
    expect(run).toHaveBeenCalledWith({ res_model: "dialog" }, expect.any(Function));
  });

  it("leaves nothing behind", () => {
    page.destroy();
    expect(box.childElementCount).toBe(0);
    expect(unlisten).toHaveBeenCalled();
  });
});
