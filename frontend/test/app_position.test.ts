// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { stepPlace, whereAmI, whereNearly } from "../src/app/position";

type Asked = (
  done: PositionCallback,
  failed: PositionErrorCallback,
  options: PositionOptions,
) => void;

function phone(getCurrentPosition: Asked | null) {
  vi.stubGlobal("navigator", getCurrentPosition ? { geolocation: { getCurrentPosition } } : {});
}

const FIX = {
  coords: { latitude: 60.17, longitude: 24.94, accuracy: 12.4 },
  timestamp: Date.UTC(2026, 4, 4, 8, 0, 5),
} as GeolocationPosition;

describe("position of the phone", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("says where and when in the server's words", async () => {
    phone((done) => done(FIX));
    expect(await whereAmI()).toEqual({
      latitude: 60.17,
      longitude: 24.94,
      accuracy_m: 12,
      position_at: "2026-05-04 08:00:05",
    });
  });

  it("is null when the rep does not allow it", async () => {
    phone((_done, failed) => failed({ code: 1 } as GeolocationPositionError));
    expect(await whereAmI()).toBeNull();
    expect(await stepPlace()).toEqual({});
  });

  it("is null without a sensor", async () => {
    phone(null);
    expect(await whereAmI()).toBeNull();
  });

  it("does not wait for a phone that never answers", async () => {
    vi.useFakeTimers();
    phone(() => undefined);
    const asked = whereAmI();
    await vi.advanceTimersByTimeAsync(8000);
    expect(await asked).toBeNull();
  });

  it("asks for the best the phone has", async () => {
    let wanted: PositionOptions = {};
    phone((done, _failed, options) => {
      wanted = options;
      done(FIX);
    });
    await whereAmI(3000);
    expect(wanted).toMatchObject({ enableHighAccuracy: true, timeout: 3000 });
  });

  it("takes a known place for what is near when the phone lies still, for a step it does not", async () => {
    phone((done, failed, { maximumAge = 0 }) =>
      maximumAge >= 300_000 ? done(FIX) : failed({ code: 3 } as GeolocationPositionError),
    );
    expect(await whereNearly()).toMatchObject({
      latitude: 60.17,
      position_at: "2026-05-04 08:00:05",
    });
    expect(await stepPlace()).toEqual({});
  });

  it("prefers where the phone is to where it was, and ends when nobody answers", async () => {
    const ages: (number | undefined)[] = [];
    phone((done, _failed, { maximumAge }) => {
      ages.push(maximumAge);
      done(FIX);
    });
    expect(await whereNearly()).not.toBeNull();
    expect(ages).toEqual([15000]);
    vi.useFakeTimers();
    phone(() => undefined);
    const asked = whereNearly();
    await vi.advanceTimersByTimeAsync(8500);
    expect(await asked).toBeNull();
  });
});
