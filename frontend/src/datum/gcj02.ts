/** GCJ-02, the datum of maps published in mainland China; outside the mainland it is WGS-84. */
import gcoord from "gcoord";
import { inMainland } from "./mainland";

export interface Degrees {
  lat: number;
  lon: number;
}

/** A WGS-84 position as a Chinese map shows it. Longitudes beyond ±180° keep their turn. */
export function toGcj02(lat: number, lon: number): Degrees {
  const turn = 360 * Math.round(lon / 360);
  if (!inMainland(lat, lon - turn)) return { lat, lon };
  const shifted = shift(lat, lon - turn);
  return { lat: shifted.lat, lon: shifted.lon + turn };
}

/**
 * The WGS-84 position of a place on a Chinese map: the forward way walked back, to less than a
 * millimetre, so that a map which is projected to and fro does not creep.
 */
export function fromGcj02(lat: number, lon: number): Degrees {
  const turn = 360 * Math.round(lon / 360);
  let guess = { lat, lon: lon - turn };
  if (!isNearMainland(lat, guess.lon)) return { lat, lon };
  for (let step = 0; step < 8; step++) {
    const forward = shift(guess.lat, guess.lon);
    guess = { lat: guess.lat + lat - forward.lat, lon: guess.lon + lon - turn - forward.lon };
  }
  return inMainland(guess.lat, guess.lon)
    ? { lat: guess.lat, lon: guess.lon + turn }
    : { lat, lon };
}

function shift(lat: number, lon: number): Degrees {
  const [x, y] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02);
  return { lat: y, lon: x };
}

/** The shift is less than a hundredth of a degree. */
function isNearMainland(lat: number, lon: number): boolean {
  const reach = 0.02;
  return (
    inMainland(lat, lon) ||
    [reach, -reach].some((d) => inMainland(lat + d, lon) || inMainland(lat, lon + d))
  );
}
