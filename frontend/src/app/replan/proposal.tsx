/** What the new rest of the day changes, to be accepted or left. */
import {
  ArrowDown,
  ArrowUp,
  CalendarX,
  Check,
  CloudOff,
  LoaderCircle,
  Plus,
  Shuffle,
} from "lucide";
import { useEffect } from "preact/hooks";
import type { App } from "../app";
import { fill } from "../amounts";
import { clockOf } from "../moments";
import { Actions, Button, Card, Empty, Notice, Row } from "../ui/ui";
import { ask, isUnderWay, unsent, type Change, type Replan } from "./data";

/** How often the phone asks how far it has come, in milliseconds. */
const EVERY = 2000;
const ICONS = {
  dropped: CalendarX,
  moved: Shuffle,
  added: Plus,
  later: ArrowDown,
  earlier: ArrowUp,
};

/** While it is not sent or not found yet; loads the day once it is. */
export function Waiting({ app, replan }: { app: App; replan: Replan | null }) {
  useEffect(() => {
    if (!replan) return undefined;
    const timer = setInterval(async () => {
      const now = await ask(app, replan);
      if (!isUnderWay(now)) void app.sync();
    }, EVERY);
    return () => clearInterval(timer);
  }, [replan?.plan_id]);
  const isOffline = !replan && app.link !== "online";
  const word = replan ? "replanComputing" : isOffline ? "replanOffline" : "replanSent";
  return (
    <Empty icon={isOffline ? CloudOff : LoaderCircle} title={app.word(word)}>
      {replan && <progress max={100} value={replan.progress || undefined} />}
    </Empty>
  );
}

export function Proposal({ app, replan }: { app: App; replan: Replan }) {
  const answered = unsent(app, "answer_replan");
  const isOpen = replan.can_decide && !answered && replan.state === "proposed";
  return (
    <>
      <Said app={app} replan={replan} />
      {replan.changes.length > 0 && (
        <Card>
          {replan.changes.map((change) => (
            <ChangeRow app={app} change={change} />
          ))}
        </Card>
      )}
      {replan.kept.length > 0 && (
        <Notice tone="good">{fill(app, "replanKept", replan.kept.join(", "))}</Notice>
      )}
      {replan.warning.map((text) => (
        <Notice tone="warn">{text}</Notice>
      ))}
      {isOpen ? <Decide app={app} replan={replan} /> : <Done app={app} replan={replan} />}
    </>
  );
}

function Said({ app, replan }: { app: App; replan: Replan }) {
  const titles = { applied: "replanApplied", failed: "replanFailed" } as Record<string, string>;
  const title = app.word(titles[replan.state] ?? "replanProposed");
  const waits = replan.state === "proposed" && !replan.can_decide;
  return (
    <section class="fva-replan-said">
      <h2>{replan.message || title}</h2>
      {!replan.is_own && <p>{fill(app, "replanBy", replan.asked_by)}</p>}
      {waits && <p>{fill(app, "replanWaitsForAsker", replan.asked_by)}</p>}
      {replan.state === "proposed" && !replan.changes.length && <p>{app.word("replanSame")}</p>}
    </section>
  );
}

function ChangeRow({ app, change }: { app: App; change: Change }) {
  const times = [change.from, change.to].map((at) => clockOf(app, at)).filter(Boolean);
  const note = [change.kind_label, times.join(" → "), change.by_text].filter(Boolean).join(" · ");
  return <Row title={change.customer} note={note} icon={ICONS[change.kind]} />;
}

function Decide({ app, replan }: { app: App; replan: Replan }) {
  const answer = (accept: boolean) => {
    const data = { route_id: app.data?.route?.id, plan_id: replan.plan_id, accept };
    void app.send("answer_replan", data);
    location.hash = "#/today";
  };
  return (
    <Actions>
      <Button kind="quiet" onClick={() => answer(false)}>
        {app.word("replanDecline")}
      </Button>
      <Button icon={Check} onClick={() => answer(true)}>
        {app.word("replanAccept")}
      </Button>
    </Actions>
  );
}

function Done({ app, replan }: { app: App; replan: Replan }) {
  return (
    <Actions>
      <Button kind="quiet" href="#/replan/new">
        {app.word("replanAgain")}
      </Button>
      {replan.state !== "proposed" && <Button href="#/today">{app.word("replanToday")}</Button>}
    </Actions>
  );
}
