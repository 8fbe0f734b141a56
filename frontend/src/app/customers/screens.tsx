/** The rep's customers: those on the phone at once, all others by a search on the server. */
import { SearchX, UserRoundPlus } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../app";
import type { Screen } from "../screens";
import { Button, Empty, Header, Notice } from "../ui/ui";
import { CustomerPage } from "./customer";
import { FIND, customersOf, isSame, type Customer, type Kind } from "./data";
import { NewLeadPage } from "./lead";
import { CustomerLines } from "./list";

export const customerScreens: Screen[] = [
  { path: "customers", tab: "customers", view: (app) => <Customers app={app} /> },
  {
    path: "customer/:kind/:id",
    under: "customers",
    view: (app, params) => (
      <CustomerPage
        app={app}
        kind={params.kind as Kind}
        id={Number(params.id)}
        key={params.kind + params.id}
      />
    ),
  },
  { path: "lead", under: "near", view: (app) => <NewLeadPage app={app} /> },
];

/** Milliseconds of rest after a key before the server is asked. */
const REST = 400;
const SHORTEST = 2;

function Customers({ app }: { app: App }) {
  const [text, setText] = useState("");
  const known = matching(customersOf(app.data), text);
  const { found, failed } = useFound(app, text);
  const more = found.filter((row) => !known.some((other) => isSame(row, other)));
  const all = [...known, ...more];
  return (
    <>
      <Header app={app} title={app.word("customers")} />
      <div class="fva-search">
        <input
          type="search"
          name="search"
          value={text}
          placeholder={app.word("searchCustomers")}
          aria-label={app.word("searchCustomers")}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {failed && <Notice>{app.word("searchOffline")}</Notice>}
      {all.length ? (
        <CustomerLines app={app} customers={all} />
      ) : (
        <Empty icon={SearchX} title={app.word(text ? "nobodyFound" : "noCustomers")}>
          <Button kind="quiet" icon={UserRoundPlus} href="#/lead">
            {app.word("addLead")}
          </Button>
        </Empty>
      )}
    </>
  );
}

/** Those whose name, address or phone holds every word of `text`. */
export function matching(customers: Customer[], text: string): Customer[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return customers;
  return customers.filter(({ name, address, phone }) => {
    const all = `${name} ${address} ${phone} ${phone.replace(/\D/g, "")}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** What the server finds, some rest after the last key. */
export function useFound(app: App, text: string): { found: Customer[]; failed: boolean } {
  const [answer, setAnswer] = useState<{ found: Customer[]; failed: boolean }>({
    found: [],
    failed: false,
  });
  useEffect(() => {
    let over = false;
    const tell = (found: Customer[], failed = false) => !over && setAnswer({ found, failed });
    if (text.trim().length < SHORTEST) return void tell([]);
    const timer = setTimeout(() => {
      app.around.call(FIND, { vals: { text } }).then(
        (rows) => tell(rows as Customer[]),
        () => tell([], true),
      );
    }, REST);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text]);
  return answer;
}
