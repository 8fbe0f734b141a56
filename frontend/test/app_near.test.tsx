// @vitest-environment jsdom
/** Looking around: labels and radar tell score and sales, and the compass holds however the phone is held. */
import fc from "fast-check";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "../src/app/app";
import type { Customer } from "../src/app/customers/data";
import { Tag } from "../src/app/near/look";
import { Radar } from "../src/app/near/radar";
import { screenAngle } from "../src/app/near/sensors";
import { headingOf, viewOf, VIEW_DEG, type Seen } from "../src/app/near/sky";
import { factsOf, markOf, sentenceOf } from "../src/app/near/told";

const word = (key: string) => (key === "metres" ? "%s m" : key);
const app = { word, data: { units: {} }, language: "en" } as unknown as App;

function seen(more: Partial<Customer> = {}): Seen {
  const customer = { kind: "partner", id: 3, name: "Kallio", grade: "A", score: 86.6, due: "" };
  const facts = ["Open: €3,000", "12 months: €900"];
  return { customer: { ...customer, facts, ...more } as Customer, metres: 420, direction: 10 };
}

async function shown(what: preact.ComponentChild): Promise<HTMLElement> {
  const place = document.createElement("div");
  await act(() => render(what, place));
  return place;
}

const label = (of: Seen) => <Tag app={app} label={{ seen: of, x: 0.5, lane: 0 }} />;

afterEach(() => vi.unstubAllGlobals());

describe("a label in the picture", () => {
  it("tells the score as a number, the distance and the sales", async () => {
    const told = await shown(label(seen()));
    expect(told.querySelector(".fva-badge")?.textContent).toBe("A 87");
    expect(told.querySelector("span")?.textContent).toContain("420");
    expect(told.querySelector("small")?.textContent).toBe("Open: €3,000 · 12 months: €900");
  });

  it("marks who is overdue, also for those who do not see the mark", async () => {
    const told = await shown(label(seen({ due: "overdue" })));
    expect(told.querySelector(".fva-badge")?.getAttribute("data-tone")).toBe("bad");
    expect(told.querySelector("a")?.getAttribute("aria-label")).toContain("overdue");
  });

  it("has no empty marks where nothing is known", async () => {
    const told = await shown(label(seen({ grade: "", score: 0, facts: [] })));
    expect(told.querySelector(".fva-badge, small")).toBe(null);
    expect(markOf({ ...seen().customer, grade: "" })).toBe("87");
    expect(factsOf({} as Customer)).toBe("");
  });
});

it("tells the same on the radar", async () => {
  const one = seen();
  const told = await shown(<Radar app={app} all={[one]} heading={0} reach_m={5000} />);
  const sentence = told.querySelector("a")?.getAttribute("aria-label") ?? "";
  expect(sentence).toBe(sentenceOf(app, one));
  for (const part of ["Kallio", "420", "score A 87", "Open: €3,000"])
    expect(sentence).toContain(part);
});

describe("a phone held across", () => {
  it("corrects the compass of iOS by how the screen is turned", () => {
    const sensed = { alpha: 1, beta: 2, gamma: 3, webkitCompassHeading: 300 };
    expect([0, 90, 270].map((angle) => headingOf(sensed, angle))).toEqual([300, 30, 210]);
  });

  it("looks in the same direction by the other phones' sensors, which know of no screen", () => {
    const upright = { alpha: 270, beta: 90, gamma: 0, absolute: true };
    // its upper edge to the left, then to the right
    const left = { alpha: 0, beta: 0, gamma: -90, absolute: true };
    const right = { alpha: 180, beta: 0, gamma: 90, absolute: true };
    for (const [sensed, angle] of [
      [upright, 0] as const,
      [left, 90] as const,
      [right, 270] as const,
    ])
      expect(headingOf(sensed, angle)).toBeCloseTo(90);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 359 }),
        fc.constantFrom(0, 90, 180, 270),
        (alpha, angle) => {
          expect(headingOf({ ...left, alpha }, angle)).toBeCloseTo(
            headingOf({ ...left, alpha }) ?? -1,
          );
        },
      ),
    );
  });

  it("is known by the screen, else by the window", () => {
    vi.stubGlobal("screen", { orientation: { angle: 90 } });
    expect(screenAngle()).toBe(90);
    vi.stubGlobal("screen", {});
    vi.stubGlobal("orientation", -90);
    expect(screenAngle()).toBe(-90);
    vi.stubGlobal("orientation", undefined);
    expect(screenAngle()).toBe(0);
  });

  it("sees more from left to right", () => {
    expect(viewOf(360, 640)).toBe(VIEW_DEG);
    expect(viewOf(640, 360)).toBeGreaterThan(VIEW_DEG);
  });
});
