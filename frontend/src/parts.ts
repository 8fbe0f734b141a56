/** Which parts a map has, in the order in which they are drawn. */
import { createBaseMaps } from "./basemaps/part";
import { createLayers } from "./layers";
import { livePart } from "./live/part";
import { createChooser } from "./look/chooser";
import type { Host, Part } from "./part";
import { placesPart } from "./places/part";
import { routeEditing } from "./route_edit";
import { selectPart } from "./select/select";
import { createShare } from "./share/part";
import { territoryDrawing } from "./territories/part";

const PARTS: ((host: Host) => Part | null)[] = [
  // one line each
  createChooser,
  createBaseMaps,
  createLayers,
  livePart,
  routeEditing,
  selectPart,
  territoryDrawing,
  createShare,
  placesPart,
];

/** Parts that cannot work here (their service is not given) answer null. */
export function createParts(host: Host): Part[] {
  return PARTS.map((create) => create(host)).filter((part): part is Part => part !== null);
}
