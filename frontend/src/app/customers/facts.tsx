/** What is known of a customer, block by block; blocks without anything are left out. */
import { FileText, Mail, Phone } from "lucide";
import type { App } from "../app";
import { fill } from "../amounts";
import { dayName } from "../moments";
import { DocumentList } from "../documents/list";
import { Badge, Card, Icon, Row } from "../ui/ui";
import type { Card as Facts, Contact, PastVisit } from "./data";

interface FactsProps {
  app: App;
  card: Facts;
}

export function CustomerFacts({ app, card }: FactsProps) {
  return (
    <>
      <Worth app={app} card={card} />
      <People app={app} contacts={card.contacts} />
      <History app={app} visits={card.history} />
      <Business app={app} card={card} />
      <DocumentList app={app} tags={card.tags} />
    </>
  );
}

/** Score with its reasons, how due a visit is, and what makes it urgent. */
function Worth({ app, card }: FactsProps) {
  const lines = [...card.notes, ...card.why];
  if (!lines.length && !card.reasons.length) return null;
  return (
    <Card title={app.word("whyHere")}>
      <p class="fva-score">
        {card.grade && <Badge tone="accent">{card.grade}</Badge>}
        <strong>{Math.round(card.score)}</strong>
        <small>{[app.word("score"), card.score_from].filter(Boolean).join(" · ")}</small>
      </p>
      <ul class="fva-plain">
        {card.reasons.map(({ text, points }) => (
          <li>
            {text} <small class="fva-points">{signed(points)}</small>
          </li>
        ))}
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </Card>
  );
}

function signed(points: number): string {
  return (points > 0 ? "+" : "") + points;
}

function People({ app, contacts }: { app: App; contacts: Contact[] }) {
  if (!contacts.length) return null;
  return (
    <Card title={app.word("contacts")}>
      {contacts.map((person) => (
        <Person app={app} person={person} />
      ))}
    </Card>
  );
}

/** Name and role, and large targets to call or to write. */
function Person({ app, person }: { app: App; person: Contact }) {
  return (
    <div class="fva-person">
      <span class="fva-row-text">
        <span>{person.name}</span>
        {person.role && <small>{person.role}</small>}
      </span>
      <CallLink app={app} phone={person.phone} name={person.name} />
      <MailLink app={app} email={person.email} name={person.name} />
    </div>
  );
}

export function CallLink(props: { app: App; phone: string; name: string }) {
  if (!props.phone) return null;
  const label = `${props.app.word("call")}: ${props.name}`;
  return (
    <a
      class="fva-round fva-tint"
      href={"tel:" + dialled(props.phone)}
      aria-label={label}
      title={label}
    >
      <Icon of={Phone} />
    </a>
  );
}

export function MailLink(props: { app: App; email: string; name: string }) {
  if (!props.email) return null;
  const label = `${props.app.word("mail")}: ${props.name}`;
  return (
    <a
      class="fva-round fva-tint"
      href={"mailto:" + encodeURIComponent(props.email).replace("%40", "@")}
      aria-label={label}
      title={label}
    >
      <Icon of={Mail} />
    </a>
  );
}

/** What a phone dials: digits with a leading plus. */
export function dialled(phone: string): string {
  return phone.replace(/(?!^\+)[^\d*#]/g, "");
}

function History({ app, visits }: { app: App; visits: PastVisit[] }) {
  if (!visits.length) return null;
  return (
    <Card title={app.word("earlierVisits")}>
      {visits.map((visit) => (
        <div class="fva-past">
          <p>
            {dayName(app, visit.date)} <Stars visit={visit} />
          </p>
          <small>{[visit.outcome, visit.rep].filter(Boolean).join(" · ")}</small>
          {visit.note && <p>{visit.note}</p>}
        </div>
      ))}
    </Card>
  );
}

/** How the customer rated it, where that is known. */
function Stars({ visit }: { visit: PastVisit }) {
  const rating = Number(visit.rating ?? 0);
  return rating ? <Badge tone={rating < 3 ? "bad" : "good"}>{"★ " + rating}</Badge> : null;
}

function Business({ app, card }: FactsProps) {
  const { opportunities, quotations } = card;
  const sales = card.sales.filter(({ count }) => count);
  if (!opportunities.count && !sales.length && !quotations.length) return null;
  return (
    <Card title={app.word("business")}>
      {opportunities.count ? (
        <Row
          title={fill(app, "openOpportunities", opportunities.count, opportunities.amount ?? "")}
          note={(opportunities.names ?? []).join(" · ")}
        />
      ) : null}
      {quotations.map((offer) => (
        <Row
          icon={FileText}
          title={`${offer.name} · ${offer.amount}`}
          note={
            offer.until
              ? fill(app, "validUntil", dayName(app, offer.until))
              : dayName(app, offer.date)
          }
        />
      ))}
      {sales.map((line) => (
        <Row
          title={line.label}
          end={<span>{[line.count, line.amount].filter(Boolean).join(" · ")}</span>}
        />
      ))}
    </Card>
  );
}
