/** What was reported of a visit so far, on the visit's page. */
import type { App } from "../app";
import { dayName } from "../moments";
import type { Visit } from "../types";
import { Card, Notice } from "../ui/ui";
import { missingIn, offerOf, reportOf, type Report } from "./data";

export function ReportSummary({ app, visit }: { app: App; visit: Visit }) {
  const report = reportOf(visit);
  if (visit.state === "planned" || visit.state === "draft") return null;
  const missing = visit.state === "in_progress" ? missingIn(report, app.data) : [];
  const lines = linesOf(app, report);
  return (
    <>
      {missing.length > 0 && (
        <Notice tone="warn">
          {app.word("stillMissing") +
            " " +
            missing.map((need) => app.word("need_" + need)).join(", ")}
        </Notice>
      )}
      {(report.outcome || lines.length > 0) && (
        <Card title={app.word("report")}>
          {report.outcome && <strong>{report.outcome}</strong>}
          <ul class="fva-plain">
            {lines.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
          {report.pictures.length > 0 && (
            <small class="fva-soft">{`${app.word("pictures")}: ${report.pictures.length}`}</small>
          )}
        </Card>
      )}
    </>
  );
}

function linesOf(app: App, { note, lines, next_step }: Report): string[] {
  const products = lines.map(({ name, quantity }) => (quantity ? `${quantity} × ${name}` : name));
  return [note, products.join(", "), next_step && nextText(app, next_step)].filter(
    (line): line is string => Boolean(line),
  );
}

function nextText(app: App, step: { kind: string; date: string; summary: string }): string {
  const name = offerOf(app.data).next_kinds.find(({ key }) => key === step.kind)?.name ?? step.kind;
  return [name, dayName(app, step.date), step.summary].filter(Boolean).join(" · ");
}
