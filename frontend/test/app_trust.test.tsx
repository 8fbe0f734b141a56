// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../src/app/app";
import { ReplanNote } from "../src/app/replan/replan_note";
import { Proposal } from "../src/app/replan/proposal";
import type { Replan } from "../src/app/replan/data";
import { CheckNote } from "../src/app/trust/check_note";
import type { Visit } from "../src/app/types";

const WORDS: Record<string, string> = {
  replanLate: "You are about %s late.",
  minutes: "%s min",
  youAreHere: "You are at the customer (%s).",
  metres: "%s m",
};
const NOW = Date.parse("2026-03-02T10:00:00Z");

function appWith(more: Record<string, unknown> = {}): App {
  const sent: unknown[] = [];
  const send = async (...event: unknown[]) => void sent.push(event);
  const word = (key: string) => WORDS[key] ?? key;
  const user = { lang: "en_US", tz: "UTC" };
  return {
    data: { user, ...more },
    events: [],
    link: "online",
    now: new Date(NOW),
    word,
    send,
    sent,
  } as unknown as App;
}

/** A planned stop of half an hour at so many o'clock. */
const stop = (visit_id: number, hour: number) =>
  ({
    visit_id,
    state: "planned",
    is_waypoint: false,
    start: `2026-03-02 ${String(hour).padStart(2, "0")}:00:00`,
    end: `2026-03-02 ${String(hour).padStart(2, "0")}:30:00`,
    travel_started_at: "",
    actual_start: "",
    actual_end: "",
    leg_travel_s: 600,
  }) as unknown as Visit;

describe("notes of the day and of a visit", () => {
  let place: HTMLElement;
  beforeEach(() => {
    // the phone's clock is hours ahead of the server's, by which plans go
    vi.useFakeTimers({ now: NOW + 5 * 3_600_000, toFake: ["Date"] });
    place = document.createElement("div");
  });
  const show = (node: preact.ComponentChild) => act(() => render(node, place));

  it("asks a rep who runs late whether to plan anew, and nobody else", async () => {
    const route = (hours: number[]) => ({
      start_at: "",
      stops: hours.map((hour, at) => stop(at, hour)),
    });
    await show(<ReplanNote app={appWith({ route: route([9, 10]) })} />);
    expect(place.textContent).toContain("late");
    expect(place.querySelector("a")?.getAttribute("href")).toBe("#/replan/new");
    await show(<ReplanNote app={appWith({ route: route([11, 12]) })} />);
    expect(place.textContent).toBe("");
  });

  it("shows a proposal before all else, and one of somebody else once it holds", async () => {
    const word = () => place.querySelector("a")?.dataset.word;
    await show(<ReplanNote app={appWith({ replan: { state: "proposed" } })} />);
    expect(word()).toBe("replanProposed");
    await show(<ReplanNote app={appWith({ replan: { state: "applied", is_own: false } })} />);
    expect(word()).toBe("replanApplied");
    await show(<ReplanNote app={appWith({ replan: { state: "applied", is_own: true } })} />);
    expect(word()).toBeUndefined();
  });

  it("lets only who may decide accept, and sends what was decided", async () => {
    const replan = {
      plan_id: 5,
      state: "proposed",
      can_decide: true,
      is_own: true,
      changes: [],
      kept: [],
      warning: [],
    };
    const app = appWith({ route: { id: 3, stops: [] } });
    await show(<Proposal app={app} replan={replan as unknown as Replan} />);
    await act(() => place.querySelectorAll("button")[1].click());
    expect((app as unknown as { sent: unknown[] }).sent).toEqual([
      ["answer_replan", { route_id: 3, plan_id: 5, accept: true }],
    ]);
    await show(
      <Proposal app={app} replan={{ ...replan, can_decide: false } as unknown as Replan} />,
    );
    expect(place.querySelectorAll("button")).toHaveLength(0);
  });

  it("tells what was measured, and how to disagree", async () => {
    const steps = [
      { kind: "check_in", result: "unverified", label: "", texts: ["The signal was weak."] },
    ];
    const check = { result: "unverified", label: "", override: "", steps };
    const visit = { ...stop(1, 9), state: "done", check } as Visit;
    await show(<CheckNote app={appWith()} visit={visit} />);
    expect(place.querySelector("li")?.textContent).toBe("The signal was weak.");
    expect(place.textContent).toContain("checkDoubt");
    await show(<CheckNote app={appWith()} visit={{ ...visit, check: undefined } as Visit} />);
    expect(place.textContent).toBe("");
  });
});
