/** A lead is added where the rep stands, with a photo of the card. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { App } from "../app";
import { fill } from "../amounts";
import { useHere } from "../near/around";
import { whereAmI, type Place } from "../position";
import { PhotoButton } from "../report/pictures";
import { compress } from "../report/photo";
import { offerOf } from "../report/data";
import { Actions, Button, Field, Header, Notice } from "../ui/ui";

const TEXTS = ["company_name", "contact_name", "phone", "email", "note"] as const;
type Texts = Record<(typeof TEXTS)[number], string>;

const LABELS: Texts = {
  company_name: "leadCompany",
  contact_name: "leadPerson",
  phone: "leadPhone",
  email: "leadEmail",
  note: "notes",
};

/** Under this name the phone keeps what is typed and not yet saved. */
const DRAFT = "draft:lead";
const NOTHING: Draft = { texts: {}, photo: null };

interface Draft {
  texts: Partial<Texts>;
  photo: Blob | null;
}

export function NewLeadPage({ app }: { app: App }) {
  const { draft, change, forget } = useLeadDraft(app);
  const { texts, photo } = draft;
  // the place is kept with the lead: that of this moment or none
  const { here: place } = useHere(whereAmI);
  const name = (texts.company_name || texts.contact_name || "").trim();
  const take = async (file: File | undefined) =>
    change({
      photo: file ? await compress(file, offerOf(app.data).photo_px).catch(() => null) : null,
    });
  const save = async () => {
    const { latitude, longitude, accuracy_m } = place ?? {};
    const kept = await app.send(
      "add_lead",
      { name, ...texts, latitude, longitude, accuracy_m },
      photo ?? undefined,
    );
    if (!kept) return;
    await forget();
    location.hash = "#/near";
  };
  return (
    <div class="fva-report">
      <Header app={app} title={app.word("addLead")} back="near" />
      <Notice tone={place ? "good" : "plain"}>{placeText(app, place)}</Notice>
      {TEXTS.map((key) => (
        <Field label={app.word(LABELS[key])}>
          <Input
            name={key}
            value={texts[key] ?? ""}
            onInput={(value) => change({ texts: { ...texts, [key]: value } })}
          />
        </Field>
      ))}
      {photo && <Preview photo={photo} />}
      <PhotoButton text={app.word("photoOfCard")} onFile={(file) => void take(file)} />
      <Actions>
        <Button disabled={!name || place === undefined} onClick={() => void save()}>
          {app.word(place === undefined ? "findingPlace" : "saveLead")}
        </Button>
      </Actions>
    </div>
  );
}

/** What is entered survives a phone that closes the app to open its camera. */
function useLeadDraft(app: App) {
  const { database } = app.around;
  const [draft, setDraft] = useState(NOTHING);
  const latest = useRef(NOTHING);
  const show = (next: Draft) => setDraft((latest.current = next));
  useEffect(() => {
    void database.get("values", DRAFT).then((kept) => {
      // who was faster than the store types on
      if (kept && latest.current === NOTHING) show(kept as Draft);
    });
  }, []);
  const change = (part: Partial<Draft>) => {
    show({ ...latest.current, ...part });
    void app.keepDraft(DRAFT, latest.current);
  };
  const forget = () => database.delete("values", DRAFT);
  return { draft, change, forget };
}

interface InputProps {
  name: keyof Texts;
  value: string;
  onInput: (value: string) => void;
}

function Input({ name, value, onInput }: InputProps) {
  if (name === "note")
    return <textarea name={name} value={value} onInput={(e) => onInput(e.currentTarget.value)} />;
  const rest = {
    name,
    value,
    maxLength: 200,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  // the kind decides which keys the phone shows
  if (name === "phone") return <input type="tel" {...rest} />;
  if (name === "email") return <input type="email" {...rest} />;
  return <input type="text" {...rest} />;
}

function placeText(app: App, place: Place | null | undefined): string {
  if (place === undefined) return app.word("findingPlace");
  return place ? fill(app, "placeKnown", place.accuracy_m) : app.word("placeUnknown");
}

function Preview({ photo }: { photo: Blob }) {
  const [url, setUrl] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(photo);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return <img class="fva-preview" src={url} alt="" />;
}
