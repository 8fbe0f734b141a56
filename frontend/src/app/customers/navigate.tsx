/** Hand the way over to a navigation app; the one that was taken last is offered first. */
import { Navigation } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { Sheet } from "../ui/sheet";
import { Icon, Row } from "../ui/ui";
import type { Link } from "./data";

const LAST = "fva-navigator";

export function NavigateButton({ app, links }: { app: App; links: Link[] }) {
  const [open, setOpen] = useState(false);
  if (!links.length) return null;
  const label = app.word("navigate");
  return (
    <>
      <button type="button" class="fva-quick" onClick={() => setOpen(true)}>
        <Icon of={Navigation} />
        <span>{label}</span>
      </button>
      {open && (
        <Sheet title={label} close={app.word("close")} onClose={() => setOpen(false)}>
          {lastFirst(links).map((link) => (
            <div onClick={() => localStorage.setItem(LAST, link.name)}>
              <Row icon={Navigation} title={link.name} href={link.url} />
            </div>
          ))}
        </Sheet>
      )}
    </>
  );
}

function lastFirst(links: Link[]): Link[] {
  const last = localStorage.getItem(LAST);
  return [...links].sort((one, other) => Number(other.name === last) - Number(one.name === last));
}
