/** How near the rep is, and what became of the check-in: said kindly, never as a suspicion. */
import { BadgeCheck, CircleDashed, Info, LocateFixed } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { distance, fill } from "../amounts";
import { whereAmI } from "../position";
import type { Visit } from "../types";
import { Badge, Icon } from "../ui/ui";
import { checkOf, nearness, stateOf, TONES, type Nearness, type State } from "./check";

const WORDS: Record<Exclude<State, "ahead">, string> = {
  verified: "checkVerified",
  unverified: "checkUnverified",
  invalid: "checkInvalid",
  waits: "checkWaits",
};

/** One line on the page of a visit. */
export function CheckNote({ app, visit }: { app: App; visit: Visit }) {
  const state = stateOf(
    visit,
    app.events.filter((event) => !event.receipt),
  );
  if (!state || visit.is_waypoint) return null;
  return state === "ahead" ? (
    <HowFar app={app} visit={visit} />
  ) : (
    <Found app={app} visit={visit} state={state} />
  );
}

function HowFar({ app, visit }: { app: App; visit: Visit }) {
  const [found, setFound] = useState<Nearness | "looking" | null>(null);
  const look = async () => {
    setFound("looking");
    setFound(nearness(await whereAmI(), visit));
  };
  // without a tap only when the rep has allowed it before: the phone would ask
  useEffect(() => {
    void isAllowed().then((yes) => (yes ? look() : undefined));
  }, [visit.visit_id]);
  return (
    <button type="button" class="fva-check" onClick={() => void look()} data-near={wordOf(found)}>
      <Icon of={LocateFixed} size={18} />
      <span>{said(app, found)}</span>
    </button>
  );
}

function wordOf(found: Nearness | "looking" | null): string | undefined {
  return found && found !== "looking" ? found.word : undefined;
}

function said(app: App, found: Nearness | "looking" | null): string {
  if (!found) return app.word("whereAmI");
  if (found === "looking") return app.word("lookingForPosition");
  return "metres" in found
    ? fill(app, found.word, distance(app, found.metres))
    : app.word(found.word);
}

async function isAllowed(): Promise<boolean> {
  try {
    const status = await navigator.permissions.query({ name: "geolocation" });
    return status.state === "granted";
  } catch {
    return false;
  }
}

interface FoundProps {
  app: App;
  visit: Visit;
  state: Exclude<State, "ahead">;
}

function Found({ app, visit, state }: FoundProps) {
  const check = checkOf(visit);
  const texts = check.steps.flatMap((step) => step.texts);
  const icon = state === "verified" ? BadgeCheck : state === "waits" ? CircleDashed : Info;
  const line = (
    <Badge tone={TONES[state]}>
      <Icon of={icon} size={16} /> {app.word(WORDS[state])}
    </Badge>
  );
  if (!texts.length || state === "waits") return <p class="fva-check">{line}</p>;
  return (
    <details class="fva-check" data-result={state}>
      <summary>
        {line} <span class="fva-check-why">{app.word("checkWhy")}</span>
      </summary>
      <ul>
        {texts.map((text) => (
          <li>{text}</li>
        ))}
      </ul>
      {check.override && <p>{fill(app, "checkJudged", check.override)}</p>}
      {state !== "verified" && <p class="fva-soft">{app.word("checkDoubt")}</p>}
    </details>
  );
}
