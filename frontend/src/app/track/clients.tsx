/** Tracking apps that record while the phone is in the pocket: their tokens. */
import { KeyRound, Smartphone } from "lucide";
import { useState } from "preact/hooks";
import { dayAndClock } from "../moments";
import { Button, Card, Field, Notice, Row } from "../ui/ui";
import type { Client } from "./data";
import { ask, askRep, sentence } from "./remote";
import type { TrackProps } from "./sharing";

interface Made {
  token: string;
  owntracks_url: string;
  traccar_url: string;
  traccar_json_url: string;
}

export function ClientsCard({ app, track }: TrackProps) {
  const [name, setName] = useState("");
  const [made, setMade] = useState<Made | null>(null);
  const [said, setSaid] = useState("");
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      setSaid("");
      await work();
      await app.sync();
    } catch (error) {
      setSaid(sentence(app, error));
    }
  };
  const make = async () => {
    setMade((await askRep(app, "create_track_token", name)) as Made);
    setName("");
  };
  const revoke = (client: Client) => ask(app, "field.visit.track.token", "revoke", [client.id]);
  return (
    <Card title={app.word("clientsTitle")}>
      <p class="fva-note">{app.word("clientsHelp")}</p>
      {said && <Notice tone="warn">{said}</Notice>}
      {track.clients.map((client) => (
        <Row
          icon={Smartphone}
          title={client.name}
          note={used(app, client)}
          end={
            <button
              type="button"
              class="fva-revoke"
              onClick={() => void attempt(() => revoke(client))}
            >
              {app.word("clientsRevoke")}
            </button>
          }
        />
      ))}
      {made && <Told app={app} made={made} />}
      <Field label={app.word("clientsName")}>
        <input
          value={name}
          maxLength={60}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Button
        kind="quiet"
        icon={KeyRound}
        disabled={!name.trim()}
        onClick={() => void attempt(make)}
      >
        {app.word("clientsMake")}
      </Button>
    </Card>
  );
}

function used(app: TrackProps["app"], client: Client): string {
  const at = client.last_used_at;
  const when = at ? ` · ${dayAndClock(app, at)}` : "";
  return `${client.hint}…${when}`;
}

function Told({ app, made }: { app: TrackProps["app"]; made: Made }) {
  return (
    <Notice>
      <p>{app.word("clientsOnce")}</p>
      <code class="fva-token">{made.token}</code>
      <p>{app.word("clientsOwntracks")}</p>
      <code>{made.owntracks_url}</code>
      <p>{app.word("clientsTraccar")}</p>
      <code>{made.traccar_url}</code>
      <p>{app.word("clientsTraccarJson")}</p>
      <code>{made.traccar_json_url}</code>
    </Notice>
  );
}
