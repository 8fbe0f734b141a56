/** The one thing to do next, in reach of the thumb. */
import { Check, ClipboardPen, Flag, LogIn } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { missingIn, reportOf } from "../report/data";
import type { Visit } from "../types";
import { Actions, Button } from "../ui/ui";
import { makeStep, nextStep, type StepKind } from "./steps";

const ICONS = { start_travel: Flag, check_in: LogIn, check_out: Check };

export function Flow({ app, visit }: { app: App; visit: Visit }) {
  const [busy, setBusy] = useState(false);
  const kind = nextStep(visit);
  const go = async (step: StepKind) => {
    setBusy(true);
    // the phone may need some seconds to find out where it is
    await makeStep(app, step, visit).finally(() => setBusy(false));
  };
  const step = (of: StepKind, look?: "quiet") => (
    <Button kind={look} icon={ICONS[of]} disabled={busy} onClick={() => void go(of)}>
      {app.word(busy && !look ? "findingPlace" : of)}
    </Button>
  );
  if (!kind) return visit.state === "done" ? <Later app={app} visit={visit} /> : null;
  if (kind === "check_out") return <There app={app} visit={visit} checkOut={step} />;
  return (
    <Actions>
      {step(kind)}
      {kind === "start_travel" && step("check_in", "quiet")}
    </Actions>
  );
}

interface ThereProps {
  app: App;
  visit: Visit;
  checkOut: (of: StepKind, look?: "quiet") => preact.JSX.Element;
}

/** At the customer's: the report first, as long as something is missing. */
function There({ app, visit, checkOut }: ThereProps) {
  const report = reportOf(visit);
  const missing = missingIn(report, app.data);
  const isBegun = Boolean(report.outcome_id) && !missing.length;
  return (
    <Actions>
      <Button
        kind={isBegun ? "quiet" : "main"}
        icon={ClipboardPen}
        href={"#/report/" + visit.visit_id}
      >
        {app.word("report")}
      </Button>
      {!missing.length && checkOut("check_out", isBegun ? undefined : "quiet")}
    </Actions>
  );
}

function Later({ app, visit }: { app: App; visit: Visit }) {
  return (
    <Actions>
      <Button kind="quiet" icon={ClipboardPen} href={"#/report/" + visit.visit_id}>
        {app.word("changeReport")}
      </Button>
    </Actions>
  );
}
