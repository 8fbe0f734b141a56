/** Products that were talked about, with quantities and notes of an order. */
import { Plus, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import type { App } from "../app";
import { Button, Field, RoundButton } from "../ui/ui";
import { offerOf, type Line } from "./data";

const LIST = "fva-products";

interface ProductsProps {
  app: App;
  lines: Line[];
  onChange: (lines: Line[]) => void;
}

export function Products({ app, lines, onChange }: ProductsProps) {
  const { products } = offerOf(app.data);
  const [typed, setTyped] = useState("");
  const add = () => {
    const name = typed.trim();
    const product = products.find((known) => known.name === name);
    if (name) onChange([...lines, { product_id: product?.id ?? 0, name, quantity: 0, note: "" }]);
    setTyped("");
  };
  return (
    <>
      {lines.map((line, index) => (
        <OneLine
          app={app}
          line={line}
          onChange={(changed) => onChange(lines.map((old, at) => (at === index ? changed : old)))}
          onRemove={() => onChange(lines.filter((_old, at) => at !== index))}
        />
      ))}
      <Field label={app.word("addProduct")}>
        <input
          name="product"
          list={LIST}
          value={typed}
          maxLength={200}
          enterkeyhint="done"
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && add()}
        />
      </Field>
      <datalist id={LIST}>
        {products.map(({ name }) => (
          <option value={name} />
        ))}
      </datalist>
      {typed.trim() && (
        <Button kind="quiet" icon={Plus} onClick={add}>
          {app.word("add")}
        </Button>
      )}
    </>
  );
}

interface LineProps {
  app: App;
  line: Line;
  onChange: (line: Line) => void;
  onRemove: () => void;
}

function OneLine({ app, line, onChange, onRemove }: LineProps) {
  return (
    <div class="fva-line">
      <div class="fva-line-head">
        <strong>{line.name}</strong>
        <RoundButton
          icon={Trash2}
          label={`${app.word("remove")}: ${line.name}`}
          onClick={onRemove}
        />
      </div>
      <div class="fva-pair">
        <Field label={app.word("quantity")}>
          <input
            type="number"
            inputMode="decimal"
            min="0"
            value={line.quantity || ""}
            onInput={(event) => onChange({ ...line, quantity: Number(event.currentTarget.value) })}
          />
        </Field>
        <Field label={app.word("lineNote")}>
          <input
            value={line.note}
            maxLength={500}
            onInput={(event) => onChange({ ...line, note: event.currentTarget.value })}
          />
        </Field>
      </div>
    </div>
  );
}
