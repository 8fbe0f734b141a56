/** The rep takes along what is stored of him, or has it deleted. */
import { Download, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import { fill } from "../amounts";
import { Button, Card, Notice } from "../ui/ui";
import { askRep, sentence } from "./remote";
import { trackerOf } from "./running";
import type { TrackProps } from "./sharing";

export function DataCard({ app, track }: TrackProps) {
  const [said, setSaid] = useState("");
  const attempt = (work: Promise<string>) =>
    void work.catch((error: unknown) => sentence(app, error)).then(setSaid);
  const erase = async () => {
    // what still waits on the phone would arrive after it and stay
    await trackerOf(app)?.flush();
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
