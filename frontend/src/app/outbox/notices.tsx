/** Strips about what is kept on the phone: a conflict, another user, a wrong clock, a new version. */
import { Clock, Download, TriangleAlert, UserRound } from "lucide";
import type { IconNode } from "lucide";
import type { ComponentChildren } from "preact";
import { fill } from "../amounts";
import type { App } from "../app";
import { Icon } from "../ui/ui";
import { TOLERANCE_S } from "./clock";

export function SyncNotices({ app }: { app: App }) {
  // nothing to say to a rep who has set it right meanwhile
  const ahead = Math.round((Date.now() - app.now.getTime()) / 1000);
  const minutes = Math.round(Math.abs(ahead) / 60);
  return (
    <>
      {app.link === "other user" && <OtherUserNotice app={app} />}
      {app.told.length > 0 && (
        <a class="fva-strip" data-tone="warn" href="#/unsent">
          <Icon of={TriangleAlert} size={18} />
          {`${app.word("conflicts")}: ${app.told.length}`}
        </a>
      )}
      {Math.abs(ahead) > TOLERANCE_S && (
        <Strip icon={Clock}>{fill(app, ahead > 0 ? "clockAhead" : "clockBehind", minutes)}</Strip>
      )}
      {app.update && (
        <button type="button" class="fva-strip fva-update" onClick={app.update}>
          <Icon of={Download} size={18} />
          {app.word("newVersion")} <strong>{app.word("newVersionUse")}</strong>
        </button>
      )}
    </>
  );
}

function OtherUserNotice({ app }: { app: App }) {
  return (
    <Strip icon={UserRound}>
      {fill(app, "otherUser", app.loaded?.user.name ?? "")}{" "}
      <button type="button" class="fva-link" onClick={() => void app.switchUser()}>
        {app.word("otherUserGo")}
      </button>
    </Strip>
  );
}

function Strip({ icon, children }: { icon: IconNode; children: ComponentChildren }) {
  return (
    <span class="fva-strip" data-tone="warn">
      <Icon of={icon} size={18} />
      <span>{children}</span>
    </span>
  );
}
