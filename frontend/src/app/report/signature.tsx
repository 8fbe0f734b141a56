/** The customer signs with a finger. */
import SignaturePad from "signature_pad";
import { useEffect, useRef, useState } from "preact/hooks";
import type { App } from "../app";
import { stepPlace } from "../position";
import type { Visit } from "../types";
import { Sheet } from "../ui/sheet";
import { Button, Field } from "../ui/ui";
import { blobOf } from "./photo";

/** Paper and ink are the same by day and night: the picture is looked at elsewhere. */
const PAPER = "#ffffff";
const INK = "#10131a";

interface SignatureProps {
  app: App;
  visit: Visit;
  onClose: () => void;
}

export function SignatureSheet({ app, visit, onClose }: SignatureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [name, setName] = useState("");
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    sharpen(element);
    const made = new SignaturePad(element, { backgroundColor: PAPER, penColor: INK });
    made.addEventListener("endStroke", () => setDrawn(true));
    pad.current = made;
    return () => made.off();
  }, []);
  const clear = () => {
    pad.current?.clear();
    setDrawn(false);
  };
  const keep = async () => {
    const picture = await blobOf(canvas.current as HTMLCanvasElement, "image/png");
    const place = await stepPlace();
    const kept = await app.send(
      "add_signature",
      { visit_id: visit.visit_id, name: name.trim(), ...place },
      picture,
    );
    if (kept) onClose();
  };
  return (
    <Sheet title={app.word("sign")} close={app.word("close")} onClose={onClose}>
      <canvas class="fva-sign-here" ref={canvas} aria-label={app.word("signHere")} />
      <Field label={app.word("signedBy")}>
        <input
          name="signed_by"
          value={name}
          maxLength={100}
          onInput={(e) => setName(e.currentTarget.value)}
        />
      </Field>
      <div class="fva-pair">
        <Button kind="quiet" onClick={clear}>
          {app.word("clear")}
        </Button>
        <Button disabled={!isDrawn || !name.trim()} onClick={() => void keep()}>
          {app.word("keep")}
        </Button>
      </div>
    </Sheet>
  );
}

/** As many pixels as the screen has: a signature of half of them looks torn. */
function sharpen(canvas: HTMLCanvasElement): void {
  const ratio = Math.max(globalThis.devicePixelRatio || 1, 1);
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d")?.scale(ratio, ratio);
}
