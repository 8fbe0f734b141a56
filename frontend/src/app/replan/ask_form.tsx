/** What happened, and the question for a new rest of the day. */
import { CircleX, Hourglass, RefreshCw, Zap, type IconNode } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { clockOf } from "../moments";
import { stepPlace } from "../position";
import type { Visit } from "../types";
import { Actions, Button, Card, Notice, Row } from "../ui/ui";
import { currentStops, openStops, refusal, type What } from "./data";
import { Whom, type Chosen } from "./whom";

const WAYS: { what: What; word: string; icon: IconNode }[] = [
  { what: "cancelled", word: "replanCancelled", icon: CircleX },
  { what: "overrun", word: "replanOverrun", icon: Hourglass },
  { what: "urgent", word: "replanUrgent", icon: Zap },
  { what: "rest", word: "replanRest", icon: RefreshCw },
];
const MINUTES = [15, 30, 45, 60, 90];

interface Asked {
  visit_id?: number;
  minutes?: number;
  whom?: Chosen;
}

interface AskFormProps {
  app: App;
  what: string;
  whom?: Chosen;
}

export function AskForm({ app, what, whom }: AskFormProps) {
  const known = WAYS.find((way) => way.what === what);
  const [chosen, setChosen] = useState<What | null>(known?.what ?? null);
  const [asked, setAsked] = useState<Asked>({ whom });
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    const place = await stepPlace();
    await app
      .send("ask_replan", eventOf(app, chosen as What, asked, place))
      .finally(() => setBusy(false));
    location.hash = "#/replan";
  };
  const choose = (way: What) => {
    setChosen(way);
    setAsked(way === "overrun" ? { visit_id: currentStops(app)[0]?.visit_id } : {});
  };
  const refused = refusal(app);
  return (
    <>
      {refused && <Notice tone="warn">{refused}</Notice>}
      <Card title={app.word("replanWhat")}>
        {WAYS.map((way) => (
          <Row
            title={app.word(way.word)}
            icon={way.icon}
            onClick={() => choose(way.what)}
            end={<Dot on={way.what === chosen} />}
          />
        ))}
      </Card>
      {chosen && <Details app={app} what={chosen} asked={asked} change={setAsked} />}
      <Actions>
        <Button
          icon={RefreshCw}
          disabled={busy || !isComplete(chosen, asked)}
          onClick={() => void send()}
        >
          {app.word(busy ? "lookingForPosition" : "replanNow")}
        </Button>
      </Actions>
    </>
  );
}

function Dot({ on }: { on: boolean }) {
  return <span class="fva-dot" data-on={on || undefined} />;
}

function isComplete(what: What | null, { visit_id, minutes, whom }: Asked): boolean {
  if (what === "cancelled") return Boolean(visit_id);
  if (what === "overrun") return Boolean(visit_id && minutes);
  return what === "rest" || (what === "urgent" && Boolean(whom));
}

function eventOf(
  app: App,
  what: What,
  asked: Asked,
  place: { latitude?: number; longitude?: number },
) {
  const { whom, ...rest } = asked;
  const customer = whom ? { [whom.kind === "lead" ? "lead_id" : "partner_id"]: whom.id } : {};
  const { latitude, longitude } = place;
  const here = latitude === undefined ? {} : { latitude, longitude };
  return { route_id: app.data?.route?.id, what, ...rest, ...customer, ...here };
}

interface DetailsProps {
  app: App;
  what: What;
  asked: Asked;
  change: (asked: Asked) => void;
}

function Details({ app, what, asked, change }: DetailsProps) {
  if (what === "rest") return null;
  if (what === "urgent")
    return <Whom app={app} chosen={asked.whom} choose={(whom) => change({ whom })} />;
  const visits = what === "cancelled" ? openStops(app) : currentStops(app);
  if (!visits.length) return <Notice>{app.word("replanNobody")}</Notice>;
  return (
    <>
      <Card title={app.word("replanWhich")}>
        {visits.map((visit) => (
          <Stop
            app={app}
            visit={visit}
            on={asked.visit_id === visit.visit_id}
            choose={() => change({ ...asked, visit_id: visit.visit_id })}
          />
        ))}
      </Card>
      {what === "overrun" && <Minutes app={app} asked={asked} change={change} />}
      {what === "cancelled" && <Notice>{app.word("replanCancelNote")}</Notice>}
    </>
  );
}

interface StopProps {
  app: App;
  visit: Visit;
  on: boolean;
  choose: () => void;
}

function Stop({ app, visit, on, choose }: StopProps) {
  const note = [clockOf(app, visit.start), visit.address].filter(Boolean).join(" · ");
  return <Row title={visit.customer} note={note} onClick={choose} end={<Dot on={on} />} />;
}

function Minutes({ app, asked, change }: Omit<DetailsProps, "what">) {
  return (
    <Card title={app.word("replanLonger")}>
      <div class="fva-chips" role="group" aria-label={app.word("replanLonger")}>
        {MINUTES.map((minutes) => (
          <button
            type="button"
            aria-pressed={asked.minutes === minutes}
            onClick={() => change({ ...asked, minutes })}
          >
            {app.word("minutes").replace("%s", String(minutes))}
          </button>
        ))}
      </div>
    </Card>
  );
}
