/** Lines of customers, with how far away they are. */
import { Building2, UserRoundPlus } from "lucide";
import type { App } from "../app";
import { distance } from "../amounts";
import { shortDay } from "../moments";
import { Badge, Row } from "../ui/ui";
import { pageOf, type Customer } from "./data";

interface LinesProps {
  app: App;
  customers: Customer[];
  /** Metres to each, where that is known. */
  metres?: (customer: Customer) => number | null;
  /** What is told of each before all else; "" for nothing. */
  facts?: (customer: Customer) => string[];
}

export function CustomerLines({ app, customers, metres, facts }: LinesProps) {
  return (
    <section class="fva-card fva-customers">
      {customers.map((customer) => (
        <Row
          key={customer.kind + String(customer.id)}
          icon={customer.kind === "lead" ? UserRoundPlus : Building2}
          title={customer.name}
          note={noteOf(app, customer, facts?.(customer) ?? [])}
          href={customer.isNew ? undefined : "#/" + pageOf(customer)}
          end={<End app={app} customer={customer} metres={metres?.(customer) ?? null} />}
        />
      ))}
    </section>
  );
}

function noteOf(app: App, customer: Customer, facts: string[]): string {
  const last =
    customer.last_visit && `${app.word("lastVisit")} ${shortDay(app, customer.last_visit)}`;
  return [...facts, customer.of, customer.address, last].filter(Boolean).join(" · ");
}

function End(props: { app: App; customer: Customer; metres: number | null }) {
  const { app, customer, metres } = props;
  return (
    <span class="fva-line-end">
      {metres !== null && <strong>{distance(app, metres)}</strong>}
      {customer.isNew || customer.isAsked ? (
        <Badge tone="warn">{app.word("notYetSent")}</Badge>
      ) : (
        <span>
          {isLate(customer) && <Badge tone="bad">{app.word("overdue")}</Badge>}
          {customer.grade && <Badge tone="accent">{customer.grade}</Badge>}
        </span>
      )}
    </span>
  );
}

function isLate({ due }: Customer): boolean {
  return due === "overdue";
}
