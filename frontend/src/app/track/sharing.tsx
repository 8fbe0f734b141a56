/** Duty, consent, and all that others see of the rep: one screen, no secrets. */
import { Eye, Power, Radio } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { fill } from "../amounts";
import { clockOf } from "../moments";
import type { Screen } from "../screens";
import { Button, Card, Empty, Header, Icon, Notice } from "../ui/ui";
import { ClientsCard } from "./clients";
import { Consent, ConsentCard } from "./consent";
import { isSharing, offersDuty, trackOf, type Track } from "./data";
import { DataCard } from "./own_data";
import { trackerOf } from "./running";
import { LooksCard, SeenCard } from "./seen";

export const trackScreens: Screen[] = [
  {
    path: "sharing",
    under: "more",
    more: { word: "sharing", icon: Radio, note: stateWord },
    view: (app) => <Sharing app={app} />,
  },
];

function stateWord(app: App): string {
  return app.word(isSharing(trackOf(app), app.now) ? "onDuty" : "offDuty");
}

function Sharing({ app }: { app: App }) {
  const track = trackOf(app);
  return (
    <>
      <Header app={app} title={app.word("sharing")} back="more" />
      {track ? <Parts app={app} track={track} /> : <Empty icon={Eye} title={app.word("noRep")} />}
    </>
  );
}

export interface TrackProps {
  app: App;
  track: Track;
}

function Parts({ app, track }: TrackProps) {
  return (
    <>
      <Duty app={app} track={track} />
      <SeenCard app={app} track={track} />
      <LooksCard app={app} track={track} />
      <ClientsCard app={app} track={track} />
      <ConsentCard app={app} track={track} />
      <DataCard app={app} track={track} />
    </>
  );
}

function Duty({ app, track }: TrackProps) {
  const [asks, setAsks] = useState(false);
  const on = isSharing(track, app.now);
  const offers = offersDuty(app, track);
  const start = () => (track.consent.given ? void app.send("start_duty", {}) : setAsks(true));
  const agree = () =>
    void app
      .send("give_consent", { version: track.consent.version })
      .then(() => app.send("start_duty", {}));
  return (
    <Card>
      <div class="fva-duty" data-on={on}>
        <Icon of={on ? Radio : Power} size={28} />
        <strong>{app.word(on ? "onDuty" : "offDuty")}</strong>
        {on && <small>{fill(app, "onDutySince", clockOf(app, track.duty.since))}</small>}
        {on && <small>{fill(app, "dutyUntil", clockOf(app, track.duty.limit_at))}</small>}
      </div>
      {on ? (
        <Button kind="quiet" icon={Power} onClick={() => void app.send("end_duty", {})}>
          {app.word("endDuty")}
        </Button>
      ) : (
        <Button icon={Radio} disabled={!offers} onClick={start}>
          {app.word("startDuty")}
        </Button>
      )}
      {!on && !offers && <p class="fva-note">{outside(app, track)}</p>}
      {on && <Hints app={app} />}
      {asks && !track.consent.given && (
        <Consent app={app} track={track} onAgree={agree} onClose={() => setAsks(false)} />
      )}
    </Card>
  );
}

function Hints({ app }: { app: App }) {
  const tracker = trackerOf(app);
  return (
    <>
      {tracker?.blind && <Notice tone="warn">{app.word("trackNoSensor")}</Notice>}
      {!!tracker?.waiting && <p class="fva-note">{fill(app, "trackWaiting", tracker.waiting)}</p>}
      <p class="fva-note">{app.word("trackOpen")}</p>
    </>
  );
}

function outside(app: App, { hours }: Track): string {
  if (!hours.from) return app.word("dutyNoHours");
  return fill(app, "dutyOutside", clockOf(app, hours.from), clockOf(app, hours.until));
}
