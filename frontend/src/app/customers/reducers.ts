/** What the phone shows of events about customers before the server has said anything. */
import type { Reducer } from "../project";
import type { AppEvent, Snapshot } from "../types";
import { customersOf, isSame, type Customer, type Kind } from "./data";

/** What the form of a new lead sends; see `field.visit.app.add_lead`. */
export interface NewLead {
  name: string;
  company_name?: string;
  contact_name?: string;
  phone?: string;
  email?: string;
  note?: string;
  latitude?: number;
  longitude?: number;
  accuracy_m?: number;
}

const addToToday: Reducer = (snapshot, event) => {
  const asked = event.data.customer as { kind: Kind; id: number };
  return withCustomers(
    snapshot,
    customersOf(snapshot).map((known) =>
      isSame(known, asked) ? { ...known, isAsked: true } : known,
    ),
  );
};

const addLead: Reducer = (snapshot, event) => {
  const line = lineOf(event);
  return withCustomers(snapshot, [
    line,
    ...customersOf(snapshot).filter((known) => !isSame(known, line)),
  ]);
};

function lineOf(event: AppEvent): Customer {
  const lead = event.data as unknown as NewLead;
  return {
    kind: "lead",
    id: -event.number,
    name: lead.name || lead.company_name || "",
    of: lead.contact_name ?? "",
    address: "",
    phone: lead.phone ?? "",
    latitude: lead.latitude ?? 0,
    longitude: lead.longitude ?? 0,
    has_position: lead.latitude !== undefined,
    score: 0,
    grade: "",
    last_visit: "",
    next_visit: "",
    due: "",
    facts: [],
    isNew: true,
  };
}

function withCustomers(snapshot: Snapshot, customers: Customer[]): Snapshot {
  return { ...snapshot, customers };
}

export const customerReducers: Record<string, Reducer> = {
  add_to_today: addToToday,
  add_lead: addLead,
};
