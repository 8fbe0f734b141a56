/** What waits for the network, what became of the rest, and what the rep has to decide. */
import { CloudCheck, Send } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { fill } from "../amounts";
import type { App } from "../app";
import type { Sent, Stored } from "../database";
import { clockOf } from "../moments";
import type { Screen } from "../screens";
import { Button, Card, Empty, Header, Row } from "../ui/ui";
import { Conflicts } from "./conflicts";
import { kindOf, nameOf } from "./names";
import { putRight } from "./clock";

export const outboxScreens: Screen[] = [
  {
    path: "unsent",
    under: "more",
    more: {
      word: "outbox",
      icon: Send,
      note: (app) => String(app.waiting + app.told.length || ""),
    },
    view: (app) => <Unsent app={app} />,
  },
];

function Unsent({ app }: { app: App }) {
  const waiting = app.events.filter((event) => !event.receipt);
  const sent = useSent(app);
  return (
    <>
      <Header app={app} title={app.word("outbox")} back="more" />
      <Conflicts app={app} />
      {waiting.length > 0 && <Waiting app={app} events={waiting} />}
      {!waiting.length && !app.told.length && (
        <Empty icon={CloudCheck} title={app.word("outboxEmpty")} />
      )}
      {sent.length > 0 && (
        <Card title={app.word("sentLast")}>
          {sent.map((event) => (
            <EventRow app={app} event={event} key={event.number} />
          ))}
        </Card>
      )}
    </>
  );
}

function Waiting({ app, events }: { app: App; events: Stored[] }) {
  return (
    <>
      <Card title={fill(app, "waitingCount", events.length)}>
        {events.map((event) => (
          <EventRow
            app={app}
            event={{ ...event, visit_id: Number(event.data.visit_id ?? 0) }}
            seen={event.seen}
            since={event.since}
            key={event.number}
          />
        ))}
      </Card>
      <p class="fva-soft">{app.word("outboxKept")}</p>
      <Button icon={Send} disabled={app.busy} onClick={() => void app.sync()}>
        {app.word("sendNow")}
      </Button>
    </>
  );
}

type RowProps = { app: App; event: Sent } & Partial<Pick<Stored, "seen" | "since">>;

function EventRow({ app, event, seen, since }: RowProps) {
  return (
    <div data-kind={event.kind}>
      <Row
        title={kindOf(app, event.kind)}
        note={nameOf(app, event.visit_id, seen)}
        end={<time>{clockOf(app, putRight({ ...event, since }, app.clock.ahead_s))}</time>}
      />
    </div>
  );
}

/** The last of what was delivered, newest first. */
function useSent(app: App): Sent[] {
  const [sent, setSent] = useState<Sent[]>([]);
  const { database } = app.around;
  useEffect(() => {
    void database.getAll("sent").then((all) => setSent(all.reverse().slice(0, 20)));
  }, [database, app.events]);
  return sent;
}
