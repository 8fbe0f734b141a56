import type { Area } from "../src/types";

export const SQUARE: GeoJSON.Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [23.8, 59.9],
      [24.2, 59.9],
      [24.2, 60.1],
      [23.8, 60.1],
      [23.8, 59.9],
    ],
  ],
};
export const AREA: Area = { id: 7, name: "Harbour", geometry: SQUARE };
const NONE = { count: 0, names: [] };
export const PREVIEW = {
  come: { count: 3, names: ["<b>Anna</b>", "Ben"] },
  leave: NONE,
  owners: { count: 2, names: ["Ben", "Carl"] },
  overlaps: ["Hill"],
  before: 0,
  parent: { id: 4, name: "Town" },
  corners: 4,
  size_km2: 12.345,
};
export const FAULT = { fault: { message: "It crosses itself.", place: [60, 24] } };

/** What the server tells of the area, with some of it changed. */
export function card(change: object = {}) {
  const values = { name: "Harbour", kind: "own", color: 2, parent_id: null, team_id: null };
  return {
    id: 7,
    name: "Harbour",
    facts: [{ label: "Rep", text: "Anna" }],
    values: { ...values, user_id: { id: 5, name: "Anna" } },
    edit: true,
    undo: false,
    actions: [{ key: "members", label: "Customers" }],
    ...change,
  };
}
