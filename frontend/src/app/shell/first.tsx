/** Before the first load: nothing is known but that nobody is signed in, or that there is no network. */
import { CloudOff, LoaderCircle, LogIn, Route, TriangleAlert } from "lucide";
import type { App } from "../app";
import { Button, Empty, Icon } from "../ui/ui";
import { loginAddress } from "./status";

export function FirstStart({ app }: { app: App }) {
  if (app.link === "signed out") return <Welcome app={app} />;
  if (app.trouble) return <Again app={app} icon={TriangleAlert} text={app.trouble} />;
  if (app.link === "offline")
    return <Again app={app} icon={CloudOff} text={app.word("firstOffline")} />;
  return (
    <div class="fva-first" data-busy>
      <Icon of={LoaderCircle} size={40} />
      <p>{app.word("loadingDay")}</p>
    </div>
  );
}

function Welcome({ app }: { app: App }) {
  return (
    <div class="fva-first">
      <span class="fva-sign">
        <Icon of={Route} size={44} />
      </span>
      <h1>{app.word("appName")}</h1>
      <p>{app.word("welcome")}</p>
      <Button icon={LogIn} href={loginAddress()}>
        {app.word("logInFirst")}
      </Button>
    </div>
  );
}

function Again({ app, icon, text }: { app: App; icon: typeof CloudOff; text: string }) {
  return (
    <Empty icon={icon} title={text}>
      <Button onClick={() => void app.sync()}>{app.word("tryAgain")}</Button>
    </Empty>
  );
}
