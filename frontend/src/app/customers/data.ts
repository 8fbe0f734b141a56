/** Customers and leads as the server tells them (`app_customers.py`, `app_customer_card.py`). */
import type { App } from "../app";
import type { AgendaPoint } from "../today/note";
import type { Snapshot, Visit } from "../types";

export type Kind = "partner" | "lead";

/** One line of the list of customers. */
export interface Customer {
  kind: Kind;
  id: number;
  name: string;
  /** Whose lead it is; "" for customers. */
  of: string;
  address: string;
  phone: string;
  latitude: number;
  longitude: number;
  has_position: boolean;
  score: number;
  grade: string;
  /** Days, "" for none. */
  last_visit: string;
  next_visit: string;
  /** "overdue", "due", …; "" when nobody knows. */
  due: string;
  /** Sales facts in a few words, for those who may read them. */
  facts: string[];
  /** Added on this phone and not yet sent. */
  isNew?: boolean;
  /** A visit of today was asked for and not yet sent. */
  isAsked?: boolean;
}

export interface Contact {
  name: string;
  role: string;
  phone: string;
  email: string;
}

export interface PastVisit {
  date: string;
  rep: string;
  state: string;
  outcome: string;
  note: string;
  [more: string]: unknown;
}

export interface Link {
  name: string;
  url: string;
}

/** What the page of a customer shows beside the line. */
export interface Card extends Customer {
  email: string;
  contacts: Contact[];
  history: PastVisit[];
  tags: string[];
  salesperson: string;
  notes: string[];
  why: string[];
  score_from: string;
  reasons: { text: string; points: number }[];
  opportunities: { count?: number; amount?: string; names?: string[] };
  sales: { label: string; count: number; amount: string }[];
  quotations: { name: string; amount: string; date: string; until: string }[];
  navigation: Link[];
}

export const CUSTOMER = "/field_visit_routing/app/customer";
export const FIND = "/field_visit_routing/app/find";

export function customersOf(snapshot: Snapshot | null): Customer[] {
  return (snapshot?.customers as Customer[] | undefined) ?? [];
}

/** The card that came with a visit; null when the rep may not open the customer. */
export function cardOf(visit: Visit): Card | null {
  const card = visit.card as Partial<Card> | undefined;
  return card?.id ? (card as Card) : null;
}

export function agendaOf(visit: Visit): AgendaPoint[] {
  return (visit.agenda as AgendaPoint[] | undefined) ?? [];
}

export function linksOf(visit: Visit): Link[] {
  return (visit.navigation as Link[] | undefined) ?? [];
}

export function isSame(one: { kind: Kind; id: number }, other: { kind: Kind; id: number }) {
  return one.kind === other.kind && one.id === other.id;
}

/** Address behind "#/" of a customer's page. */
export function pageOf(customer: { kind: Kind; id: number }): string {
  return `customer/${customer.kind}/${customer.id}`;
}

/** What the phone knows of a customer without asking: the card of a visit of today, one kept, or the line. */
export async function knownCard(app: App, kind: Kind, id: number): Promise<Card | null> {
  const stops = app.data?.route?.stops ?? [];
  const cards = stops.map(cardOf).filter((card) => card && isSame(card, { kind, id }));
  return cards[0] ?? ((await app.around.database.get("values", keptAs(kind, id))) as Card) ?? null;
}

/** Ask the server and keep the answer for later without a network; throws what `call` throws. */
export async function fetchCard(app: App, kind: Kind, id: number): Promise<Card> {
  const card = (await app.around.call(CUSTOMER, { kind, record_id: id })) as Card;
  await app.keepIfRoom(() => keepCard(app, card));
  return card;
}

/** Keep a card for the time without a network. */
export async function keepCard(app: App, card: Card): Promise<void> {
  await app.around.database.put("values", card, keptAs(card.kind, card.id));
}

function keptAs(kind: Kind, id: number): string {
  return `card:${kind}/${id}`;
}
