/** Sharing of the position as the server tells it (`_app_part_track`), and what the rep changes of it. */
import type { App } from "../app";
import { fromServer, toServer } from "../moments";
import type { Reducer } from "../project";
import type { AppEvent, Snapshot } from "../types";

export interface Seen {
  at: string;
  until: string;
  latitude: number;
  longitude: number;
  accuracy_m: number;
  mark: string;
  /** Nothing is known of the time since the position before. */
  after_gap: boolean;
}

export interface Look {
  who: string;
  way: string;
  from: string;
  until: string;
}

export interface Client {
  id: number;
  name: string;
  hint: string;
  last_used_at: string;
}

export interface Track {
  positions: Seen[];
  distance_m: number;
  gap_m: number;
  keep_days: number;
  consent: { text: string; version: string; given: boolean; was_given: boolean; at: string };
  duty: { on: boolean; since: string; limit_at: string };
  /** When duty may last today; without `limited` at any time, for `longest_h` hours. */
  hours: { limited: boolean; from: string; until: string; longest_h: number };
  looks: Look[];
  clients: Client[];
}

/** Null for users who visit nobody, and before the first load. */
export function trackOf(app: App): Track | null {
  return partOf(app.data);
}

function partOf(snapshot: Snapshot | null): Track | null {
  return (snapshot?.track as Track | undefined) || null;
}

/** Whether positions are recorded at this moment, as far as the phone knows. */
export function isSharing(track: Track | null, now: Date): boolean {
  if (!track?.duty.on || !track.consent.given) return false;
  const limit = fromServer(track.duty.limit_at);
  return !limit || now < limit;
}

/** Whether duty may begin now; the server decides, this spares the rep a refusal. */
export function mayStart(track: Track, now: Date): boolean {
  if (!track.hours.limited) return true;
  const from = fromServer(track.hours.from);
  const until = fromServer(track.hours.until);
  return !!from && !!until && from <= now && now < until;
}

/** Whether to offer duty: without a network also by the phone's own clock, which the rep may have set right. */
export function offersDuty(app: App, track: Track, own = new Date()): boolean {
  return mayStart(track, app.now) || (app.link === "offline" && mayStart(track, own));
}

/** When a duty that begins at `since` ends by itself. */
function limitOf(track: Track, since: string): string {
  const start = fromServer(since) ?? new Date();
  const longest = toServer(new Date(start.getTime() + track.hours.longest_h * 3_600_000));
  return track.hours.limited && track.hours.until < longest ? track.hours.until : longest;
}

function changed(change: (track: Track, event: AppEvent) => Partial<Track>): Reducer {
  return (snapshot, event) => {
    const track = partOf(snapshot);
    return track ? { ...snapshot, track: { ...track, ...change(track, event) } } : snapshot;
  };
}

const OFF = { on: false, since: "", limit_at: "" };

export const trackReducers: Record<string, Reducer> = {
  start_duty: changed((track, { at }) =>
    track.duty.on ? {} : { duty: { on: true, since: at, limit_at: limitOf(track, at) } },
  ),
  end_duty: changed(() => ({ duty: OFF })),
  give_consent: changed((track, { at }) => ({
    consent: { ...track.consent, given: true, was_given: true, at },
  })),
  withdraw_consent: changed((track, { at }) => ({
    duty: OFF,
    consent: { ...track.consent, given: false, was_given: false, at },
  })),
};
