/** Small inputs for tests. */
import { afterEach, beforeEach } from "vitest";
import type { Columns } from "../src/types";

/** Put an element on the page for each test of the file; `clear` runs before it is taken away. */
export function onPage(use: (element: HTMLElement) => void, clear: () => void): void {
  let element: HTMLElement;
  beforeEach(() => {
    element = document.createElement("div");
    document.body.append(element);
    use(element);
  });
  afterEach(() => {
    clear();
    element.remove();
  });
}

/** Customers with grades; give positions as [lat, lon]. */
export function customers(positions: [number, number][], change: Partial<Columns> = {}): Columns {
  return {
    ids: positions.map((_, i) => 100 + i),
    lat: positions.map((p) => p[0]),
    lon: positions.map((p) => p[1]),
    names: positions.map((_, i) => "Customer " + String(i)),
    fields: {
      grade: { label: "Grade", kind: "selection", values: { A: "A", B: "B", C: "C", D: "D" } },
      city: { label: "City", kind: "text" },
    },
    columns: {
      grade: positions.map((_, i) => "ABCD"[i % 4]),
      city: positions.map(() => "Helsinki"),
    },
    color: "grade",
    popup: ["grade", "city"],
    missing: { count: 0, ids: [] },
    ...change,
  };
}
