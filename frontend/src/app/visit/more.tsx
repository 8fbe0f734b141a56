/** What else can be done with a visit: it is not made, or not today. */
import { CalendarClock, CircleSlash, MessageSquareHeart, Route } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import type { Visit } from "../types";
import { Sheet } from "../ui/sheet";
import { Row } from "../ui/ui";
import { PutOff, type PutOffKind } from "./put_off";

interface MoreProps {
  app: App;
  visit: Visit;
  /** Its day when that is not today. */
  date?: string;
  onClose: () => void;
}

export function MoreOfVisit({ app, visit, date, onClose }: MoreProps) {
  const [kind, setKind] = useState<PutOffKind | null>(null);
  if (kind) return <PutOff app={app} visit={visit} date={date} kind={kind} onClose={onClose} />;
  const isOpen = visit.state === "draft" || visit.state === "planned";
  return (
    <Sheet title={visit.customer} close={app.word("close")} onClose={onClose}>
      {isOpen && (
        <Row icon={CalendarClock} title={app.word("moveVisit")} onClick={() => setKind("move")} />
      )}
      {(isOpen || visit.state === "in_progress") && (
        <Row icon={CircleSlash} title={app.word("skipVisit")} onClick={() => setKind("skip")} />
      )}
      {!date && <OfToday app={app} visit={visit} />}
      {!isOpen && visit.state !== "in_progress" && <p>{app.word("visitIsOver")}</p>}
    </Sheet>
  );
}

function OfToday({ app, visit }: { app: App; visit: Visit }) {
  return (
    <>
      <Row
        icon={MessageSquareHeart}
        title={app.word("askFeedback")}
        href={"#/feedback/" + visit.visit_id}
      />
      {app.data?.route && <Row icon={Route} title={app.word("replan")} href="#/replan" />}
    </>
  );
}
