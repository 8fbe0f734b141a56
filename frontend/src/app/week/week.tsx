/** This week and the next: a strip of days, and the visits of the one that is chosen. */
import { CalendarOff, Car, Clock3 } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { distance, duration, fill } from "../amounts";
import { clockOf, dayName } from "../moments";
import type { Screen } from "../screens";
import { Badge, Card, Empty, Header, Icon, Row } from "../ui/ui";
import { VisitPage } from "../visit/visit";
import { weekOf, type Line, type WeekDay } from "./data";

export const weekScreens: Screen[] = [
  { path: "week", tab: "week", view: (app) => <Week app={app} /> },
  {
    path: "week/:id",
    under: "week",
    view: (app, params) => <VisitPage app={app} id={Number(params.id)} key={params.id} />,
  },
];

/** What this user looked at last today, as long as the app is open: the way back from a visit leads there. */
let lookedAt = { date: "", by: "" };

function Week({ app }: { app: App }) {
  const today = app.data?.today ?? "";
  // the day that one rep chose yesterday is not what anybody looks for today
  const by = `${app.data?.user.id} ${today}`;
  const [looked, setLooked] = useState(lookedAt);
  const chosen = looked.by === by ? looked.date : today;
  const choose = (date: string) => setLooked((lookedAt = { date, by }));
  const days = weekOf(app);
  const day = days.find(({ date }) => date === chosen) ?? days.find(({ date }) => date === today);
  return (
    <>
      <Header app={app} title={app.word("week")} note={day && dayName(app, day.date)} />
      {day ? (
        <>
          <Days app={app} days={days} chosen={day} choose={choose} />
          <Day app={app} day={day} isToday={day.date === today} />
        </>
      ) : (
        <Empty icon={CalendarOff} title={app.word("noRep")} />
      )}
    </>
  );
}

interface DaysProps {
  app: App;
  days: WeekDay[];
  chosen: WeekDay;
  choose: (date: string) => void;
}

/** Two lines of seven days; below each date, how many visits there are. */
function Days({ app, days, chosen, choose }: DaysProps) {
  return (
    <div class="fva-days" role="group" aria-label={app.word("week")}>
      {days.map((day) => (
        <button
          type="button"
          aria-pressed={day === chosen}
          data-today={day.date === app.data?.today || undefined}
          onClick={() => choose(day.date)}
        >
          <small>{weekday(app, day.date)}</small>
          <strong>{Number(day.date.slice(8))}</strong>
          <span title={fill(app, "visitCount", calls(day).length)}>{calls(day).length || "–"}</span>
        </button>
      ))}
    </div>
  );
}

function weekday(app: App, date: string): string {
  const lang = (app.data?.user.lang ?? "en_US").replace("_", "-");
  return new Date(date + "T12:00:00Z").toLocaleDateString(lang, {
    weekday: "short",
    timeZone: "UTC",
  });
}

function calls(day: WeekDay): Line[] {
  return day.visits.filter((visit) => !visit.is_waypoint);
}

function Day({ app, day, isToday }: { app: App; day: WeekDay; isToday: boolean }) {
  if (!day.visits.length) return <Empty icon={CalendarOff} title={app.word("nothingPlanned")} />;
  return (
    <>
      <p class="fva-facts">
        {day.start_at && (
          <span>
            <Icon of={Clock3} size={18} />
            {clockOf(app, day.start_at)}–{clockOf(app, day.end_at)}
          </span>
        )}
        {day.distance_m > 0 && (
          <span>
            <Icon of={Car} size={18} />
            {distance(app, day.distance_m)} · {duration(app, day.travel_s)}
          </span>
        )}
        {day.state === "draft" && <Badge tone="warn">{app.word("notFinal")}</Badge>}
      </p>
      <Card>
        {day.visits.map((visit) => (
          <Row
            href={addressOf(visit, isToday)}
            title={visit.customer}
            note={visit.city}
            end={<DayEnd app={app} visit={visit} />}
          />
        ))}
      </Card>
    </>
  );
}

/** Visits of today, and one that goes on, have the steps on their page; a way point of another day has nothing to show. */
function addressOf(visit: Line, isToday: boolean): string | undefined {
  if (isToday || visit.state === "in_progress") return "#/visit/" + visit.visit_id;
  return visit.is_waypoint ? undefined : "#/week/" + visit.visit_id;
}

function DayEnd({ app, visit }: { app: App; visit: Line }) {
  return (
    <span class="fva-day-end">
      {visit.grade && <Badge tone="accent">{visit.grade}</Badge>}
      {visit.state === "done" && <Badge tone="good">{app.word("stateDone")}</Badge>}
      {visit.state === "missed" && <Badge tone="warn">{app.word("stateMissed")}</Badge>}
      {visit.state === "cancelled" && <Badge>{app.word("stateCancelled")}</Badge>}
      <time>{clockOf(app, visit.start)}</time>
    </span>
  );
}
