/** A visit that is not made, or not today: the reason, a note, and when instead. */
import { useState } from "preact/hooks";
import type { App } from "../app";
import { momentIn, nextDay } from "../moments";
import { outcomesOf } from "../report/data";
import type { Visit } from "../types";
import { Sheet } from "../ui/sheet";
import { Button, Field } from "../ui/ui";
import { Reasons } from "../report/reasons";

export type PutOffKind = "skip" | "move";

interface PutOffProps {
  app: App;
  visit: Visit;
  /** Its day when that is not today. */
  date?: string;
  kind: PutOffKind;
  onClose: () => void;
}

export function PutOff({ app, visit, date, kind, onClose }: PutOffProps) {
  const reasons = outcomesOf(app.data, kind);
  const [reason, setReason] = useState(0);
  const [note, setNote] = useState("");
  const [day, setDay] = useState(dayAfter(app, date));
  const [time, setTime] = useState("");
  const chosen = reasons.find(({ id }) => id === reason);
  const needsNote = chosen?.needs.includes("note") ?? false;
  const isReady = chosen && (!needsNote || note.trim()) && (kind === "skip" || day);
  const send = () => {
    const when = kind === "move" ? whenOf(app, day, time) : {};
    const data = { visit_id: visit.visit_id, outcome_id: reason, note, ...when };
    void app.send(kind === "skip" ? "skip_visit" : "move_visit", data);
    onClose();
    location.hash = date ? "#/week" : "#/today";
  };
  const title = app.word(kind === "skip" ? "skipVisit" : "moveVisit");
  return (
    <Sheet title={title} close={app.word("close")} onClose={onClose}>
      <Reasons app={app} options={reasons} value={reason} onChange={setReason} />
      {kind === "move" && <When app={app} day={day} time={time} onDay={setDay} onTime={setTime} />}
      <Field label={app.word(needsNote ? "notesNeeded" : "notes")}>
        <textarea value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </Field>
      <Button disabled={!isReady} onClick={send}>
        {title}
      </Button>
    </Sheet>
  );
}

/** The day after that of the visit, tomorrow at the earliest. */
function dayAfter(app: App, date?: string): string {
  const today = app.data?.today ?? "";
  return nextDay(date && date > today ? date : today);
}

function whenOf(app: App, day: string, time: string) {
  return time ? { planned_start: momentIn(day, time, app.data?.user.tz ?? "") } : { date: day };
}

interface WhenProps {
  app: App;
  day: string;
  time: string;
  onDay: (day: string) => void;
  onTime: (time: string) => void;
}

function When({ app, day, time, onDay, onTime }: WhenProps) {
  return (
    <div class="fva-pair">
      <Field label={app.word("newDay")}>
        <input
          type="date"
          value={day}
          min={app.data?.today}
          onInput={(event) => onDay(event.currentTarget.value)}
        />
      </Field>
      <Field label={app.word("newTime")} note={app.word("newTimeNote")}>
        <input type="time" value={time} onInput={(event) => onTime(event.currentTarget.value)} />
      </Field>
    </div>
  );
}
