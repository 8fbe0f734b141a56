/** Feedback at the customer's: a code to scan, and what the customer says to the rep. */
import { MessageSquareWarning, Send } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { changeVisit, type Reducer } from "../project";
import type { Screen } from "../screens";
import { Actions, Button, Field, Header, Notice } from "../ui/ui";
import { visitWith } from "../week/data";
import { CounterCode, ratingOf } from "./code";
import { Heard } from "./heard";

export { CounterCode, ratingOf } from "./code";

export const feedbackScreens: Screen[] = [
  {
    path: "feedback/:id",
    under: "today",
    view: (app, params) => <Feedback app={app} id={Number(params.id)} />,
  },
  {
    path: "complaint/:id",
    under: "today",
    view: (app, params) => <Complaint app={app} id={Number(params.id)} />,
  },
];

export const feedbackReducers: Record<string, Reducer> = {
  enter_feedback: (snapshot, event) =>
    changeVisit(snapshot, event, { rating: Number(event.data.rating) }),
};

function Feedback({ app, id }: { app: App; id: number }) {
  const visit = visitWith(app, id);
  if (!visit) return <Notice>{app.word("noSuchVisit")}</Notice>;
  const begun = visit.state === "in_progress" || visit.state === "done";
  return (
    <div class="fva-feedback">
      <Header
        app={app}
        title={app.word("feedback")}
        note={visit.customer}
        back={"visit/" + visit.visit_id}
      />
      <CounterCode app={app} visit={visit} />
      {begun && !ratingOf(visit) && <Heard app={app} visit={visit} />}
      <Button kind="quiet" icon={MessageSquareWarning} href={"#/complaint/" + visit.visit_id}>
        {app.word("complaint")}
      </Button>
    </div>
  );
}

function Complaint({ app, id }: { app: App; id: number }) {
  const visit = visitWith(app, id);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [kept, setKept] = useState(false);
  if (!visit) return <Notice>{app.word("noSuchVisit")}</Notice>;
  const keep = () => {
    setKept(true);
    void app.send("open_complaint", { visit_id: id, name: name.trim(), description });
  };
  return (
    <div class="fva-feedback">
      <Header
        app={app}
        title={app.word("complaint")}
        note={visit.customer}
        back={"feedback/" + id}
      />
      {kept ? (
        <Notice tone="good">{app.word("complaintKept")}</Notice>
      ) : (
        <>
          <Field label={app.word("complaintSubject")}>
            <input
              value={name}
              maxLength={200}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </Field>
          <Field label={app.word("complaintStory")}>
            <textarea
              value={description}
              maxLength={4000}
              onInput={(event) => setDescription(event.currentTarget.value)}
            />
          </Field>
          <Actions>
            <Button icon={Send} disabled={!name.trim()} onClick={keep}>
              {app.word("complaintKeep")}
            </Button>
          </Actions>
        </>
      )}
    </div>
  );
}
