/** On the screen of the day: a new rest that waits for the rep, one that somebody else has made, or a reason to ask. */
import { Route } from "lucide";
import type { App } from "../app";
import { duration, fill } from "../amounts";
import { lookAhead } from "../today/ahead";
import { Icon } from "../ui/ui";
import { isUnderWay, openStops, replanOf, unsent } from "./data";

/** From so many seconds behind on it is worth asking. */
const LATE_S = 1200;

export function ReplanNote({ app }: { app: App }) {
  const word = wordOf(app);
  const late = word ? 0 : lateBy(app);
  if (!word && late < LATE_S) return null;
  return (
    <a
      class="fva-notice fva-replan-note"
      data-tone={word ? "accent" : "warn"}
      href={word ? "#/replan" : "#/replan/new"}
      data-word={word ?? "replanLate"}
    >
      <Icon of={Route} size={20} />
      <span>{word ? app.word(word) : fill(app, "replanLate", duration(app, late))}</span>
    </a>
  );
}

function wordOf(app: App): string | null {
  if (unsent(app, "ask_replan")) return app.link === "online" ? "replanSent" : "replanOffline";
  const replan = replanOf(app.data);
  if (!replan || unsent(app, "answer_replan")) return null;
  if (isUnderWay(replan)) return "replanComputing";
  if (replan.state === "proposed") return "replanProposed";
  return replan.state === "applied" && !replan.is_own ? "replanApplied" : null;
}

/** How late the rep will be at the latest of the visits to come, in seconds. */
function lateBy(app: App): number {
  const route = app.data?.route;
  if (!route || openStops(app).length < 2) return 0;
  const { late } = lookAhead(route, app.now.getTime());
  return Math.max(0, ...openStops(app).map((visit) => late.get(visit.visit_id) ?? 0));
}
