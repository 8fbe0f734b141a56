/** Everything that is not needed every hour. */
import { Download, Info, Languages, LogOut, Smartphone } from "lucide";
import type { App } from "../app";
import type { Screen } from "../screens";
import { Card, Header, Row } from "../ui/ui";
import { About } from "./about";
import { canInstall, install, needsHand } from "./install";
import { LanguageChoice, languageName } from "./language";
import { LogOutPage } from "./log_out";
import { OnThisPhone } from "./on_this_phone";

/** `all`: asked when the screen is shown, for the lines that other parts of the app have in it. */
export const moreScreens = (all: () => Screen[]): Screen[] => [
  { path: "more", tab: "more", view: (app) => <More app={app} screens={all()} /> },
  {
    path: "language",
    under: "more",
    more: { word: "language", icon: Languages, note: languageName },
    view: (app) => <LanguageChoice app={app} />,
  },
  {
    path: "phone",
    under: "more",
    more: { word: "onThisPhone", icon: Smartphone },
    view: (app) => <OnThisPhone app={app} />,
  },
  {
    path: "about",
    under: "more",
    more: { word: "about", icon: Info },
    view: (app) => <About app={app} />,
  },
  { path: "log-out", under: "more", view: (app) => <LogOutPage app={app} /> },
];

function More({ app, screens }: { app: App; screens: Screen[] }) {
  const { user, rep } = app.data ?? {};
  return (
    <>
      <Header app={app} title={user?.name ?? ""} note={rep ? rep.company : app.word("notARep")} />
      <Install app={app} />
      <Card>
        {screens.map((screen) =>
          screen.more ? (
            <Row
              icon={screen.more.icon}
              href={"#/" + screen.path}
              title={app.word(screen.more.word)}
              note={screen.more.note?.(app)}
            />
          ) : null,
        )}
      </Card>
      <Card>
        <Row icon={LogOut} href="#/log-out" title={app.word("logOut")} />
      </Card>
    </>
  );
}

/** Offered by the browser where it can; where only the user can, the app says how. */
function Install({ app }: { app: App }) {
  if (canInstall())
    return (
      <Card>
        <Row
          icon={Download}
          title={app.word("install")}
          note={app.word("installNote")}
          onClick={() => void install().then(() => app.refresh())}
        />
      </Card>
    );
  if (!needsHand()) return null;
  return (
    <Card>
      <Row icon={Download} title={app.word("install")} note={app.word("installByHand")} />
    </Card>
  );
}
