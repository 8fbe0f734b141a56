/** What the rep agrees to, in the server's words, and the way back. */
import { ShieldCheck } from "lucide";
import { useState } from "preact/hooks";
import { fill } from "../amounts";
import { dayAndClock } from "../moments";
import { Button, Card } from "../ui/ui";
import { Sheet } from "../ui/sheet";
import type { TrackProps } from "./sharing";

interface ConsentProps extends TrackProps {
  onAgree: () => void;
  onClose: () => void;
}

/** The words with their two answers; "not now" costs nothing. */
export function Consent({ app, track, onAgree, onClose }: ConsentProps) {
  return (
    <Sheet title={app.word("consentTitle")} close={app.word("consentLater")} onClose={onClose}>
      <p class="fva-words">{track.consent.text}</p>
      <div class="fva-pair">
        <Button kind="quiet" onClick={onClose}>
          {app.word("consentLater")}
        </Button>
        <Button icon={ShieldCheck} onClick={onAgree}>
          {app.word("consentGive")}
        </Button>
      </div>
    </Sheet>
  );
}

/** Where the consent stands; read again, given or withdrawn here. */
export function ConsentCard({ app, track }: TrackProps) {
  const [open, setOpen] = useState(false);
  const { consent } = track;
  const agree = () => {
    setOpen(false);
    void app.send("give_consent", { version: consent.version });
  };
  return (
    <Card title={app.word("consentTitle")}>
      <p class="fva-note">{standing(app, consent)}</p>
      {consent.given ? (
        <>
          <details class="fva-words-again">
            <summary>{app.word("consentRead")}</summary>
            <p class="fva-words">{consent.text}</p>
          </details>
          <Button kind="bad" onClick={() => void app.send("withdraw_consent", {})}>
            {app.word("consentWithdraw")}
          </Button>
        </>
      ) : (
        <Button kind="quiet" onClick={() => setOpen(true)}>
          {app.word("consentRead")}
        </Button>
      )}
      {open && <Consent app={app} track={track} onAgree={agree} onClose={() => setOpen(false)} />}
    </Card>
  );
}

function standing(app: TrackProps["app"], consent: TrackProps["track"]["consent"]): string {
  if (!consent.given) return app.word(consent.was_given ? "consentChanged" : "consentNone");
  return fill(app, "consentGiven", dayAndClock(app, consent.at));
}
