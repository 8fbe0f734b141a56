/** The sign on every screen that the position is being shared; on the day's screen also that it is not. */
import { Power, Radio } from "lucide";
import type { App } from "../app";
import { Icon } from "../ui/ui";
import { isSharing, offersDuty, trackOf } from "./data";
import { trackerOf } from "./running";

export function SharingSign({ app }: { app: App }) {
  const track = trackOf(app);
  if (isSharing(track, app.now)) return <On app={app} />;
  // a rep who begins the day finds the switch without looking for it
  const begins = track && offersDuty(app, track) && /^(#\/(today)?)?$/.test(location.hash);
  return begins ? <Off app={app} /> : null;
}

function On({ app }: { app: App }) {
  const blind = trackerOf(app)?.blind;
  return (
    <a class="fva-strip fva-sharing" href="#/sharing" data-tone={blind ? "warn" : "good"}>
      <Icon of={Radio} size={18} />
      {app.word(blind ? "trackNoSensorShort" : "onDuty")}
    </a>
  );
}

function Off({ app }: { app: App }) {
  return (
    <a class="fva-strip" href="#/sharing">
      <Icon of={Power} size={18} />
      {app.word("offDuty")} <strong>{app.word("startDuty")}</strong>
    </a>
  );
}
