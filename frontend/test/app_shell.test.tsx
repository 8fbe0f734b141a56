import "fake-indexeddb/auto";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/app";
import { distance, duration } from "../src/app/amounts";
import { openDatabase } from "../src/app/database";
import { languageReducers } from "../src/app/more/language";
import { SignedOut, Unreachable, type Call } from "../src/app/server";
import { Shell } from "../src/app/shell/shell";
import { figuresOf } from "../src/app/summary/figures";
import { summaryScreens } from "../src/app/summary/summary";
import type { Route, Snapshot, Visit, Words } from "../src/app/types";

const WORDS = {
  metres: "%s m",
  kilometres: "%s km",
  minutes: "%s min",
  hoursMinutes: "%s h %s min",
  doneOf: "%s of %s done",
};

function visit(visit_id: number, more: Partial<Visit> = {}): Visit {
  const when = { start: "2026-03-02 08:00:00", end: "2026-03-02 08:30:00" };
  const none = { travel_started_at: "", actual_start: "", actual_end: "", address: "", grade: "" };
  const rest = { score: 0, is_waypoint: false, leg_distance_m: 0, leg_travel_s: 0 };
  return {
    visit_id,
    customer: "C" + visit_id,
    state: "planned",
    ...when,
    ...none,
    ...rest,
    ...more,
  } as Visit;
}

function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  const stops = [visit(1, { state: "done" }), visit(2), visit(3)];
  return {
    schema: 1,
    at: "2026-03-02 06:00:00",
    user: { id: 1, name: "Anna", lang: "en_US", tz: "Europe/Helsinki" },
    rep: { id: 1, name: "Anna", company: "Acme" },
    words: WORDS,
    today: "2026-03-02",
    route: { id: 1, date: "2026-03-02", start_at: "", stops } as unknown as Route,
    ...more,
  };
}

let count = 0;
/** What the server answers from now on. */
let serve: Call;
const root = document.createElement("div");

async function show(first: Call): Promise<App> {
  serve = first;
  const call: Call = (path, params) => serve(path, params);
  const database = await openDatabase("shell" + ++count);
  const app = new App({
    call,
    database,
    device: "d",
    reducers: languageReducers,
    words: { welcome: "Hello" },
  });
  document.body.append(root);
  await act(async () => {
    render(<Shell app={app} />, root);
    await app.start();
  });
  return app;
}

beforeEach(() => (location.hash = ""));
afterEach(() => {
  render(null, root);
  root.remove();
});

describe("the frame", () => {
  it("shows the day with how much of it is done", async () => {
    await show(async () => snapshot());
    expect(root.querySelectorAll(".fva-stops li").length).toBe(3);
    expect(root.textContent).toContain("1 of 3 done");
  });

  it("takes the server's word for no route", async () => {
    await show(async () => snapshot({ route: false as unknown as null }));
    expect(root.textContent).toContain("noVisitsToday");
  });

  it("welcomes who is not signed in, and links to the login that leads back", async () => {
    location.hash = "#/visit/7";
    await show(async () => {
      throw new SignedOut();
    });
    expect(root.textContent).toContain("Hello");
    const link = root.querySelector<HTMLAnchorElement>("a[href^='/web/login']");
    expect(decodeURIComponent(link?.href ?? "")).toContain("#/visit/7");
  });

  it("says what to do when there was never a network", async () => {
    await show(async () => {
      throw new Unreachable();
    });
    expect(root.textContent).toContain("firstOffline");
    expect(root.querySelector(".fva-tabs")).toBeNull();
  });

  it("keeps the tabs when a screen fails", async () => {
    const silence = vi.spyOn(console, "error").mockImplementation(() => undefined);
    location.hash = "#/week";
    await show(async () => snapshot({ week: 5 as unknown }));
    expect(root.textContent).toContain("screenFailed");
    expect(root.querySelector(".fva-tabs")).not.toBeNull();
    silence.mockRestore();
  });

  it("tells while the server is asked", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const app = await show(async () => snapshot());
    const answered = new Promise((resolve) => (answer = resolve));
    serve = () => answered;
    const asked = app.sync();
    await vi.waitFor(() => expect(app.busy).toBe(true));
    await vi.waitFor(() => expect(root.querySelector("[data-busy]")).not.toBeNull());
    answer(snapshot());
    await asked;
    expect(app.busy).toBe(false);
  });

  it("shows a chosen language before the server knows it", async () => {
    const app = await show(async () => snapshot());
    serve = async () => {
      throw new Unreachable();
    };
    await act(async () => void (await app.send("set_language", { lang: "zh_CN" })));
    expect(app.data?.user.lang).toBe("zh_CN");
  });
});

describe("amounts", () => {
  const app = {
    word: (key: string) => WORDS[key as keyof typeof WORDS],
    data: snapshot(),
  } as unknown as App;

  it.each([
    [0, "0 m"],
    [344, "340 m"],
    [3440, "3.4 km"],
    [34400, "34 km"],
  ])("%d metres", (metres, text) => expect(distance(app, metres)).toBe(text));

  it("tells distances also where the browser writes no units", () => {
    const real = Intl.NumberFormat;
    const old = vi.spyOn(Intl, "NumberFormat").mockImplementation(((
      lang: string,
      options: object,
    ) => {
      if ("style" in options) throw new RangeError("no such style");
      return new real(lang, options);
    }) as unknown as typeof Intl.NumberFormat);
    expect([distance(app, 344), distance(app, 3440)]).toEqual(["340 m", "3.4 km"]);
    old.mockRestore();
  });

  it.each([
    [0, "0 min"],
    [12, "1 min"],
    [59, "1 min"],
    [1500, "25 min"],
    [3900, "1 h 05 min"],
    [7199, "2 h 00 min"],
  ])("%d seconds", (seconds, text) => expect(duration(app, seconds)).toBe(text));
});

describe("the ways of the summary", () => {
  const words = { ...WORDS, plannedWay: "Planned: %s", ofItStraight: "%s of it without signal" };
  const rows = (...stops: Visit[]) => {
    const route = { stops, distance_m: 9000, travel_s: 0 } as unknown as Route;
    const word = (key: string) => (words as Words)[key] ?? key;
    const app = { data: snapshot({ route }), word, waiting: 0 } as unknown as App;
    render(summaryScreens[0].view(app, {}), root);
    return [...root.querySelectorAll(".fva-each-way a")].map((row) => row.textContent);
  };
  afterEach(() => render(null, root));

  it("tell planned and driven of each visit that positions know of", () => {
    const driven = { distance_m: 5100, gap_m: 0 };
    expect(
      rows(
        visit(1, { leg_distance_m: 4200, driven }),
        visit(2, { leg_distance_m: 300, driven: { distance_m: 2400, gap_m: 1200 } }),
        visit(3, { leg_distance_m: 300, driven: false }),
        visit(4, { driven: { distance_m: 0, gap_m: 0 } }),
      ),
    ).toEqual([
      "C1Planned: 4.2 km5.1 km",
      "C2Planned: 300 m · 1.2 km of it without signal2.4 km",
      "C4Planned: 0 m0 m",
    ]);
  });

  it("are left out without positions", () => {
    expect(rows(visit(1, { state: "done" }))).toEqual([]);
    expect(root.querySelector(".fva-each-way")).toBeNull();
  });
});

describe("the summary", () => {
  const at = (clock: string) => "2026-03-02 " + clock + ":00";

  it("counts visits, times and what is open", () => {
    const agenda = [
      { id: 1, text: "Prices", done: false },
      { id: 2, text: "Order", done: true },
    ];
    const figures = figuresOf({
      stops: [
        visit(1, { state: "done", actual_start: at("08:05"), actual_end: at("08:25"), agenda }),
        visit(2, {
          state: "done",
          actual_start: at("09:00"),
          actual_end: at("09:10"),
          report: { outcome_id: 3, outcome: "Order", note: "" },
        }),
        visit(3, { state: "missed" }),
        visit(4),
        visit(5, { state: "cancelled" }),
        visit(6, { is_waypoint: true }),
      ],
    } as unknown as Route);
    expect(figures).toMatchObject({ planned: 4, done: 2, missed: 1, open: 1 });
    expect([figures.service_s, figures.servicePlanned_s]).toEqual([1800, 7200]);
    expect([figures.began, figures.ended]).toEqual([at("08:05"), ""]);
    expect(figures.silent.map((one) => one.visit_id)).toEqual([1]);
    expect(figures.points.map((point) => point.text)).toEqual(["Prices"]);
  });

  it("knows the end of the day when everything is over", () => {
    const figures = figuresOf({
      stops: [visit(1, { state: "done", actual_start: at("08:00"), actual_end: at("08:20") })],
    } as unknown as Route);
    expect(figures.ended).toBe(at("08:20"));
  });
});
