/** Where the phone is, asked once; a step is made without a place rather than made to wait. */
import { toServer } from "./moments";

export interface Place {
  latitude: number;
  longitude: number;
  /** Radius of the circle that holds the phone with 95 % (W3C), in metres. */
  accuracy_m: number;
  /** When it was measured by the phone's clock, UTC. */
  position_at: string;
}

/** The longest wait, in milliseconds. */
const TIMEOUT = 8000;
/** A place measured this long ago is as good as a new one, in milliseconds. */
const FRESH = 15000;
/** A place measured this long ago still says what is near, in milliseconds. */
const KNOWN = 300_000;
/** What is known is told at once or not at all, in milliseconds. */
const AT_ONCE = 500;

/** The phone's place; null without permission, sensor, a secure page (HTTPS) or in time. Never throws. */
export function whereAmI(timeout = TIMEOUT): Promise<Place | null> {
  return ask({ enableHighAccuracy: true, maximumAge: FRESH, timeout }, timeout);
}

/**
 * The phone's place, else the one that it had a few minutes ago; null as for `whereAmI`.
 *
 * A browser that follows a phone on duty tells movements only, so that one that lies still is asked in vain.
 * Good enough for what is near; a step is made with a place of its own moment or none.
 */
export async function whereNearly(timeout = TIMEOUT): Promise<Place | null> {
  return (await whereAmI(timeout)) ?? ask({ maximumAge: KNOWN, timeout: 0 }, AT_ONCE);
}

function ask(options: PositionOptions, patience: number): Promise<Place | null> {
  const sensor = navigator.geolocation as Geolocation | undefined;
  if (!sensor) return Promise.resolve(null);
  return new Promise((resolve) => {
    // a phone that waits for the rep's permission never calls back by itself
    const late = setTimeout(() => resolve(null), patience);
    const done = (place: Place | null) => {
      clearTimeout(late);
      resolve(place);
    };
    sensor.getCurrentPosition(
      (found) => done(placeOf(found)),
      () => done(null),
      options,
    );
  });
}

/** The browser's answer in the words of the server's steps. */
export function placeOf({ coords, timestamp }: GeolocationPosition): Place {
  return {
    latitude: coords.latitude,
    longitude: coords.longitude,
    accuracy_m: Math.round(coords.accuracy),
    position_at: toServer(new Date(timestamp)),
  };
}

/** What a step says about its place: the place, or nothing. */
export async function stepPlace(): Promise<Partial<Place>> {
  return (await whereAmI()) ?? {};
}
