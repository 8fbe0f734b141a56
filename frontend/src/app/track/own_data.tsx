/** The rep takes along what is stored of him, or has it deleted. */
import { Download, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import { fill } from "../amounts";
import type { App } from "../app";
import { Unreachable } from "../server";
import { Button, Card, Notice } from "../ui/ui";
import { askRep, sentence } from "./remote";
import { trackerOf } from "./running";
import type { TrackProps } from "./sharing";

export function DataCard({ app, track }: TrackProps) {
  const [said, setSaid] = useState("");
  const attempt = (work: Promise<string>) =>
    void work.catch((error: unknown) => sentence(app, error)).then(setSaid);
  const erase = async () => {
    await sendAll(app);
    const count = await askRep(app, "erase_tracking");
    await app.sync();
    return fill(app, "dataErased", Number(count));
  };
  const download = async () => {
    save(await askRep(app, "export_tracking"));
    return "";
  };
  return (
    <Card title={app.word("dataTitle")}>
      <p class="fva-note">{fill(app, "dataKept", track.keep_days)}</p>
      {said && <Notice>{said}</Notice>}
      <div class="fva-stack">
        <Button kind="quiet" icon={Download} onClick={() => attempt(download())}>
          {app.word("dataExport")}
        </Button>
        <Button
          kind="bad"
          icon={Trash2}
          onClick={() => confirm(app.word("dataEraseSure")) && attempt(erase())}
        >
          {app.word("dataErase")}
        </Button>
      </div>
    </Card>
  );
}

/**
 * Send what still waits on the phone: places that arrive after the deletion would stay.
 *
 * @throws Unreachable when something could not be sent
 */
async function sendAll(app: App): Promise<void> {
  await app.sync();
  // first the outbox: photos have places, and positions wait for the duty they belong to
  const left = app.waiting || (await trackerOf(app)?.sendAndCount());
  if (left) throw new Unreachable(app.link === "online" ? app.trouble : "");
}

/** Let the browser keep `data` as a file. */
function save(data: unknown): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(data, null, 1)], { type: "application/json" }),
  );
  link.download = "positions.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
