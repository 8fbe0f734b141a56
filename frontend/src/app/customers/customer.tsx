/** The page of one customer or lead: what the phone knows, brought up to date when there is a network. */
import { CalendarPlus, MapPinOff, Zap } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { Actions, Badge, Button, Empty, Header, Notice } from "../ui/ui";
import {
  customersOf,
  fetchCard,
  isSame,
  knownCard,
  type Card,
  type Customer,
  type Kind,
} from "./data";
import { CustomerFacts } from "./facts";
import { Quick } from "./quick";

interface PageProps {
  app: App;
  kind: Kind;
  id: number;
}

export function CustomerPage({ app, kind, id }: PageProps) {
  const { card, isOld } = useCard(app, kind, id);
  const line = customersOf(app.data).find((known) => isSame(known, { kind, id }));
  const shown: Customer | undefined = card ?? line;
  if (!shown)
    return (
      <>
        <Header app={app} title="" back="customers" />
        {isOld && <Empty icon={MapPinOff} title={app.word("customerMissing")} />}
      </>
    );
  return (
    <article class="fva-visit" data-customer={`${kind}/${id}`}>
      <Header app={app} title={shown.name} note={shown.address} back="customers">
        {shown.grade && <Badge tone="accent">{shown.grade}</Badge>}
      </Header>
      <Quick
        app={app}
        phone={shown.phone}
        email={card?.email ?? ""}
        links={card?.navigation ?? []}
      />
      {isOld && <Notice>{app.word(card ? "cardOld" : "cardLater")}</Notice>}
      {card && <CustomerFacts app={app} card={card} />}
      <Plan app={app} customer={shown} isAsked={line?.isAsked ?? false} />
    </article>
  );
}

/** The card on the phone first, then the server's; `isOld` when that one did not come. */
function useCard(app: App, kind: Kind, id: number): { card: Card | null; isOld: boolean } {
  const [card, setCard] = useState<Card | null>(null);
  const [isOld, setOld] = useState(false);
  useEffect(() => {
    let over = false;
    const load = async () => {
      const known = await knownCard(app, kind, id);
      if (!over && known) setCard(known);
      const fresh = await fetchCard(app, kind, id).catch(() => null);
      if (over) return;
      if (fresh) setCard(fresh);
      setOld(!fresh);
    };
    void load();
    return () => {
      over = true;
    };
  }, [kind, id]);
  return { card, isOld };
}

/** Plan a visit into today's route, unless there is one. */
function Plan(props: { app: App; customer: Customer; isAsked: boolean }) {
  const { app, customer, isAsked } = props;
  const key = customer.kind === "lead" ? "lead_id" : "partner_id";
  const visit = app.data?.route?.stops.find((stop) => stop[key] === customer.id);
  if (visit)
    return (
      <Actions>
        <Button kind="quiet" href={"#/visit/" + visit.visit_id}>
          {app.word("openVisit")}
        </Button>
      </Actions>
    );
  if (!customer.has_position || !app.data?.rep) return null;
  const named = { kind: customer.kind, id: customer.id };
  return (
    <Actions>
      <Button
        icon={CalendarPlus}
        disabled={isAsked}
        onClick={() => void app.send("add_to_today", { customer: named })}
      >
        {app.word(isAsked ? "visitAsked" : "visitToday")}
      </Button>
      {app.data.route && !isAsked && (
        <Button kind="quiet" icon={Zap} href={`#/replan/urgent/${named.kind}/${named.id}`}>
          {app.word("replanUrgent")}
        </Button>
      )}
    </Actions>
  );
}
