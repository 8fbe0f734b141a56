/** What comes after the visit: an activity or another visit. */
import type { App } from "../app";
import { nextDay } from "../moments";
import { Field } from "../ui/ui";
import { offerOf, type NextStep } from "./data";

/** When nothing else is said: in a week. */
const USUAL_DAYS = 7;

interface NextStepProps {
  app: App;
  value: NextStep | false;
  onChange: (step: NextStep | false) => void;
}

export function NextStepFields({ app, value, onChange }: NextStepProps) {
  const today = app.data?.today ?? "";
  const choose = (kind: string) =>
    onChange(kind ? { date: nextDay(today, USUAL_DAYS), summary: "", ...value, kind } : false);
  return (
    <>
      <Field label={app.word("nextKind")}>
        <select name="next_kind" onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{app.word("none")}</option>
          {offerOf(app.data).next_kinds.map(({ key, name }) => (
            <option value={key} selected={value && value.kind === key}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      {value && (
        <>
          <Field label={app.word("nextDate")}>
            <input
              type="date"
              value={value.date}
              min={today}
              onInput={(event) => onChange({ ...value, date: event.currentTarget.value })}
            />
          </Field>
          <Field label={app.word("nextSummary")}>
            <input
              name="next_summary"
              value={value.summary}
              maxLength={200}
              onInput={(event) => onChange({ ...value, summary: event.currentTarget.value })}
            />
          </Field>
        </>
      )}
    </>
  );
}
