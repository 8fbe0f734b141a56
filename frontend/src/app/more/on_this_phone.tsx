/** What the app keeps on this phone, and how old it is. */
import { RotateCw } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { fill } from "../amounts";
import { dayAndClock } from "../moments";
import { Button, Card, Header, Row } from "../ui/ui";
import { weekOf } from "../week/data";

export function OnThisPhone({ app }: { app: App }) {
  const used = useUsed();
  const at = app.loaded?.at ?? "";
  return (
    <>
      <Header app={app} title={app.word("onThisPhone")} back="more" />
      <Card>
        <Row title={app.word("lastLoaded")} end={<span>{dayAndClock(app, at)}</span>} />
        <Row
          title={app.word("visitsToday")}
          end={<span>{app.data?.route?.stops.length ?? 0}</span>}
        />
        <Row
          title={app.word("visitsWeeks")}
          end={<span>{weekOf(app).reduce((count, day) => count + day.visits.length, 0)}</span>}
        />
        <Row title={app.word("customers")} end={<span>{countOf(app.data?.customers)}</span>} />
        <Row title={app.word("documents")} end={<span>{countOf(app.data?.documents)}</span>} />
        <Row title={app.word("notYetSent")} end={<span>{app.waiting}</span>} />
        {used > 0 && (
          <Row
            title={app.word("spaceUsed")}
            end={<span>{fill(app, "megabytes", used.toFixed(1))}</span>}
          />
        )}
      </Card>
      <p class="fva-soft">{app.word("keptNote")}</p>
      <Button icon={RotateCw} disabled={app.busy} onClick={() => void app.sync()}>
        {app.word("loadAgain")}
      </Button>
    </>
  );
}

function countOf(part: unknown): number {
  return Array.isArray(part) ? part.length : 0;
}

/** Megabytes that this site takes on the phone; 0 where the browser does not tell. */
function useUsed(): number {
  const [used, setUsed] = useState(0);
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage }) => setUsed((usage ?? 0) / 1e6));
  }, []);
  return used;
}
