/** News of an opportunity: its stage, what it is worth, won or lost; folded away until it is wanted. */
import type { App } from "../app";
import type { Visit } from "../types";
import { Card, Field } from "../ui/ui";
import { offerOf, opportunitiesOf, type News, type Opportunity } from "./data";

interface NewsProps {
  app: App;
  visit: Visit;
  value: News | null;
  onChange: (news: News | null) => void;
}

export function OpportunityFields({ app, visit, value, onChange }: NewsProps) {
  const known = opportunitiesOf(visit);
  const choose = (key: string) => {
    if (!key) onChange(null);
    else if (key === "new") onChange({ name: "" });
    else onChange(newsOf(known.find(({ id }) => id === Number(key))));
  };
  return (
    <Card title={app.word("opportunity")}>
      <Field label={app.word("opportunityWhich")}>
        <select name="opportunity" onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{app.word("none")}</option>
          {known.map(({ id, name }) => (
            <option value={id} selected={value?.lead_id === id}>
              {name}
            </option>
          ))}
          <option value="new" selected={value?.name !== undefined}>
            {app.word("newOpportunity")}
          </option>
        </select>
      </Field>
      {value && <NewsFields app={app} visit={visit} value={value} onChange={onChange} />}
    </Card>
  );
}

function newsOf(known: Opportunity | undefined): News | null {
  if (!known) return null;
  const { id, stage_id, expected_revenue, probability } = known;
  return { lead_id: id, stage_id: stage_id || undefined, expected_revenue, probability };
}

interface FieldsProps {
  app: App;
  visit: Visit;
  value: News;
  onChange: (news: News) => void;
}

function NewsFields({ app, visit, value, onChange }: FieldsProps) {
  const change = (part: Partial<News>) => onChange({ ...value, ...part });
  return (
    <>
      {value.name !== undefined && (
        <Field label={app.word("opportunityName")}>
          <input
            value={value.name}
            placeholder={visit.customer}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        </Field>
      )}
      <div class="fva-pair">
        <Field label={app.word("expectedRevenue")}>
          <input
            type="number"
            inputMode="decimal"
            min="0"
            value={value.expected_revenue}
            onInput={(event) => change({ expected_revenue: numberIn(event.currentTarget) })}
          />
        </Field>
        <Field label={app.word("probability")}>
          <input
            type="number"
            inputMode="numeric"
            min="0"
            max="100"
            value={value.probability}
            onInput={(event) => change({ probability: numberIn(event.currentTarget) })}
          />
        </Field>
      </div>
      <Result app={app} value={value} change={change} />
    </>
  );
}

/** What was typed, within the bounds of its box: the server refuses anything else. */
function numberIn(box: HTMLInputElement): number {
  return Math.min(Math.max(Number(box.value), Number(box.min)), Number(box.max || Infinity));
}

/** Its stage, or the end of it: the last lines of the same list. */
function Result(props: { app: App; value: News; change: (part: Partial<News>) => void }) {
  const { app, value, change } = props;
  const { stages, lost_reasons } = offerOf(app.data);
  const choose = (key: string) => {
    const [kind, id] = key.split(":");
    const stage_id = kind === "stage" ? Number(id) : undefined;
    const lost_reason = kind === "lost" ? Number(id) : undefined;
    change({ stage_id, lost_reason, won: kind === "won" || undefined });
  };
  return (
    <Field label={app.word("stage")}>
      <select name="stage" onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{app.word("unchanged")}</option>
        {stages
          .filter((stage) => !stage.won)
          .map(({ id, name }) => (
            <option value={`stage:${id}`} selected={value.stage_id === id}>
              {name}
            </option>
          ))}
        <option value="won" selected={value.won === true}>
          {app.word("won")}
        </option>
        {lost_reasons.map(({ id, name }) => (
          <option value={`lost:${id}`} selected={value.lost_reason === id}>
            {`${app.word("lost")}: ${name}`}
          </option>
        ))}
      </select>
    </Field>
  );
}
