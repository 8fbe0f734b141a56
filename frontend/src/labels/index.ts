/** Every text of the component in English; the caller gives translations. */
import { BASE } from "./base";
import { JOBS } from "./jobs";
import { LIVE } from "./live";
import { LAYERS } from "./layers";
import { LOOK } from "./look";
import { POPUP } from "./popup";
import { SELECT } from "./select";
import { ROUTE_EDIT } from "./route_edit";
import { PLACES } from "./places";
import { TERRITORIES } from "./territories";
import { VIEW } from "./view";

export const ENGLISH = {
  ...VIEW,
  ...LAYERS,
  ...LOOK,
  ...PLACES,
  ...JOBS,
  ...LIVE,
  ...POPUP,
  ...SELECT,
  ...ROUTE_EDIT,
  ...TERRITORIES,
  ...BASE,
};

export type Labels = typeof ENGLISH;

export function withDefaults(labels: Partial<Labels> = {}): Labels {
  const result = { ...ENGLISH };
  for (const key of Object.keys(labels) as (keyof Labels)[]) {
    if (labels[key]) result[key] = labels[key] as string;
  }
  return result;
}

/** Put a value in the place of `%s`. */
export function fill(text: string, value: string | number): string {
  return text.replace("%s", () => String(value));
}
