/** Photos and signatures of a visit: taken, kept and sent at once, each an event of its own. */
import { Camera, PenLine } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import { stepPlace } from "../position";
import type { Visit } from "../types";
import { Card, Icon, Notice } from "../ui/ui";
import { offerOf, reportOf, type Need, type Picture } from "./data";
import { compress } from "./photo";
import { SignatureSheet } from "./signature";

interface PicturesProps {
  app: App;
  visit: Visit;
  missing: Need[];
}

export function Pictures({ app, visit, missing }: PicturesProps) {
  const [signing, setSigning] = useState(false);
  const [trouble, setTrouble] = useState("");
  const { pictures } = reportOf(visit);
  const star = (need: Need) => (missing.includes(need) ? " *" : "");
  const take = async (file: File | undefined) => {
    if (!file) return;
    setTrouble("");
    try {
      const photo = await compress(file, offerOf(app.data).photo_px);
      await app.send("add_photo", { visit_id: visit.visit_id, ...(await stepPlace()) }, photo);
    } catch {
      setTrouble(app.word("photoFailed"));
    }
  };
  return (
    <Card title={app.word("pictures")}>
      <div class="fva-pictures">
        {pictures.map((picture) => (
          <Thumbnail app={app} picture={picture} key={picture.id || picture.uuid} />
        ))}
      </div>
      {trouble && <Notice tone="bad">{trouble}</Notice>}
      <div class="fva-pair">
        <PhotoButton
          text={app.word("takePhoto") + star("photo")}
          onFile={(file) => void take(file)}
        />
        <button type="button" class="fva-button" data-kind="quiet" onClick={() => setSigning(true)}>
          <Icon of={PenLine} size={20} />
          <span>{app.word("sign") + star("signature")}</span>
        </button>
      </div>
      {signing && <SignatureSheet app={app} visit={visit} onClose={() => setSigning(false)} />}
    </Card>
  );
}

/** Opens the camera; the same file may be chosen twice. */
export function PhotoButton(props: { text: string; onFile: (file: File | undefined) => void }) {
  return (
    <label class="fva-button fva-photo" data-kind="quiet">
      <Icon of={Camera} size={20} />
      <span>{props.text}</span>
      <input
        type="file"
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          props.onFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}

function Thumbnail({ app, picture }: { app: App; picture: Picture }) {
  const url = useUrl(app, picture);
  const label = picture.name || app.word(picture.kind === "photo" ? "photo" : "signature");
  return (
    <figure class="fva-picture" data-kind={picture.kind} data-waiting={Boolean(picture.uuid)}>
      {url && <img src={url} alt={label} loading="lazy" />}
      {picture.name && <figcaption>{picture.name}</figcaption>}
    </figure>
  );
}

/** Where the picture is: on the server, or still on the phone. */
function useUrl(app: App, picture: Picture): string {
  const [url, setUrl] = useState(picture.url);
  useEffect(() => {
    let made = "";
    if (picture.uuid)
      void app.around.database.get("blobs", picture.uuid).then((blob) => {
        if (blob) setUrl((made = URL.createObjectURL(blob)));
      });
    return () => {
      if (made) URL.revokeObjectURL(made);
    };
  }, [picture.uuid]);
  return url;
}
