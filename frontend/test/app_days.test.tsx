/** Visits of other days: their pages from the server, from the phone, and with what is not yet sent. */
import "fake-indexeddb/auto";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { App, LOAD } from "../src/app/app";
import { openDatabase } from "../src/app/database";
import { SYNC } from "../src/app/outbox/outbox";
import { CUSTOMER } from "../src/app/customers/data";
import { REDUCERS } from "../src/app/screens";
import { Refused, Unreachable, type Call } from "../src/app/server";
import { Shell } from "../src/app/shell/shell";
import type { AppEvent, Snapshot } from "../src/app/types";
import { weekOf, weekVisit } from "../src/app/week/data";
import { keepNextDay, keptPage, shownVisit, VISITS } from "../src/app/week/pages";
import { card, DAY, line, LINKS, more, page, rest, snapshot, TODAY } from "./day_pages";

let count = 0;
let asked: [string, Record<string, unknown>][] = [];
let serve: (path: string, params: Record<string, unknown>) => unknown;
const root = document.createElement("div");

/** The server: a load, receipts for all that is sent, and pages. */
function server(path: string, params: Record<string, unknown>): unknown {
  if (path === LOAD) return snapshot(LINKS.online);
  if (path === SYNC) {
    const { events } = params.batch as { events: AppEvent[] };
    return {
      receipts: events.map(({ uuid }) => ({ uuid, state: "done", message: "", server: {} })),
    };
  }
  const { visit_id } = params.vals as { visit_id?: number };
  return visit_id ? [page(visit_id)] : [page(7), page(8)];
}

const offline = () => {
  throw new Unreachable();
};

async function open(name = "days" + ++count): Promise<App> {
  const call: Call = async (path, params) => {
    asked.push([path, params]);
    return serve(path, params);
  };
  const database = await openDatabase(name);
  const app = new App({ call, database, device: "d", reducers: REDUCERS });
  await app.start();
  return app;
}

async function show(app: App, hash: string) {
  location.hash = hash;
  document.body.append(root);
  await act(async () => render(<Shell app={app} />, root));
  await act(async () => void (await new Promise((resolve) => setTimeout(resolve, 20))));
}

const pagesAsked = () => asked.filter(([path]) => path === VISITS).map(([, params]) => params.vals);

beforeEach(() => {
  asked = [];
  serve = server;
});
afterEach(() => {
  render(null, root);
  root.remove();
  location.hash = "";
});

describe("the page of a visit of another day", () => {
  it("tells what the server knows, and offers no step", async () => {
    const app = await open();
    await show(app, "#/week/7");
    expect(root.querySelector("article")?.dataset.visit).toBe("7");
    await vi.waitFor(() => expect(root.textContent).toContain("Maria"));
    expect(root.textContent).toContain("stepsLater");
    expect(root.textContent).not.toContain("start_travel");
    expect(pagesAsked()).toEqual([{ visit_id: 7 }]);
  });

  it("tells what the week knows when there is no network and it was never opened", async () => {
    const app = await open();
    serve = offline;
    await show(app, "#/week/7");
    expect(root.textContent).toContain("Quay 1");
    expect(root.textContent).toContain("Samples");
    expect(root.textContent).toContain("cardLater");
  });

  it("tells everything when it was opened before", async () => {
    const app = await open();
    await show(app, "#/week/7");
    render(null, root);
    serve = offline;
    await show(app, "#/week/7");
    expect(root.textContent).toContain("Maria");
    expect(root.textContent).toContain("cardOld");
  });

  it("forgets what the server does not give any more", async () => {
    const app = await open();
    await show(app, "#/week/7");
    expect(await keptPage(app, 7)).not.toBeNull();
    render(null, root);
    serve = (path, params) => {
      if (path === VISITS) throw new Refused("not yours");
      return server(path, params);
    };
    await show(app, "#/week/7");
    expect(await keptPage(app, 7)).toBeNull();
  });

  it("says so when nobody knows the visit", async () => {
    const app = await open();
    serve = offline;
    await show(app, "#/week/99");
    expect(root.textContent).toContain("noSuchVisit");
  });

  it("counts a newer load more than an older page", async () => {
    const app = await open();
    const old = { visit: page(7), at: LINKS.online } as never;
    app.loaded = snapshot(LINKS.later, [line(7, { state: "missed", start: DAY + " 11:00:00" })]);
    expect(shownVisit(app, 7, old)).toMatchObject({ date: DAY, visit: { state: "missed" } });
    const fresh = { visit: page(7), at: LINKS.later } as never;
    expect(shownVisit(app, 7, fresh)).toMatchObject({ visit: { state: "planned" } });
  });
});

describe("what is not yet sent", () => {
  const outcome_id = 2;

  it("shows on the page and in the week: ticked, skipped, moved", async () => {
    const app = await open();
    serve = offline;
    await app.send("tick_agenda", { visit_id: 7, agenda_id: 5, done: true });
    await app.send("skip_visit", { visit_id: 7, outcome_id });
    await app.send("move_visit", { visit_id: 8, outcome_id: 3, date: "2026-03-05" });
    const shown = shownVisit(app, 7, null)?.visit;
    expect(shown).toMatchObject({ state: "missed", agenda: [{ done: true }] });
    expect(shownVisit(app, 8, null)).toBeNull();
    const day = weekOf(app).find(({ date }) => date === DAY);
    expect(day?.visits.map(({ visit_id, state }) => [visit_id, state])).toEqual([[7, "missed"]]);
    expect(weekVisit(app, 8)?.date).toBe(DAY);
  });

  it("is sent with the visit as the phone showed it, so that a change meanwhile is a conflict", async () => {
    const app = await open();
    await app.send("skip_visit", { visit_id: 7, outcome_id });
    await app.sync();
    const batch = asked.find(([path]) => path === SYNC)?.[1].batch as { events: AppEvent[] };
    expect(batch.events[0].seen).toMatchObject({ date: DAY, customer: "C7", state: "planned" });
  });

  it("is put off from the day of the visit on, not from tomorrow", async () => {
    const app = await open();
    await show(app, "#/week/7");
    const click = (find: string) =>
      act(() =>
        [...root.querySelectorAll<HTMLElement>("button")]
          .find((one) => one.textContent === find || one.title === find)
          ?.click(),
      );
    await click("more");
    expect(root.textContent).not.toContain("askFeedback");
    await click("moveVisit");
    expect(root.querySelector<HTMLInputElement>("input[type=date]")?.value).toBe("2026-03-05");
  });
});

describe("a day without a route", () => {
  it.each(["#/week/7", "#/visit/7", "#/customer/partner/7", "#/feedback/7", "#/unsent"])(
    "shows %s",
    async (hash) => {
      serve = (path, params) => {
        const answer = server(path, params);
        if (path === LOAD) return { ...(answer as Snapshot), route: false };
        return path === CUSTOMER ? { ...card, ...more, ...rest, has_position: true } : answer;
      };
      await show(await open(), hash);
      expect(root.querySelector(".fva-main")?.textContent).not.toContain("screenFailed");
      expect(root.querySelector(".fva-main")?.childElementCount).toBeGreaterThan(0);
    },
  );
});

describe("the next day", () => {
  it("goes with the phone, once as long as it stays the same", async () => {
    const app = await open();
    await keepNextDay(app);
    expect(pagesAsked()).toEqual([{ date: DAY }]);
    expect((await keptPage(app, 8))?.visit.customer).toBe("C8");
    await app.sync();
    await keepNextDay(app);
    expect(pagesAsked()).toHaveLength(1);
    serve = (path, params) =>
      path === LOAD ? snapshot(LINKS.later, [line(7)]) : server(path, params);
    await app.sync();
    await keepNextDay(app);
    expect(pagesAsked()).toHaveLength(2);
  });

  it("opens customers without a network too, and old pages go", async () => {
    const app = await open();
    await app.around.database.put("values", { visit: page(5), at: "" }, "visit:5");
    await keepNextDay(app);
    expect(await app.around.database.get("values", "visit:5")).toBeUndefined();
    expect(await app.around.database.get("values", "card:partner/8")).toMatchObject({ id: 8 });
  });

  it("is not asked for on behalf of what the phone remembers, and never fails", async () => {
    const name = "days" + ++count;
    await open(name);
    asked = [];
    serve = offline;
    const app = await open(name);
    await keepNextDay(app);
    expect(pagesAsked()).toEqual([]);
    serve = (path, params) => (path === VISITS ? offline() : server(path, params));
    await app.sync();
    await expect(keepNextDay(app)).resolves.toBeUndefined();
    vi.unstubAllGlobals();
  });

  it("shows what the server told on a phone that is full, and asks once", async () => {
    const app = await open();
    const full = Object.assign(new Error("no room"), { name: "QuotaExceededError" });
    const makeRoom = (app.around.makeRoom = vi.fn(() => Promise.resolve()));
    const put = vi.spyOn(app.around.database, "put").mockRejectedValue(full);
    await keepNextDay(app);
    await app.sync();
    await keepNextDay(app);
    expect(pagesAsked()).toEqual([{ date: DAY }]);
    await show(app, "#/week/7");
    expect(root.textContent).toContain("Maria");
    expect(root.textContent).not.toContain("cardLater");
    expect(makeRoom).toHaveBeenCalled();
    put.mockRestore();
  });
});

describe("a visit that is on no route", () => {
  const button = (find: string) =>
    [...root.querySelectorAll<HTMLElement>("button, a")].find((one) => one.textContent === find);
  /** Make a step: it is offered, and no more once it is made. */
  const click = async (find: string) => {
    await vi.waitFor(() => expect(button(find)).toHaveProperty("disabled", false));
    await act(() => button(find)?.click());
    await vi.waitFor(() => {
      expect(button(find)).toBeUndefined();
      expect(root.textContent).not.toContain("findingPlace");
    });
  };
  /** The events of the last batch. */
  const sent = () => {
    const batches = asked.filter(([path]) => path === SYNC).map(([, params]) => params.batch);
    return (batches[batches.length - 1] as { events: AppEvent[] }).events;
  };
  const outcomes = [{ id: 4, name: "Met", step: "check_out", kind: "met", needs: [] }];

  /** A load with `visit` beside the route; `dates` are those of the two weeks. */
  async function withBeside(visit: Record<string, unknown>, dates = [TODAY, DAY]): Promise<App> {
    const load: Snapshot = {
      ...snapshot(LINKS.online),
      outcomes,
      beside: [{ ...page(9), ...visit }],
    };
    const week = dates.map((date) => ({ ...(load.week as object[])[0], date, visits: [] }));
    serve = (path, params) => (path === LOAD ? { ...load, week } : server(path, params));
    return open();
  }

  it("has its steps on the day itself, each shown before the server has said anything", async () => {
    const app = await withBeside({ date: TODAY });
    serve = offline;
    await show(app, "#/visit/9");
    expect(root.textContent).not.toContain("stepsLater");
    await click("start_travel");
    await click("check_in");
    expect(root.querySelector("article")?.dataset.state).toBe("in_progress");
    expect(button("report")?.getAttribute("href")).toBe("#/report/9");
    await show(app, "#/report/9");
    await vi.waitFor(() => expect(root.textContent).toContain("Met"));
    await app.send("save_report", { visit_id: 9, outcome_id: 4 });
    await show(app, "#/visit/9");
    await click("check_out");
    expect(root.querySelector("article")?.dataset.state).toBe("done");
    serve = server;
    await app.sync();
    const kinds = ["start_travel", "check_in", "save_report", "check_out"];
    expect(sent().map(({ kind }) => kind)).toEqual(kinds);
    expect(sent()[1].seen).toMatchObject({ date: TODAY, state: "planned" });
  });

  it("goes on when it was begun on another day, and the week leads there", async () => {
    const app = await withBeside({ date: "2026-02-27", state: "in_progress" });
    await show(app, "#/week");
    expect(root.querySelector("a[href='#/visit/9']")).not.toBeNull();
    await show(app, "#/visit/9");
    expect(button("report")).toBeDefined();
    await show(app, "#/feedback/9");
    expect(root.querySelector(".fva-main")?.textContent).not.toContain("noSuchVisit");
  });

  it("stands in the week beside the stops of a route, once, and is gone when it was moved", async () => {
    const app = await withBeside({ date: TODAY });
    app.loaded = { ...app.loaded, route: { date: TODAY, stops: [page(8)] } } as never;
    await app.refresh();
    const today = () => weekOf(app)[0].visits.map(({ visit_id }) => visit_id);
    expect(today()).toEqual([8, 9]);
    serve = offline;
    await app.send("move_visit", { visit_id: 9, outcome_id: 3, date: DAY });
    expect(today()).toEqual([8]);
  });
});

describe("the week", () => {
  const pressed = () => root.querySelector("[aria-pressed=true] strong")?.textContent;

  it("opens on the day that was looked at, but on today after midnight and for another user", async () => {
    const app = await open();
    await show(app, "#/week");
    expect(pressed()).toBe("2");
    await act(() => root.querySelectorAll<HTMLElement>("[aria-pressed]")[1].click());
    const again = async (more: Partial<Snapshot>) => {
      render(null, root);
      app.loaded = { ...(app.loaded as Snapshot), ...more };
      await app.refresh();
      await show(app, "#/week");
      return pressed();
    };
    expect(await again({})).toBe("4");
    const other = { id: 2, name: "Mikko", lang: "en_US", tz: "UTC" };
    expect(await again({ user: other })).toBe("2");
    expect(await again({ user: snapshot("").user })).toBe("4");
    const tomorrow = { ...(app.loaded?.week as object[])[0], date: "2026-03-03", visits: [] };
    const week = [...(app.loaded?.week as object[]), tomorrow];
    expect(await again({ today: "2026-03-03", week })).toBe("3");
  });
});
