/** A load with two days of a week, and pages of visits, as the server tells them. */
import type { Snapshot } from "../src/app/types";

export const TODAY = "2026-03-02";
export const DAY = "2026-03-04";

export function line(visit_id: number, more = {}) {
  const agenda = [{ id: 5, text: "Samples", done: false }];
  const what = {
    visit_id,
    customer: "C" + visit_id,
    state: "planned",
    grade: "",
    is_waypoint: false,
  };
  const when = { start: DAY + " 08:00:00", end: DAY + " 08:30:00" };
  return {
    ...what,
    ...when,
    partner_id: visit_id,
    lead_id: 0,
    city: "",
    address: "Quay 1",
    agenda,
    ...more,
  };
}

export function snapshot(at: string, visits = [line(7), line(8)]): Snapshot {
  const days = [TODAY, DAY].map((date) => ({
    date,
    state: "",
    distance_m: 0,
    travel_s: 0,
    start_at: "",
    end_at: "",
  }));
  const outcomes = [
    { id: 2, name: "Closed", step: "skip", kind: "not_met", needs: [] },
    { id: 3, name: "Asked for it", step: "move", kind: "customer", needs: [] },
  ];
  const week = [
    { ...days[0], visits: [] },
    { ...days[1], visits },
  ];
  return {
    schema: 1,
    at,
    user: { id: 1, name: "Anna", lang: "en_US", tz: "UTC" },
    rep: { id: 1, name: "Anna", company: "Acme" },
    words: {},
    today: TODAY,
    route: null,
    week,
    outcomes,
  };
}

export const card = {
  kind: "partner",
  id: 7,
  name: "C7",
  phone: "+358 40 1",
  email: "",
  history: [],
  tags: [],
};
export const more = {
  contacts: [{ name: "Maria", role: "", phone: "", email: "" }],
  notes: [],
  why: [],
};
export const rest = {
  reasons: [],
  opportunities: {},
  sales: [],
  quotations: [],
  score: 50,
  score_from: "",
};

export function page(visit_id: number) {
  return { ...line(visit_id), date: DAY, card: { ...card, id: visit_id, ...more, ...rest } };
}

export const LINKS = { online: "2026-03-02 06:00:00", later: "2026-03-02 07:00:00" };
