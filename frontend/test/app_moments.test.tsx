/** Days and times on the rep's clock: around midnight the rep's day is not the server's. */
import { render } from "preact";
import { describe, expect, it } from "vitest";
import type { App } from "../src/app/app";
import { Conflicts } from "../src/app/outbox/conflicts";
import { ConsentCard } from "../src/app/track/consent";
import type { Track } from "../src/app/track/data";

/** Six o'clock on the 3rd in Shanghai. */
const AT = "2026-03-02 22:00:00";

function appIn(tz: string, more: Record<string, unknown> = {}): App {
  const data = { user: { lang: "en_US", tz }, today: "2026-03-03" };
  const word = (key: string) => (key === "consentGiven" ? "Agreed on %s." : key);
  return { data, events: [], told: [], clock: { ahead_s: 0 }, word, ...more } as unknown as App;
}

function textOf(node: preact.ComponentChild): string {
  const place = document.createElement("div");
  render(node, place);
  return place.textContent ?? "";
}

describe("a moment beside midnight", () => {
  it.each([
    ["Asia/Shanghai", "Tue, Mar 3, 06:00"],
    ["Europe/Helsinki", "Tue, Mar 3, 00:00"],
    ["UTC", "Mon, Mar 2, 22:00"],
  ])("is told with the rep's day in %s", (tz, when) => {
    const consent = { given: true, was_given: true, at: AT, text: "", version: "a" };
    const track = { consent } as unknown as Track;
    expect(textOf(<ConsentCard app={appIn(tz)} track={track} />)).toContain(`Agreed on ${when}.`);
    const server = { state: "planned", customer: "Café", start: AT };
    const receipt = { state: "conflict", message: "", server };
    const told = [{ uuid: "a", at: AT, kind: "check_in", data: { visit_id: 7 }, receipt }];
    expect(textOf(<Conflicts app={appIn(tz, { told })} />)).toContain(when);
  });
});
