/** Where the live map looks. */
import type { LivePicture } from "./service";
import type { LivePosition, LiveRep } from "./types";

type Place = NonNullable<LivePicture["focus"]>[number];

/** Where the rep was seen last; nothing without a position. */
export function placeOf(rep: LiveRep): Place[] {
  return spotOf(rep.position);
}

/** Where `reps` are; before the first of them is on duty, where they are due: nobody looks for them on a map of the world. */
export function placesOfAll(reps: LiveRep[]): Place[] {
  const seen = reps.flatMap(placeOf);
  return seen.length
    ? seen
    : reps.flatMap(({ current, next }) => [...spotOf(current), ...spotOf(next)]);
}

function spotOf({ latitude, longitude }: Partial<LivePosition>): Place[] {
  return latitude === undefined || longitude === undefined
    ? []
    : [{ lat: latitude, lon: longitude }];
}
