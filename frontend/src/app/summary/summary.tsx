/** The day in short: what was done, how long it took, what is still open. */
import { CircleCheck, ClipboardList, CloudUpload, PenLine, Sunset } from "lucide";
import type { App } from "../app";
import { distance, duration, fill } from "../amounts";
import { clockOf, dayName } from "../moments";
import type { Screen } from "../screens";
import type { Route, Visit } from "../types";
import { Card, Empty, Figure, Header, Row } from "../ui/ui";
import { figuresOf, type Figures } from "./figures";

export const summaryScreens: Screen[] = [
  {
    path: "summary",
    under: "today",
    more: { word: "summary", icon: Sunset },
    view: (app) => <Summary app={app} />,
  },
];

/** Metres by the positions that were recorded today, see `app_track.py`; 0 when there are none. */
function drivenM(app: App): number {
  const track = app.data?.track as { distance_m: number } | false | undefined;
  return track ? track.distance_m : 0;
}

function Summary({ app }: { app: App }) {
  const route = app.data?.route;
  return (
    <>
      <Header
        app={app}
        title={app.word("summary")}
        note={dayName(app, app.data?.today ?? "")}
        back="today"
      />
      {route && route.stops.length ? (
        <Whole app={app} route={route} />
      ) : (
        <Empty icon={Sunset} title={app.word("noVisitsToday")} />
      )}
    </>
  );
}

function Whole({ app, route }: { app: App; route: Route }) {
  const figures = figuresOf(route);
  return (
    <>
      <Visits app={app} figures={figures} />
      <Times app={app} figures={figures} />
      <Ways app={app} route={route} />
      <Open app={app} figures={figures} />
    </>
  );
}

function Visits({ app, figures }: { app: App; figures: Figures }) {
  return (
    <Card title={app.word("visits")}>
      <div class="fva-figures">
        <Figure
          value={fill(app, "ofAll", figures.done, figures.planned)}
          caption={app.word("stateDone")}
        />
        <Figure value={figures.open} caption={app.word("stillOpen")} />
        <Figure value={figures.missed} caption={app.word("stateMissed")} />
      </div>
    </Card>
  );
}

function Times({ app, figures }: { app: App; figures: Figures }) {
  return (
    <Card title={app.word("times")}>
      <div class="fva-figures">
        <Figure value={duration(app, figures.service_s)} caption={app.word("withCustomers")} />
        <Figure value={duration(app, figures.servicePlanned_s)} caption={app.word("planned")} />
        <Figure
          value={figures.began ? onTheRoad(app, figures) : "–"}
          caption={app.word("onTheRoad")}
        />
      </div>
    </Card>
  );
}

function onTheRoad(app: App, { began, ended }: Figures): string {
  if (!ended) return fill(app, "since", clockOf(app, began));
  return `${clockOf(app, began)}–${clockOf(app, ended)}`;
}

function Ways({ app, route }: { app: App; route: Route }) {
  const driven = drivenM(app);
  return (
    <Card title={app.word("ways")}>
      <div class="fva-figures">
        <Figure value={distance(app, route.distance_m)} caption={app.word("planned")} />
        {driven > 0 && <Figure value={distance(app, driven)} caption={app.word("driven")} />}
        <Figure value={duration(app, route.travel_s)} caption={app.word("drivingPlanned")} />
      </div>
      <EachWay app={app} route={route} />
    </Card>
  );
}

/** Planned and driven way to each visit that positions tell of. */
function EachWay({ app, route }: { app: App; route: Route }) {
  const known = route.stops.filter((visit) => visit.driven);
  if (!known.length) return null;
  return (
    <details class="fva-each-way">
      <summary>{app.word("eachWay")}</summary>
      {known.map((visit) => (
        <Row
          href={"#/visit/" + visit.visit_id}
          title={visit.customer}
          note={wayNote(app, visit)}
          end={distance(app, drivenTo(visit).distance_m)}
        />
      ))}
    </details>
  );
}

function drivenTo(visit: Visit) {
  return visit.driven || { distance_m: 0, gap_m: 0 };
}

function wayNote(app: App, visit: Visit): string {
  const { gap_m } = drivenTo(visit);
  const planned = fill(app, "plannedWay", distance(app, visit.leg_distance_m));
  const straight = gap_m > 0 ? [fill(app, "ofItStraight", distance(app, gap_m))] : [];
  return [planned, ...straight].join(" · ");
}

function Open({ app, figures }: { app: App; figures: Figures }) {
  const { silent, points } = figures;
  if (!silent.length && !points.length && !app.waiting)
    return (
      <Card title={app.word("openPoints")}>
        <Row icon={CircleCheck} title={app.word("nothingOpen")} />
      </Card>
    );
  return (
    <Card title={app.word("openPoints")}>
      {app.waiting > 0 && (
        <Row
          icon={CloudUpload}
          href="#/unsent"
          title={`${app.word("notYetSent")}: ${app.waiting}`}
        />
      )}
      {silent.map((visit) => (
        <Row
          icon={PenLine}
          href={"#/visit/" + visit.visit_id}
          title={visit.customer}
          note={app.word("noOutcome")}
        />
      ))}
      {points.map(({ visit, text }) => (
        <Row
          icon={ClipboardList}
          href={"#/visit/" + visit.visit_id}
          title={text}
          note={visit.customer}
        />
      ))}
    </Card>
  );
}
