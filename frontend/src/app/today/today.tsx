/** The day: how far the rep is, what comes next, and every stop as a list or on the map. */
import { CalendarDays, CalendarOff, List, Map as MapIcon, RotateCw, UserRoundX } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { distance, duration, fill } from "../amounts";
import { dayName } from "../moments";
import { ReplanNote } from "../replan/replan_note";
import type { Screen } from "../screens";
import type { Route } from "../types";
import { Button, Choice, Empty, Header, RoundButton } from "../ui/ui";
import { lookAhead } from "./ahead";
import { DayMap } from "./day_map";
import { Stop } from "./stop";

export const todayScreens: Screen[] = [
  { path: "today", tab: "today", view: (app) => <Today app={app} /> },
];

type View = "list" | "map";
/** What the rep chose last, as long as the app is open. */
let chosen: View = "list";

function Today({ app }: { app: App }) {
  const data = app.data;
  const [view, setView] = useState<View>(chosen);
  if (!data) return null;
  const route = data.route && data.route.stops.length ? data.route : null;
  const choose = (next: View) => setView((chosen = next));
  return (
    <>
      <Header app={app} title={app.word("today")} note={dayName(app, data.today)}>
        {route && <ListOrMap app={app} view={view} onChange={choose} />}
        <RoundButton
          icon={RotateCw}
          label={app.word("loadAgain")}
          busy={app.busy}
          onClick={() => void app.sync()}
        />
      </Header>
      <ReplanNote app={app} />
      {route ? <Day app={app} route={route} view={view} /> : <Nothing app={app} />}
    </>
  );
}

interface ViewProps {
  app: App;
  view: View;
}

function ListOrMap({ app, view, onChange }: ViewProps & { onChange: (view: View) => void }) {
  return (
    <Choice
      label={app.word("show")}
      value={view}
      onChange={onChange}
      options={[
        { value: "list", text: app.word("list"), icon: List, iconOnly: true },
        { value: "map", text: app.word("map"), icon: MapIcon, iconOnly: true },
      ]}
    />
  );
}

function Nothing({ app }: { app: App }) {
  if (!app.data?.rep) return <Empty icon={UserRoundX} title={app.word("noRep")} />;
  return (
    <Empty icon={CalendarOff} title={app.word("noVisitsToday")}>
      <Button kind="quiet" icon={CalendarDays} href="#/week">
        {app.word("seeWeek")}
      </Button>
    </Empty>
  );
}

function Day({ app, route, view }: ViewProps & { route: Route }) {
  const ahead = lookAhead(route, app.now.getTime());
  let number = 0;
  return (
    <>
      <div class="fva-progress">
        <progress max={ahead.total} value={ahead.done} aria-label={app.word("today")} />
        <a href="#/summary">{fill(app, "doneOf", ahead.done, ahead.total)}</a>
      </div>
      {view === "map" ? (
        <DayMap app={app} route={route} />
      ) : (
        <>
          <ol class="fva-stops">
            {route.stops.map((visit) => (
              <Stop
                app={app}
                visit={visit}
                ahead={ahead}
                number={visit.is_waypoint ? number : ++number}
              />
            ))}
          </ol>
          <p class="fva-whole">
            {fill(app, "wholeDay", distance(app, route.distance_m), duration(app, route.travel_s))}
          </p>
        </>
      )}
    </>
  );
}
