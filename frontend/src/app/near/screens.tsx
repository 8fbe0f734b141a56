/** What is near the phone, by distance. */
import {
  List,
  LocateOff,
  Map as MapIcon,
  RotateCw,
  Telescope,
  UserRoundPlus,
  UsersRound,
} from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { CustomerLines } from "../customers/list";
import type { Place } from "../position";
import type { Screen } from "../screens";
import { Button, Choice, Empty, Header, Icon, RoundButton } from "../ui/ui";
import { useAround, useHere, type Near } from "./around";
import { LookAround } from "./look";
import { NearMap } from "./map";

export const nearScreens: Screen[] = [
  { path: "near", tab: "near", view: (app) => <NearPage app={app} /> },
];

/** So many lines are read. */
const MOST = 60;

function NearPage({ app }: { app: App }) {
  const { here, again } = useHere();
  const found = useAround(app, here ?? null);
  const addLead = app.word("addLead");
  return (
    <>
      <Header app={app} title={app.word("near")}>
        <RoundButton
          icon={RotateCw}
          label={app.word("findAgain")}
          busy={here === undefined}
          onClick={again}
        />
        <a class="fva-round" href="#/lead" aria-label={addLead} title={addLead}>
          <Icon of={UserRoundPlus} />
        </a>
      </Header>
      <Around app={app} here={here} found={found} again={again} />
    </>
  );
}

interface AroundProps {
  app: App;
  here: Place | null | undefined;
  found: Near[];
  again: () => void;
}

function Around({ app, here, found, again }: AroundProps) {
  if (here === undefined) return <p class="fva-soft">{app.word("findingPlace")}</p>;
  if (!here)
    return (
      <Empty icon={LocateOff} title={app.word("placeUnknownNear")}>
        <Button onClick={again}>{app.word("tryAgain")}</Button>
      </Empty>
    );
  if (!found.length) return <Empty icon={UsersRound} title={app.word("nobodyNear")} />;
  return <Found app={app} here={here} found={found} />;
}

type Look = "list" | "map" | "around";

function Found({ app, here, found }: { app: App; here: Place; found: Near[] }) {
  const [look, setLook] = useState<Look>("list");
  return (
    <>
      <Choice<Look>
        label={app.word("near")}
        value={look}
        onChange={setLook}
        options={[
          { value: "list", text: app.word("list"), icon: List },
          { value: "map", text: app.word("map"), icon: MapIcon },
          { value: "around", text: app.word("around"), icon: Telescope },
        ]}
      />
      {look === "map" && <NearMap app={app} here={here} found={found} />}
      {look === "list" && <Lines app={app} found={found} />}
      {look === "around" && <LookAround app={app} here={here} found={found} />}
    </>
  );
}

function Lines({ app, found }: { app: App; found: Near[] }) {
  const shown = found.slice(0, MOST);
  const metres = new Map(shown.map((near) => [near.customer, near.metres]));
  return (
    <CustomerLines
      app={app}
      customers={shown.map(({ customer }) => customer)}
      metres={(customer) => metres.get(customer) ?? null}
    />
  );
}
