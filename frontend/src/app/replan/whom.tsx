/** Choosing whom an urgent visit is for: customers and leads, the nearest first; with a network the server is searched too. */
import { Building2, UserRoundPlus } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { distance } from "../amounts";
import { customersOf, isSame, knownCard, type Customer, type Kind } from "../customers/data";
import { matching, useFound } from "../customers/screens";
import { byDistance, useAround, useHere } from "../near/around";
import { Badge, Card, Field, Row } from "../ui/ui";
import { isOpenStop } from "./data";

export interface Chosen {
  kind: Kind;
  id: number;
}

/** A customer or lead with its distance in metres; null where the phone does not know its own place. */
export interface Candidate {
  customer: Customer;
  metres: number | null;
}

/** So many fit on a screen. */
const MOST = 8;

/** Who may be visited urgently: known to the server, with a position, and no stop of today that is still to come. */
export function candidatesOf(app: App, all: Customer[], here: Here): Candidate[] {
  const fit = all.filter(
    (one) => one.has_position && !one.isNew && !isOpenStop(app, one.kind, one.id),
  );
  return here ? byDistance(fit, here) : fit.map((customer) => ({ customer, metres: null }));
}

type Here = { latitude: number; longitude: number } | null | undefined;

interface WhomProps {
  app: App;
  chosen?: Chosen;
  choose: (whom: Chosen) => void;
}

export function Whom({ app, chosen, choose }: WhomProps) {
  const [text, setText] = useState("");
  const shown = useCandidates(app, text, chosen);
  return (
    <Card title={app.word("replanWhom")}>
      <Field label={app.word("replanSearch")}>
        <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </Field>
      {shown.map((one) => (
        <Line
          app={app}
          candidate={one}
          on={chosen !== undefined && isSame(one.customer, chosen)}
          choose={() => choose({ kind: one.customer.kind, id: one.customer.id })}
        />
      ))}
      {!shown.length && <p class="fva-soft">{app.word("nobodyFound")}</p>}
    </Card>
  );
}

/** Who is chosen, then those on the phone, those around it, and those found by `text`. */
function useCandidates(app: App, text: string, chosen?: Chosen): Candidate[] {
  const { here } = useHere();
  const around = useAround(app, here ?? null).map(({ customer }) => customer);
  const { found } = useFound(app, text);
  const named = useNamed(app, chosen);
  const known = here ? around : customersOf(app.data);
  const all = [...(named ? [named] : []), ...matching(known, text), ...found];
  const once = all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
  return fitting(candidatesOf(app, once, here), chosen);
}

/** As many as fit; whoever is chosen is among them. */
export function fitting(all: Candidate[], chosen?: Chosen): Candidate[] {
  const first = all.slice(0, MOST);
  const one = chosen && all.find(({ customer }) => isSame(customer, chosen));
  return !one || first.includes(one) ? first : [one, ...first.slice(0, MOST - 1)];
}

/** Whom the rep came from, or has chosen: told also when the search is about others. */
function useNamed(app: App, chosen?: Chosen): Customer | null {
  const [named, setNamed] = useState<Customer | null>(null);
  useEffect(() => {
    let over = false;
    if (!chosen) return undefined;
    const line = customersOf(app.data).find((one) => isSame(one, chosen));
    const known = line ? Promise.resolve(line) : knownCard(app, chosen.kind, chosen.id);
    void known.then((card) => over || setNamed(card));
    return () => {
      over = true;
    };
  }, [chosen?.kind, chosen?.id]);
  return named;
}

interface LineProps {
  app: App;
  candidate: Candidate;
  on: boolean;
  choose: () => void;
}

function Line({ app, candidate, on, choose }: LineProps) {
  const { customer, metres } = candidate;
  const away = metres === null ? "" : distance(app, metres);
  return (
    <Row
      icon={customer.kind === "lead" ? UserRoundPlus : Building2}
      title={customer.name}
      note={[away, customer.of, customer.address].filter(Boolean).join(" · ")}
      onClick={choose}
      end={
        <span class="fva-line-end">
          {customer.kind === "lead" && <Badge>{app.word("lead")}</Badge>}
          <span class="fva-dot" data-on={on || undefined} />
        </span>
      }
    />
  );
}
