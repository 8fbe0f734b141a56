/** The phone's clock beside the server's, also when the rep sets it while there is no network. */
import { expect, it } from "vitest";
import { putRight, serverNow } from "../src/app/outbox/clock";

const HOURS = 3600;
const since = "2026-05-04 10:00:00";
const at = (clock: string) => new Date(`2026-05-04T${clock}:00Z`);

it.each([
  ["nine hours ahead", 9 * HOURS, "19:30", "10:30"],
  ["ahead and set right meanwhile", 9 * HOURS, "10:30", "10:30"],
  ["nine hours behind", -9 * HOURS, "01:30", "10:30"],
  ["as good as right", 60, "10:30", "10:30"],
  ["ahead, at the moment of the server's word", 2 * HOURS, "11:59", "09:59"],
])("knows the moment of a phone that is %s", (_name, ahead_s, phone, truth) => {
  expect(serverNow({ since, ahead_s }, at(phone))).toEqual(at(truth));
  const event = { at: `2026-05-04 ${phone}:00`, since };
  expect(putRight(event, ahead_s)).toBe(`2026-05-04 ${truth}:00`);
});

it("puts right what was entered before the server's last word, too", () => {
  const event = { at: "2026-05-04 17:00:00", since: "2026-05-04 07:00:00" };
  expect(putRight(event, 9 * HOURS)).toBe("2026-05-04 08:00:00");
  expect(putRight({ at: "2026-05-04 17:00:00" }, 9 * HOURS)).toBe("2026-05-04 08:00:00");
});
