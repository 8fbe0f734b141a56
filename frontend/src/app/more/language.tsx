/** The language of everything that this user sees, on the phone and at the desk. */
import { Check } from "lucide";
import type { App } from "../app";
import type { Reducer } from "../project";
import { Card, Header, Icon, Row } from "../ui/ui";

/** Code and name; the part "languages" of a load. */
type Language = [string, string];

function languagesOf(app: App): Language[] {
  return (app.data?.languages as Language[] | undefined) ?? [];
}

/** Name of the present language, as the language itself has it. */
export function languageName(app: App): string {
  const code = app.data?.user.lang;
  return ownName(languagesOf(app).find(([known]) => known === code)?.[1] ?? "");
}

/** Odoo names most languages twice, "Chinese (Simplified) / 简体中文": who reads one knows its own name. */
export function ownName(name: string): string {
  return name.split(" / ").pop() ?? name;
}

/** Dates and numbers follow at once, the words with the next load. */
export const languageReducers: Record<string, Reducer> = {
  set_language: (snapshot, event) => ({
    ...snapshot,
    user: { ...snapshot.user, lang: String(event.data.lang) },
  }),
};

export function LanguageChoice({ app }: { app: App }) {
  const present = app.data?.user.lang;
  return (
    <>
      <Header app={app} title={app.word("language")} back="more" />
      <Card>
        {languagesOf(app).map(([code, name]) => (
          <Row
            title={<span lang={code.replace("_", "-")}>{ownName(name)}</span>}
            onClick={() => void app.send("set_language", { lang: code })}
            end={code === present ? <Icon of={Check} /> : <span />}
          />
        ))}
      </Card>
      {app.waiting > 0 && <p class="fva-soft">{app.word("languageLater")}</p>}
    </>
  );
}
