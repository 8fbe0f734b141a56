/** What to talk about, ticked off one by one. */
import type { App } from "../app";
import { agendaOf } from "../customers/data";
import type { Visit } from "../types";
import { Card } from "../ui/ui";

export function Agenda({ app, visit }: { app: App; visit: Visit }) {
  const points = agendaOf(visit);
  if (!points.length) return null;
  const tick = (agenda_id: number, done: boolean) =>
    void app.send("tick_agenda", { visit_id: visit.visit_id, agenda_id, done });
  return (
    <Card title={app.word("toTalkAbout")}>
      {points.map((point) => (
        <label class="fva-tick" data-done={point.done || undefined}>
          <input
            type="checkbox"
            checked={point.done}
            onChange={(event) => tick(point.id, event.currentTarget.checked)}
          />
          <span>{point.text}</span>
        </label>
      ))}
    </Card>
  );
}
