/** The questions of the public page, asked by the rep. */
import { Send } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import type { Visit } from "../types";
import { Button, Card, Choice, Field } from "../ui/ui";
import { Faces } from "./faces";

/** What `field.visit.enter_feedback` takes. */
interface Answer {
  rating: number;
  channel: "phone" | "counter";
  comment: string;
  said_by: string;
  call_back: boolean;
  call_number: string;
}
type Change = (change: Partial<Answer>) => void;

const NOTHING: Answer = {
  rating: 0,
  channel: "counter",
  comment: "",
  said_by: "",
  call_back: false,
  call_number: "",
};

export function Heard({ app, visit }: { app: App; visit: Visit }) {
  const [answer, setAnswer] = useState(NOTHING);
  const change: Change = (more) => setAnswer((known) => ({ ...known, ...more }));
  const keep = () => void app.send("enter_feedback", { visit_id: visit.visit_id, ...answer });
  const ways = [
    { value: "counter" as const, text: app.word("feedbackFace") },
    { value: "phone" as const, text: app.word("feedbackPhone") },
  ];
  return (
    <Card title={app.word("feedbackHeard")}>
      <Choice
        options={ways}
        value={answer.channel}
        onChange={(channel) => change({ channel })}
        label={app.word("feedbackHeard")}
      />
      <Faces app={app} value={answer.rating} onChange={(rating) => change({ rating })} />
      <Words app={app} answer={answer} change={change} />
      <CallBack app={app} answer={answer} change={change} />
      <Button icon={Send} disabled={!answer.rating} onClick={keep}>
        {app.word("feedbackKeep")}
      </Button>
    </Card>
  );
}

interface PartProps {
  app: App;
  answer: Answer;
  change: Change;
}

function Words({ app, answer, change }: PartProps) {
  return (
    <>
      <Field label={app.word("feedbackWords")}>
        <textarea
          value={answer.comment}
          maxLength={2000}
          onInput={(event) => change({ comment: event.currentTarget.value })}
        />
      </Field>
      <Field label={app.word("feedbackWho")}>
        <input
          value={answer.said_by}
          maxLength={80}
          onInput={(event) => change({ said_by: event.currentTarget.value })}
        />
      </Field>
    </>
  );
}

function CallBack({ app, answer, change }: PartProps) {
  return (
    <>
      <label class="fva-check">
        <input
          type="checkbox"
          checked={answer.call_back}
          onChange={(event) => change({ call_back: event.currentTarget.checked })}
        />
        <span>{app.word("feedbackCall")}</span>
      </label>
      {answer.call_back && (
        <Field label={app.word("feedbackNumber")}>
          <input
            value={answer.call_number}
            maxLength={80}
            onInput={(event) => change({ call_number: event.currentTarget.value })}
          />
        </Field>
      )}
    </>
  );
}
