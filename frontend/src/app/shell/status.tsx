/** What the rep has to know on every screen: no network, what is not yet sent, an ended session. */
import { CircleAlert, CloudOff, CloudUpload, LogIn, ShieldAlert } from "lucide";
import type { App } from "../app";
import { SyncNotices } from "../outbox/notices";
import { SharingSign } from "../track/sign";
import { Icon } from "../ui/ui";

/** The login page of Odoo, which leads back to where the rep was. */
export function loginAddress(): string {
  return "/web/login?redirect=" + encodeURIComponent(location.pathname + location.hash);
}

/** Whether this address gives the page no position, no camera, and nothing without a network. */
function isInsecure(): boolean {
  return (globalThis as { isSecureContext?: boolean }).isSecureContext === false;
}

export function Status({ app }: { app: App }) {
  return (
    <div class="fva-status" role="status">
      <SharingSign app={app} />
      {app.link === "signed out" && (
        <a class="fva-strip" data-tone="warn" href={loginAddress()}>
          <Icon of={LogIn} size={18} />
          {app.word("sessionEnded")} <strong>{app.word("logIn")}</strong>
        </a>
      )}
      {isInsecure() && (
        <span class="fva-strip fva-insecure" data-tone="warn">
          <Icon of={ShieldAlert} size={18} />
          {app.word("insecure")}
        </span>
      )}
      {app.link === "offline" && (
        <span class="fva-strip">
          <Icon of={CloudOff} size={18} />
          {app.word("offline")}
        </span>
      )}
      {app.waiting > 0 && (
        <a class="fva-strip fva-waiting" href="#/unsent">
          <Icon of={CloudUpload} size={18} />
          {`${app.word("notYetSent")}: ${app.waiting}`}
        </a>
      )}
      <SyncNotices app={app} />
      {app.trouble && (
        <span class="fva-strip fva-trouble" data-tone="bad">
          <Icon of={CircleAlert} size={18} />
          {app.trouble}
        </span>
      )}
    </div>
  );
}
