/** Which app this is, and where to read about what it is built of. */
import type { App } from "../app";
import { Card, Header, Row } from "../ui/ui";
import { isInstalled } from "./install";

const LICENCES = "/field_visit_routing/static/dist/LICENSES.txt";

/** The hash of the files that run, as it stands in the address of this script. */
function version(): string {
  const script = document.querySelector<HTMLScriptElement>("script[src*='field_visit_app.js']");
  return script ? (new URL(script.src).searchParams.get("v") ?? "") : "";
}

export function About({ app }: { app: App }) {
  return (
    <>
      <Header app={app} title={app.word("about")} back="more" />
      <Card>
        <Row title={app.word("appName")} note={app.word("welcome")} />
        <Row title={app.word("version")} end={<code>{version()}</code>} />
        <Row title={app.word("server")} end={<span>{location.host}</span>} />
        <Row
          title={app.word("installed")}
          end={<span>{app.word(isInstalled() ? "yes" : "no")}</span>}
        />
        <Row title={app.word("licences")} href={LICENCES} />
      </Card>
      <p class="fva-soft">{app.word("privacyNote")}</p>
    </>
  );
}
