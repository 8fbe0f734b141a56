/** Which parts a map has, in the order in which they are drawn. */
import { createLayers } from "./layers";
import { createChooser } from "./look/chooser";
import type { Host, Part } from "./part";
import { routeEditing } from "./route_edit";
import { selectPart } from "./select/select";

const PARTS: ((host: Host) => Part | null)[] = [
  createLayers,
  createChooser,
  selectPart,
  routeEditing,
];

/** Parts that cannot work here (their service is not given) answer null. */
export function createParts(host: Host): Part[] {
  return PARTS.map((create) => create(host)).filter((part): part is Part => part !== null);
}
