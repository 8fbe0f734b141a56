/** What the server could not do: the phone's version beside the server's, and what the rep wants. */
import { fill } from "../amounts";
import type { App } from "../app";
import type { Stored } from "../database";
import { clockOf, dayAndClock } from "../moments";
import type { Visit } from "../types";
import { Button, Card } from "../ui/ui";
import { putRight } from "./clock";
import { byVisit, kindOf, nameOf } from "./names";

export function Conflicts({ app }: { app: App }) {
  const groups = byVisit(app.told);
  if (!groups.length) return null;
  return (
    <>
      {groups.map((events) => (
        <Conflict app={app} events={events} key={events[0].uuid} />
      ))}
    </>
  );
}

function Conflict({ app, events }: { app: App; events: Stored[] }) {
  const [first] = events;
  const name =
    nameOf(app, Number(first.data.visit_id ?? 0), first.seen) ||
    String(first.receipt?.server.customer ?? "");
  const message = first.receipt?.message || app.word("conflictNotTaken"); // a proxy says nothing
  return (
    <div class="fva-conflict" data-state={first.receipt?.state}>
      <Card title={name || kindOf(app, first.kind)}>
        <p class="fva-conflict-why">{message}</p>
        {first.receipt?.state !== "done" && <Versions app={app} events={events} />}
        <Answers app={app} events={events} />
      </Card>
    </div>
  );
}

function Versions({ app, events }: { app: App; events: Stored[] }) {
  const { receipt, data } = events[0];
  const server = (receipt?.server ?? {}) as Partial<Visit>;
  // of what was refused, or is about no visit, the server has no other version
  const compares = receipt?.state === "conflict" && Boolean(server.state || data.visit_id);
  return (
    <div class="fva-versions">
      <section data-side="phone">
        <h3>{app.word("conflictOnPhone")}</h3>
        <ul>
          {events.map((event) => (
            <li key={event.uuid}>
              <time>{clockOf(app, putRight(event, app.clock.ahead_s))}</time>{" "}
              {kindOf(app, event.kind)}
              <Entered event={event} />
            </li>
          ))}
        </ul>
      </section>
      {compares && (
        <section data-side="server">
          <h3>{app.word("conflictOnServer")}</h3>
          <ServerSide app={app} visit={server} />
        </section>
      )}
    </div>
  );
}

/** What was written, so that it is not lost even if it is not done. */
function Entered({ event }: { event: Stored }) {
  const { note, reason } = event.data as { note?: unknown; reason?: unknown };
  const text = [note, reason].filter((part) => typeof part === "string" && part).join(" · ");
  return text ? <q>{text}</q> : null;
}

function ServerSide({ app, visit }: { app: App; visit: Partial<Visit> }) {
  if (!visit.state) return <p>{app.word("conflictGone")}</p>;
  const lines = [
    visit.customer,
    app.word("state_" + visit.state),
    visit.start && dayAndClock(app, visit.start),
    visit.actual_start && fill(app, "conflictFrom", clockOf(app, visit.actual_start)),
    visit.actual_end && fill(app, "conflictTo", clockOf(app, visit.actual_end)),
  ];
  return (
    <ul>
      {lines.filter(Boolean).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Answers({ app, events }: { app: App; events: Stored[] }) {
  const understood = async () => {
    for (const event of events) await app.outbox.understood(event);
    await app.sync();
  };
  const again = async (anyway: boolean) => {
    await app.outbox.again(events, anyway);
    await app.sync();
  };
  const { receipt } = events[0];
  const remove = () => confirm(app.word("conflictDeleteSure")) && void understood();
  return (
    <div class="fva-answers">
      {receipt?.state === "refused" && (
        <Button kind={receipt.unsent ? "main" : "quiet"} onClick={() => void again(false)}>
          {app.word("conflictTryAgain")}
        </Button>
      )}
      {events.some((event) => event.receipt?.can_force) && (
        <Button kind="quiet" onClick={() => void again(true)}>
          {app.word("conflictAnyway")}
        </Button>
      )}
      {receipt?.unsent ? (
        <Button kind="bad" onClick={remove}>
          {app.word("conflictDelete")}
        </Button>
      ) : (
        <Button onClick={() => void understood()}>{app.word("conflictUnderstood")}</Button>
      )}
    </div>
  );
}
