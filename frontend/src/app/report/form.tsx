/** The report of a visit: what came of it, what comes next, and what proves it. */
import { MapPinOff } from "lucide";
import type { App } from "../app";
import type { Screen } from "../screens";
import type { Visit } from "../types";
import { Actions, Button, Card, Empty, Field, Header, Notice } from "../ui/ui";
import { visitWith } from "../week/data";
import { missingIn, outcomesOf, reportOf, type Need } from "./data";
import { changesIn, useDraft, type Draft } from "./draft";
import { NextStepFields } from "./next_step";
import { OpportunityFields } from "./opportunity";
import { Pictures } from "./pictures";
import { Products } from "./products";
import { Reasons } from "./reasons";

export const reportScreens: Screen[] = [
  {
    path: "report/:id",
    under: "today",
    view: (app, params) => <ReportPage app={app} id={Number(params.id)} />,
  },
];

function ReportPage({ app, id }: { app: App; id: number }) {
  const visit = visitWith(app, id);
  if (visit) return <Form app={app} visit={visit} />;
  return (
    <>
      <Header app={app} title={app.word("report")} back="today" />
      <Empty icon={MapPinOff} title={app.word("noSuchVisit")} />
    </>
  );
}

function Form({ app, visit }: { app: App; visit: Visit }) {
  const { draft, change, forget } = useDraft(app, visit);
  const back = "visit/" + String(visit.visit_id);
  if (!draft) return null;
  const save = async () => {
    const changes = changesIn(draft, visit);
    const data = { visit_id: visit.visit_id, ...changes };
    // a phone that is full has kept nothing: what was typed stays here
    if (Object.keys(changes).length && !(await app.send("save_report", data))) return;
    await forget();
    location.hash = "#/" + back;
  };
  const missing = missingInDraft(app, visit, draft);
  return (
    <div class="fva-report">
      <Header app={app} title={app.word("report")} note={visit.customer} back={back} />
      <Parts app={app} visit={visit} draft={draft} change={change} missing={missing} />
      {missing.length > 0 && draft.outcome_id > 0 && (
        <Notice tone="warn">
          {app.word("stillMissing") +
            " " +
            missing.map((need) => app.word("need_" + need)).join(", ")}
        </Notice>
      )}
      <Actions>
        <Button onClick={() => void save()}>{app.word("saveReport")}</Button>
      </Actions>
    </div>
  );
}

function missingInDraft(app: App, visit: Visit, draft: Draft): Need[] {
  const { outcome_id, note, lines, next_step, opportunity } = draft;
  const known = reportOf(visit);
  const hasNews = known.hasNews || Boolean(opportunity);
  return missingIn({ ...known, outcome_id, note, lines, next_step, hasNews }, app.data);
}

interface PartsProps {
  app: App;
  visit: Visit;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  missing: Need[];
}

function Parts({ app, visit, draft, change, missing }: PartsProps) {
  const step = visit.state === "missed" ? "skip" : "check_out";
  const mark = (need: Need, key: string) => app.word(key) + (missing.includes(need) ? " *" : "");
  return (
    <>
      <Card title={app.word("outcome")}>
        <Reasons
          app={app}
          options={outcomesOf(app.data, step)}
          value={draft.outcome_id}
          onChange={(outcome_id) => change({ outcome_id })}
        />
      </Card>
      <Field label={mark("note", "notes")}>
        <textarea
          name="note"
          value={draft.note}
          onInput={(event) => change({ note: event.currentTarget.value })}
        />
      </Field>
      <Pictures app={app} visit={visit} missing={missing} />
      <Card title={mark("products", "products")}>
        <Products app={app} lines={draft.lines} onChange={(lines) => change({ lines })} />
      </Card>
      <Card title={mark("next_step", "nextStep")}>
        <NextStepFields
          app={app}
          value={draft.next_step}
          onChange={(next_step) => change({ next_step })}
        />
      </Card>
      <OpportunityFields
        app={app}
        visit={visit}
        value={draft.opportunity}
        onChange={(opportunity) => change({ opportunity })}
      />
    </>
  );
}
