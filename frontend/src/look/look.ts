/** How the points look: what colours them, what shapes them, and in which steps numbers fall. */
import type { FieldKind } from "../types";

/** Numbers in steps of equally many records, of equal width, or at the bounds that are given. */
export interface Steps {
  mode: "quantiles" | "equal" | "fixed";
  /** Where a next step begins, ascending; for `fixed`. */
  bounds?: number[];
}

/** Names of fields; `color` may carry a period as Odoo's group-by does ("create_date:month"). */
export interface Look {
  color?: string;
  shape?: string;
  icon?: string;
  steps?: Steps;
}

/** A field that may be chosen. */
export interface LookField {
  name: string;
  label: string;
  kind: FieldKind;
  /** Offered first. */
  suggested?: boolean;
}

export interface LookServices {
  lookFields(): Promise<LookField[]>;
  /** The user has chosen: show the points that way. */
  lookChosen(look: Look): Promise<void>;
}

/** `create_date:month` → the field's name and the period, if there is one. */
export function parseField(spec: string): { name: string; period: string } {
  const [name, period = ""] = spec.split(":");
  return { name, period };
}

/** Numbers written with blanks or semicolons between them; null when they are none or do not rise. */
export function parseBounds(text: string): number[] | null {
  const parts = text.trim().split(/[\s;]+/);
  const bounds = parts.map((part) => Number(part.replace(",", ".").replace("−", "-")));
  const rises = bounds.every((bound, i) => i === 0 || bound > bounds[i - 1]);
  return rises && bounds.every((bound) => Number.isFinite(bound)) ? bounds : null;
}
