/** One stop in the list of the day: the way there, when, who, and what is worth knowing. */
import { Check, Clock3, ListTodo, Star, X } from "lucide";
import type { App } from "../app";
import { distance, duration, fill } from "../amounts";
import { clockOf, toServer } from "../moments";
import type { Visit } from "../types";
import { Badge, Icon } from "../ui/ui";
import { isOver, type Ahead } from "./ahead";
import { noteOf } from "./note";

/** Delays below this are no news. */
const LATE_S = 300;

interface StopProps {
  app: App;
  visit: Visit;
  number: number;
  ahead: Ahead;
}

export function Stop({ app, visit, number, ahead }: StopProps) {
  const isCurrent = ahead.current === visit;
  return (
    <li data-state={visit.state} data-visit={visit.visit_id} data-current={isCurrent || undefined}>
      <Leg app={app} visit={visit} />
      <a href={"#/visit/" + visit.visit_id}>
        <Mark visit={visit} number={number} />
        <span class="fva-stop-text">
          <span class="fva-stop-when">
            <time>{clockOf(app, visit.start)}</time>
            <Delay app={app} visit={visit} ahead={ahead} />
          </span>
          <strong>{visit.customer}</strong>
          {visit.address && <small>{visit.address}</small>}
          {!isOver(visit) && <Worth app={app} visit={visit} />}
        </span>
      </a>
    </li>
  );
}

function Leg({ app, visit }: { app: App; visit: Visit }) {
  if (!visit.leg_distance_m && !visit.leg_travel_s) return null;
  return (
    <span class="fva-leg">
      {distance(app, visit.leg_distance_m)} · {duration(app, visit.leg_travel_s)}
    </span>
  );
}

function Mark({ visit, number }: { visit: Visit; number: number }) {
  if (visit.state === "done")
    return (
      <span class="fva-mark">
        <Icon of={Check} size={18} />
      </span>
    );
  if (isOver(visit))
    return (
      <span class="fva-mark">
        <Icon of={X} size={18} />
      </span>
    );
  return <span class="fva-mark">{number}</span>;
}

/** What became of it, or how late the rep will be there. */
function Delay({ app, visit, ahead }: { app: App; visit: Visit; ahead: Ahead }) {
  if (visit.state === "done") return <Badge tone="good">{app.word("stateDone")}</Badge>;
  if (visit.state === "missed") return <Badge tone="warn">{app.word("stateMissed")}</Badge>;
  if (visit.state === "cancelled") return <Badge>{app.word("stateCancelled")}</Badge>;
  if (visit.state === "in_progress") return <Badge tone="accent">{app.word("stateThere")}</Badge>;
  const late = ahead.late.get(visit.visit_id) ?? 0;
  if (late < LATE_S) return null;
  const arrival = toServer(new Date(ahead.arrivals.get(visit.visit_id) ?? 0));
  return (
    <>
      <Badge tone="warn">{fill(app, "lateBy", duration(app, late))}</Badge>
      <small>{fill(app, "expectedAt", clockOf(app, arrival))}</small>
    </>
  );
}

/** Grade and score with the strongest reason, opening hours, points to talk about. */
function Worth({ app, visit }: { app: App; visit: Visit }) {
  const note = noteOf(visit);
  const reason = note.reasons[0];
  return (
    <>
      <span class="fva-stop-worth">
        {visit.grade && <Badge tone="accent">{visit.grade}</Badge>}
        {visit.score > 0 && (
          <span title={app.word("score")}>
            <Icon of={Star} size={16} />
            {Math.round(visit.score)}
          </span>
        )}
        {note.hours && (
          <span title={app.word("openToday")}>
            <Icon of={Clock3} size={16} />
            {note.hours}
          </span>
        )}
        {note.open > 0 && (
          <span title={app.word("toTalkAbout")}>
            <Icon of={ListTodo} size={16} />
            {note.open}
          </span>
        )}
      </span>
      {reason && <small class="fva-stop-reason">{reason}</small>}
    </>
  );
}
