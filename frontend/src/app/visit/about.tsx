/** What is known of a visit: how to reach the customer, what was reported, what to talk about, why to go there. */
import { Building2 } from "lucide";
import type { App } from "../app";
import { cardOf, linksOf, pageOf } from "../customers/data";
import { CustomerFacts } from "../customers/facts";
import { Quick } from "../customers/quick";
import { FeedbackRow } from "../feedback/row";
import { clockOf } from "../moments";
import { ReportSummary } from "../report/summary";
import { noteOf } from "../today/note";
import { CheckNote } from "../trust/check_note";
import type { Visit } from "../types";
import { Icon } from "../ui/ui";
import { Agenda } from "./agenda";

interface AboutProps {
  app: App;
  visit: Visit;
  /** Whether it is a stop of today: only there the way to the customer and feedback are of use. */
  isToday: boolean;
}

export function About({ app, visit, isToday }: AboutProps) {
  const card = cardOf(visit);
  return (
    <>
      <Quick
        app={app}
        phone={card?.phone || visit.phone}
        email={card?.email ?? ""}
        links={linksOf(visit)}
      >
        {card && (
          <a class="fva-quick" href={"#/" + pageOf(card)}>
            <Icon of={Building2} />
            <span>{app.word(card.kind === "lead" ? "lead" : "customer")}</span>
          </a>
        )}
      </Quick>
      {isToday && <CheckNote app={app} visit={visit} />}
      <ReportSummary app={app} visit={visit} />
      {isToday && <FeedbackRow app={app} visit={visit} />}
      <Agenda app={app} visit={visit} />
      {card && <CustomerFacts app={app} card={card} />}
    </>
  );
}

/** Planned time and opening hours on one line. */
export function whenOf(app: App, visit: Visit, isToday: boolean): string {
  const planned = [visit.start, visit.end].filter(Boolean).map((at) => clockOf(app, at));
  const { hours, isClosed } = noteOf(visit);
  const [opens, closed] = isToday ? ["openToday", "closedToday"] : ["openThen", "closedThen"];
  const open = isClosed ? app.word(closed) : hours && `${app.word(opens)} ${hours}`;
  return [planned.join("–"), open].filter(Boolean).join(" · ");
}
