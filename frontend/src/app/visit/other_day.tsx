/** A visit of another day: what is known of it, and putting it off; its steps are made on the day itself. */
import { Ellipsis, MapPinOff } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { fill } from "../amounts";
import { dayName } from "../moments";
import { Refused } from "../server";
import { isOver } from "../today/ahead";
import type { Visit } from "../types";
import { Badge, Empty, Header, Notice, RoundButton } from "../ui/ui";
import { fetchPage, forgetPage, keptPage, shownVisit, type Page } from "../week/pages";
import { About, whenOf } from "./about";
import { MoreOfVisit } from "./more";

export function OtherDayPage({ app, id }: { app: App; id: number }) {
  const { page, isSettled, isOld } = usePage(app, id);
  const shown = shownVisit(app, id, page);
  if (shown) return <Shown app={app} {...shown} isOld={isOld} hasPage={page !== null} />;
  return (
    <>
      <Header app={app} title="" back="week" />
      {isSettled && <Empty icon={MapPinOff} title={app.word("noSuchVisit")} />}
    </>
  );
}

/** The page on the phone first, then the server's; asked for again after each load. */
function usePage(app: App, id: number) {
  const [page, setPage] = useState<Page | null>(null);
  const [state, setState] = useState<"asked" | "fresh" | "old">("asked");
  useEffect(() => {
    let over = false;
    const show = (next: Page | null) => over || setPage(next);
    const load = async () => {
      const kept = await keptPage(app, id);
      if (kept) show(kept);
      try {
        show(await fetchPage(app, id));
        if (!over) setState("fresh");
      } catch (error) {
        if (error instanceof Refused) await forgetPage(app, id).then(() => show(null));
        if (!over) setState("old");
      }
    };
    void load();
    return () => {
      over = true;
    };
  }, [id, app.loaded?.at]);
  return { page, isSettled: state !== "asked", isOld: state === "old" };
}

interface ShownProps {
  app: App;
  visit: Visit;
  date: string;
  /** The server was not reached. */
  isOld: boolean;
  /** Whether more is known than the line of the week. */
  hasPage: boolean;
}

function Shown({ app, visit, date, isOld, hasPage }: ShownProps) {
  const [more, setMore] = useState(false);
  const isAhead = !isOver(visit) && date > (app.data?.today ?? "");
  return (
    <article class="fva-visit" data-state={visit.state} data-visit={visit.visit_id}>
      <Header app={app} title={visit.customer} note={dayName(app, date)} back="week">
        <RoundButton icon={Ellipsis} label={app.word("more")} onClick={() => setMore(true)} />
      </Header>
      <p class="fva-address">
        <When app={app} visit={visit} />
        {visit.address && <span>{visit.address}</span>}
      </p>
      {isOld && <Notice>{app.word(hasPage ? "cardOld" : "cardLater")}</Notice>}
      <About app={app} visit={visit} isToday={false} />
      {isAhead && <p class="fva-soft">{fill(app, "stepsLater", dayName(app, date))}</p>}
      {more && <MoreOfVisit app={app} visit={visit} date={date} onClose={() => setMore(false)} />}
    </article>
  );
}

/** What became of it, its time and the hours of that day. */
function When({ app, visit }: { app: App; visit: Visit }) {
  const times = whenOf(app, visit, false);
  const word = { missed: "stateMissed", cancelled: "stateCancelled", done: "stateDone" } as Record<
    string,
    string
  >;
  return (
    <span class="fva-when">
      {word[visit.state] && <Badge>{app.word(word[visit.state])}</Badge>}
      {!visit.start && <Badge tone="warn">{app.word("noTime")}</Badge>}
      {times && <span>{times}</span>}
    </span>
  );
}
