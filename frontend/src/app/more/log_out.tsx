/** Logging out: what is not yet sent stays on the phone, so it is said first. */
import { LogOut } from "lucide";
import type { App } from "../app";
import { fill } from "../amounts";
import { Button, Header, Notice } from "../ui/ui";

const LOGOUT = "/web/session/logout?redirect=/field_visit_routing/app";

export function LogOutPage({ app }: { app: App }) {
  return (
    <>
      <Header app={app} title={app.word("logOut")} back="more" />
      {app.waiting > 0 ? (
        <Notice tone="warn">{fill(app, "logOutWaiting", app.waiting)}</Notice>
      ) : (
        <Notice>{app.word("logOutNote")}</Notice>
      )}
      <Button icon={LogOut} kind="bad" href={LOGOUT}>
        {app.word("logOut")}
      </Button>
    </>
  );
}
