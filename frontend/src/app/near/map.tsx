/** Customers around the phone on the map, by how due they are. */
import type { App } from "../app";
import { distance } from "../amounts";
import { pageOf } from "../customers/data";
import type { Place } from "../position";
import { FieldMap } from "../ui/map";
import type { Near } from "./around";

/** The same by day and by night: the map is light. */
const COLORS = { late: "#b3261e", other: "#1a6570", lead: "#7d5000", here: "#1d1a22" };
/** The phone itself is no record. */
const HERE = 0;

export function NearMap({ app, here, found }: { app: App; here: Place; found: Near[] }) {
  const me = {
    id: HERE,
    lat: here.latitude,
    lon: here.longitude,
    name: app.word("youAreHere"),
    kind: "here",
    way: "",
    address: "",
  };
  // ids of customers and of leads overlap: a spot is known by its place in the list
  const spots = found.map(({ customer, metres }, index) => ({
    id: index + 1,
    lat: customer.latitude,
    lon: customer.longitude,
    name: customer.name,
    kind: kindOf(customer),
    way: distance(app, metres),
    address: customer.address,
  }));
  return (
    <FieldMap
      app={app}
      label={app.word("state")}
      kinds={{
        here: { text: app.word("youAreHere"), color: COLORS.here },
        late: { text: app.word("overdue"), color: COLORS.late },
        other: { text: app.word("customers"), color: COLORS.other },
        lead: { text: app.word("leads"), color: COLORS.lead },
      }}
      facts={{ way: app.word("distance"), address: app.word("address") }}
      spots={[me, ...spots]}
      onOpen={(id) => {
        const chosen = found[id - 1];
        if (chosen) location.hash = "#/" + pageOf(chosen.customer);
      }}
    />
  );
}

function kindOf(customer: Near["customer"]): string {
  if (customer.kind === "lead") return "lead";
  return customer.due === "overdue" ? "late" : "other";
}
