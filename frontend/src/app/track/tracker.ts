/** Records the position while the rep is on duty and sends it in batches, beside the outbox. */
import type { App } from "../app";
import { serverNow } from "../outbox/clock";
import { isFull } from "../outbox/errors";
import { toServer } from "../moments";
import type { Call } from "../server";
import { isWorth } from "./adaptive";
import { isSharing, trackOf } from "./data";
import type { Measured, PositionStore, Waiting } from "./store";

export const TRACK = "/field_visit_routing/app/track";
/** Positions in one request, and milliseconds between two requests. */
const BATCH = 200;
export const EVERY_MS = 30_000;
/** A phone that stands still is asked by itself: browsers tell movements only. */
const ASK_MS = 60_000;
/** What must have reached the server before a position of that time can be stored. */
const FIRST = new Set(["start_duty", "give_consent"]);

export interface TrackerParts {
  store: PositionStore;
  call: Call;
  sensor: Geolocation | undefined;
  now: () => Date;
}

export class Tracker {
  /** Positions that wait for the network. */
  waiting = 0;
  /** The phone refuses or has no sensor. */
  blind = false;
  private watch: number | null = null;
  private last: Measured | null = null;
  private timers: number[] = [];
  private sending: Promise<void> | null = null;

  constructor(
    readonly app: App,
    private parts: TrackerParts,
  ) {}

  /** Follow the switch of the app from now on; returns what ends that. */
  start(): () => void {
    const end = this.app.onChange(() => this.follow());
    this.timers = [
      window.setInterval(() => void this.flush(), EVERY_MS),
      window.setInterval(() => this.ask(), ASK_MS),
    ];
    this.follow();
    void this.count();
    return () => {
      end();
      this.stop();
      this.timers.forEach((timer) => clearInterval(timer));
    };
  }

  /** Whose positions are kept and sent, by the name that the server gave the user's store. */
  private get user(): string {
    const user = this.app.loaded?.user;
    return user ? user.store || String(user.id) : "";
  }

  private get on(): boolean {
    return isSharing(trackOf(this.app), serverNow(this.app.clock, this.parts.now()));
  }

  private follow(): void {
    if (this.on && this.watch === null) this.begin();
    else if (!this.on && this.watch !== null) this.stop();
  }

  private begin(): void {
    const sensor = this.parts.sensor;
    this.blind = !sensor;
    if (!sensor) return;
    this.watch = sensor.watchPosition(this.took, this.failed, {
      enableHighAccuracy: true,
      maximumAge: 5000,
    });
  }

  private stop(): void {
    if (this.watch !== null) this.parts.sensor?.clearWatch(this.watch);
    this.watch = null;
    this.last = null;
  }

  private ask(): void {
    this.follow();
    if (this.watch === null) return;
    this.parts.sensor?.getCurrentPosition(this.took, this.failed, {
      enableHighAccuracy: false,
      maximumAge: 30_000,
      timeout: 20_000,
    });
  }

  private took = (found: GeolocationPosition): void => void this.keep(measured(found));

  private failed = (error: GeolocationPositionError): void => {
    // no signal for a moment is a gap; only what the rep can mend is said
    this.see(error.code === error.PERMISSION_DENIED);
  };

  private see(blind: boolean): void {
    if (this.blind === blind) return;
    this.blind = blind;
    void this.app.refresh();
  }

  /** Keep a measured position if it is worth it. */
  async keep(position: Measured): Promise<void> {
    const { user } = this;
    if (!user || !this.on || !isWorth(this.last, position)) return;
    const before = this.last;
    this.last = position;
    try {
      await this.parts.store.add({ ...position, user });
    } catch (error) {
      if (!isFull(error)) throw error;
      // a phone that is full has a gap and keeps its map; the next position is tried anew
      return void (this.last = before);
    }
    this.see(false);
    await this.count();
    // the manager sees at once that somebody is on duty
    if (!before) await this.flush();
  }

  private async count(): Promise<void> {
    const { user } = this;
    this.waiting = user ? await this.parts.store.count(user) : 0;
  }

  /** Send what waits; without a network it stays for the next time.  Never throws. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll()
      .catch(() => undefined)
      .finally(() => (this.sending = null));
    return this.sending;
  }

  /** Send what waits; the number of positions that are still on the phone. */
  async sendAndCount(): Promise<number> {
    await this.flush();
    await this.count();
    return this.waiting;
  }

  private async sendAll(): Promise<void> {
    const { user } = this;
    if (!user || this.app.link === "signed out" || this.app.link === "other user") return;
    if (this.app.events.some((event) => !event.receipt && FIRST.has(event.kind))) return;
    for (;;) {
      const batch = await this.parts.store.first(user, BATCH);
      if (!batch.length) break;
      await this.parts.call(TRACK, { batch: this.batchOf(batch) });
      await this.parts.store.forget(batch);
    }
    await this.count();
  }

  private batchOf(waiting: Waiting[]) {
    return {
      device: this.app.around.device,
      // somebody else may have logged in meanwhile: the server stores nobody's positions as his
      user: this.app.loaded?.user.id,
      sent_at: toServer(this.parts.now()),
      positions: waiting.map(plain),
    };
  }
}

function measured({ coords, timestamp }: GeolocationPosition): Measured {
  return {
    at: toServer(new Date(timestamp)),
    latitude: coords.latitude,
    longitude: coords.longitude,
    accuracy_m: Math.round(coords.accuracy),
    speed: coords.speed ?? -1,
  };
}

function plain({ at, latitude, longitude, accuracy_m, speed }: Measured): Measured {
  return { at, latitude, longitude, accuracy_m, speed };
}
