import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearness, stateOf, type Check } from "../src/app/trust/check";
import type { AppEvent, Visit } from "../src/app/types";

const CUSTOMER = {
  visit_id: 7,
  latitude: 60.17,
  longitude: 24.94,
  has_position: true,
  radius_m: 150,
};
const visit = (more: Partial<Visit> = {}) => ({ ...CUSTOMER, state: "planned", ...more }) as Visit;
const at = (metres: number, accuracy_m = 10) => ({
  latitude: 60.17 + metres / 111_195,
  longitude: 24.94,
  accuracy_m,
  position_at: "",
});

describe("how near the phone is", () => {
  it("is there within the radius and what the phone does not know better", () => {
    expect(nearness(at(140), visit()).word).toBe("youAreHere");
    expect(nearness(at(155), visit()).word).toBe("youAreHere");
    expect(nearness(at(400), visit())).toMatchObject({ word: "youAreAway" });
  });

  it("says nothing of the way when the signal is weak, off or the customer unplaced", () => {
    expect(nearness(at(5000, 900), visit())).toEqual({ word: "roughPosition", metres: 900 });
    expect(nearness(null, visit())).toEqual({ word: "noPosition" });
    expect(nearness(at(0), visit({ has_position: false }))).toEqual({ word: "customerUnplaced" });
  });

  it("never calls a place at the customer away", () => {
    const places = fc.record({
      metres: fc.double({ min: 0, max: 149, noNaN: true }),
      accuracy: fc.integer({ min: 0, max: 5000 }),
    });
    fc.assert(
      fc.property(places, ({ metres, accuracy }) => {
        expect(nearness(at(metres, accuracy), visit()).word).not.toBe("youAreAway");
      }),
    );
  });
});

describe("what became of a check-in", () => {
  const check = { result: "verified", label: "", override: "", steps: [] } as Check;
  const made = { kind: "check_in", data: { visit_id: 7 } } as unknown as AppEvent;

  it("waits as long as the phone has not sent it", () => {
    expect(stateOf(visit({ state: "in_progress" }), [made])).toBe("waits");
    expect(stateOf(visit({ state: "in_progress", check }), [])).toBe("verified");
    expect(stateOf(visit({ state: "done", check }), [{ ...made, data: { visit_id: 8 } }])).toBe(
      "verified",
    );
  });

  it("is nothing for visits that the desk closed or that were not made", () => {
    expect(stateOf(visit({ state: "done" }), [])).toBeNull();
    expect(stateOf(visit({ state: "missed" }), [])).toBeNull();
    expect(stateOf(visit(), [])).toBe("ahead");
  });
});
