/** Feedback in the app: a code that cameras read, and what was heard on its way to the server. */
import jsQR from "jsqr";
import { render } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import type { App } from "../src/app/app";
import { CounterCode, modules } from "../src/app/feedback/code";
import { feedbackReducers, feedbackScreens } from "../src/app/feedback/feedback";
import type { AppEvent, Snapshot, Visit } from "../src/app/types";

const URL =
  "https://visits.example.com/field_visit_routing/feedback/v12345-aaaaBBBBccccDDDDeeeeFFFFgggg0000";
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

afterEach(() => render(null, document.body));

function visit(more: Partial<Visit>): Visit {
  return { visit_id: 7, customer: "Kallio", feedback_url: URL, rating: 0, ...more } as Visit;
}

function appWith(stop: Visit) {
  const send = vi.fn(() => Promise.resolve());
  const data = { route: { stops: [stop] } } as unknown as Snapshot;
  return { send, app: { data, send, word: (key: string) => key } as unknown as App };
}

function show(path: string, app: App) {
  const screen = feedbackScreens.find((known) => known.path === path)!;
  render(screen.view(app, { id: "7" }), document.body);
}

function press(text: string) {
  const buttons = [...document.querySelectorAll("button")];
  buttons.find((button) => button.textContent === text)!.click();
}

function write(input: HTMLInputElement | HTMLTextAreaElement, text: string) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The drawn path as a camera sees it, each module 4 pixels wide. */
function photograph({ side, path }: { side: number; path: string }) {
  const width = side * 4;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let row = 0; row < 4; row++)
      for (let column = 0; column < 4; column++) {
        const at = ((Number(y) * 4 + row) * width + Number(x) * 4 + column) * 4;
        pixels.fill(0, at, at + 3);
      }
  return jsQR(pixels, width, width)?.data;
}

it("draws a code that a camera reads", () => {
  expect(photograph(modules(URL))).toBe(URL);
});

it.each(["planned", "draft"] as const)("shows no code for a visit that is %s", (state) => {
  const stop = visit({ state });
  render(<CounterCode app={appWith(stop).app} visit={stop} />, document.body);
  expect(document.querySelector("svg.fva-code")).toBeNull();
  expect(document.body.textContent).toContain("feedbackEarly");
});

it("shows the code from the check-in on, and the rating once it is there", () => {
  const begun = visit({ state: "in_progress" });
  render(<CounterCode app={appWith(begun).app} visit={begun} />, document.body);
  expect(document.querySelector("svg.fva-code")).not.toBeNull();
  const rated = visit({ state: "done", rating: 2 });
  render(<CounterCode app={appWith(rated).app} visit={rated} />, document.body);
  expect(document.querySelector("svg.fva-code")).toBeNull();
});

it("sends what was heard through the outbox", async () => {
  const { app, send } = appWith(visit({ state: "done" }));
  show("feedback/:id", app);
  press("feedbackKeep");
  await settled();
  expect(send).not.toHaveBeenCalled();
  document.querySelector<HTMLButtonElement>("[data-rating='2']")!.click();
  write(document.querySelector("textarea")!, "Too late");
  await settled();
  press("feedbackPhone");
  await settled();
  press("feedbackKeep");
  expect(send).toHaveBeenCalledWith("enter_feedback", {
    visit_id: 7,
    rating: 2,
    channel: "phone",
    comment: "Too late",
    said_by: "",
    call_back: false,
    call_number: "",
  });
});

it("shows the rating before the server knows it", () => {
  const event = { kind: "enter_feedback", data: { visit_id: 7, rating: 4 } } as unknown as AppEvent;
  const { app } = appWith(visit({ state: "done" }));
  const after = feedbackReducers.enter_feedback(app.data!, event);
  expect(after.route!.stops[0].rating).toBe(4);
});

it("sends a complaint once it has a subject", async () => {
  const { app, send } = appWith(visit({ state: "done" }));
  show("complaint/:id", app);
  press("complaintKeep");
  await settled();
  expect(send).not.toHaveBeenCalled();
  write(document.querySelector("input")!, " Broken cup ");
  await settled();
  press("complaintKeep");
  await settled();
  expect(send).toHaveBeenCalledWith("open_complaint", {
    visit_id: 7,
    name: "Broken cup",
    description: "",
  });
  expect(document.body.textContent).toContain("complaintKept");
});
