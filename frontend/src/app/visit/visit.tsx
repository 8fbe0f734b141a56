/** One visit: whom, why, what to talk about, and the way through it from setting out to check-out. */
import { Ellipsis } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import type { Screen } from "../screens";
import { dayName } from "../moments";
import { Header, RoundButton } from "../ui/ui";
import { visitWith } from "../week/data";
import { About, whenOf } from "./about";
import { Flow } from "./flow";
import { MoreOfVisit } from "./more";
import { OtherDayPage } from "./other_day";

export { visitReducers } from "./steps";

export const visitScreens: Screen[] = [
  {
    path: "visit/:id",
    under: "today",
    view: (app, params) => <VisitPage app={app} id={Number(params.id)} key={params.id} />,
  },
];

export function VisitPage({ app, id }: { app: App; id: number }) {
  const [more, setMore] = useState(false);
  const visit = visitWith(app, id);
  // a visit that was moved away, or that somebody is led to by a link
  if (!visit) return <OtherDayPage app={app} id={id} />;
  const isStop = app.data?.route?.stops.includes(visit);
  // one that was begun on another day and goes on has its hours of that day
  const other = visit.date && visit.date !== app.data?.today ? String(visit.date) : "";
  const note = other ? dayName(app, other) : whenOf(app, visit, true);
  return (
    <article class="fva-visit" data-state={visit.state} data-visit={id}>
      <Header app={app} title={visit.customer} note={note} back={isStop ? "today" : "week"}>
        <RoundButton icon={Ellipsis} label={app.word("more")} onClick={() => setMore(true)} />
      </Header>
      {visit.address && <p class="fva-address">{visit.address}</p>}
      <About app={app} visit={visit} isToday />
      <Flow app={app} visit={visit} />
      {more && <MoreOfVisit app={app} visit={visit} onClose={() => setMore(false)} />}
    </article>
  );
}
