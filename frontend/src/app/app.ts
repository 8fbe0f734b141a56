/** The state of the app: the projected day, the network, and the one way to do something: `send`. */
import type { Database } from "./database";
import { heard, putRight, readClock, serverNow, type Clock } from "./outbox/clock";
import { isFull, OtherUser, StorageFull } from "./outbox/errors";
import { Outbox, type Stored } from "./outbox/outbox";
import { Retry } from "./outbox/retry";
import { project, type Reducer } from "./project";
import { Faulty, Refused, SignedOut, Unreachable, type Call } from "./server";
import type { AppEvent, Route, Snapshot, Visit, Words } from "./types";
import { weekVisit } from "./week/data";

export const LOAD = "/field_visit_routing/app/load";

export type Link = "online" | "offline" | "signed out" | "other user";

/** Where the app asks the browser, so that tests can give something else. */
export interface Surroundings {
  call: Call;
  database: Database;
  device: string;
  reducers: Record<string, Reducer>;
  /** Texts of the page itself, for the time before the first load. */
  words?: Words;
  /** Whose `database` it is, as the server named it (`user.store`); "" before the first load. */
  store?: string;
  /** Open the database of another user of this phone, and remember that it is his now. */
  open?: (store: string) => Promise<Database>;
  /** Make room on a phone that is full: delete what can be loaded again. */
  makeRoom?: () => Promise<void>;
  /** Something waits for the network: the browser may wake the app for it. */
  waits?: () => void;
}

/** The server says false where there is no route or rep; `?.` stops at null alone. */
function withoutFalse(snapshot: Snapshot): Snapshot {
  return { ...snapshot, route: snapshot.route || null, rep: snapshot.rep || null };
}

export class App {
  /** The last load as it came; null before the first one. */
  loaded: Snapshot | null = null;
  /** Whether `loaded` came from the server since the app was opened, and not from the phone's store. */
  isFresh = false;
  /** `loaded` with the events that are not yet sent. */
  data: Snapshot | null = null;
  events: Stored[] = [];
  /** Events that the last load does not know of, with their moments by the server's clock. */
  private open: AppEvent[] = [];
  link: Link = "online";
  /** What the server refused last, a sentence; "" for nothing. */
  trouble = "";
  /** Whether the server is being asked. */
  busy = false;
  /** The phone's clock beside the server's. */
  clock: Clock = {};
  /** Loads a new version of the app that is ready; null for none. */
  update: (() => void) | null = null;
  outbox: Outbox;
  readonly retry = new Retry(() => void this.sync());
  private listeners = new Set<() => void>();
  private syncing: Promise<void> | null = null;
  private wanted = false;

  constructor(public around: Surroundings) {
    this.outbox = this.newOutbox();
  }

  private newOutbox(): Outbox {
    const { database, call, device, store } = this.around;
    return new Outbox(database, call, device, store);
  }

  /** Show what the phone knows, then ask the server. */
  async start(): Promise<void> {
    const kept = (await this.around.database.get("values", "snapshot")) as Snapshot | undefined;
    this.loaded = kept ? withoutFalse(kept) : null;
    await this.refresh();
    await this.sync();
  }

  /**
   * Do something: kept on the phone, shown at once, sent when there is a network.
   *
   * @returns false when the phone had no room left and nothing was kept
   */
  async send(kind: string, data: Record<string, unknown>, blob?: Blob): Promise<boolean> {
    const kept = await this.keep(kind, data, blob);
    await this.refresh();
    if (kept) {
      this.around.waits?.();
      void this.sync();
    }
    return kept;
  }

  private async keep(kind: string, data: Record<string, unknown>, blob?: Blob): Promise<boolean> {
    const seen = this.seen(data.visit_id);
    return this.withRoom(() => this.outbox.add(kind, data, blob, seen ? { seen } : {}));
  }

  /**
   * Keep what is being typed, so that it survives an app that is killed.
   *
   * @returns false when the phone had no room left, which is said
   */
  async keepDraft(key: string, draft: unknown): Promise<boolean> {
    const { database } = this.around;
    const kept = await this.withRoom(() => database.put("values", draft, key));
    if (!kept) this.tell();
    return kept;
  }

  /** Do what needs room; on a full phone once more after making some, else say that it was not kept. */
  private async withRoom(work: () => Promise<unknown>): Promise<boolean> {
    const kept = await this.keepIfRoom(work);
    if (!kept) this.trouble = this.word("storageFull");
    return kept;
  }

  /**
   * Keep what can be asked for again: on a full phone once more after making some room, else not at all.
   *
   * @returns whether it was kept; throws what `work` throws but for a full phone
   */
  async keepIfRoom(work: () => Promise<unknown>): Promise<boolean> {
    for (const last of [false, true]) {
      try {
        await work();
        return true;
      } catch (error) {
        if (!(error instanceof StorageFull || isFull(error))) throw error;
        if (!last) await this.around.makeRoom?.();
      }
    }
    return false;
  }

  /** The visit as the rep sees it when he does something to it. */
  private seen(visit_id: unknown): Record<string, unknown> | undefined {
    const route = this.loaded?.route;
    const stop = route?.stops.find((one: Visit) => one.visit_id === visit_id);
    const found = route && stop ? { date: route.date, visit: stop } : weekVisit(this, visit_id);
    if (!found) return undefined;
    const { customer, partner_id, lead_id, state, start } = found.visit;
    return { date: found.date, customer, partner_id, lead_id, state, start };
  }

  /** Deliver what waits and load anew; never throws. Asked for while it runs, it runs once more. */
  sync(): Promise<void> {
    this.wanted = true;
    this.syncing ??= this.syncAll().finally(() => (this.syncing = null));
    return this.syncing;
  }

  private async syncAll(): Promise<void> {
    this.busy = true;
    this.tell();
    while (this.wanted) {
      this.wanted = false;
      try {
        await this.outbox.flush();
        await this.load();
        this.retry.succeeded();
      } catch (error) {
        this.note(error);
      }
      this.busy = this.wanted;
      await this.refresh();
    }
  }

  private async load(): Promise<void> {
    const delivered = await this.outbox.delivered();
    const snapshot = await this.ask();
    this.link = "online";
    this.trouble = "";
    await heard(this.around.database, snapshot.at);
    if (this.isForeign(snapshot)) return this.meetOther(snapshot);
    this.loaded = snapshot;
    this.isFresh = true;
    // in this order: an app that is killed in between applies an event twice, which changes nothing
    await this.keepSnapshot(snapshot);
    await this.outbox.fold(delivered);
  }

  private async ask(): Promise<Snapshot> {
    return withoutFalse((await this.around.call(LOAD, { options: {} })) as Snapshot);
  }

  /** A full phone shows the new day as long as the app is open; what was entered comes first. */
  private async keepSnapshot(snapshot: Snapshot): Promise<void> {
    try {
      await this.around.database.put("values", snapshot, "snapshot");
    } catch (error) {
      if (!isFull(error)) throw error;
      await this.around.makeRoom?.();
      this.trouble = this.word("storageSnapshot");
    }
  }

  private isForeign(snapshot: Snapshot): boolean {
    const { store = "", open } = this.around;
    const theirs = snapshot.user.store ?? "";
    return Boolean(open && theirs && theirs !== store);
  }

  /** Somebody else is logged in: the phone is his, unless something of the one before still waits. */
  private async meetOther(snapshot: Snapshot): Promise<void> {
    if ((await this.outbox.waiting()).length) {
      this.link = "other user";
      return;
    }
    await this.become(snapshot);
    // he may have left something here that waits for him
    this.wanted = true;
  }

  private async become(snapshot: Snapshot): Promise<void> {
    const store = snapshot.user.store ?? "";
    const database = (await this.around.open?.(store)) ?? this.around.database;
    this.around = { ...this.around, database, store };
    this.outbox = this.newOutbox();
    this.loaded = snapshot;
    this.isFresh = true;
    await this.keepSnapshot(snapshot);
  }

  /** Go on as the one who is logged in; what waits of the other one stays and waits for him. */
  async switchUser(): Promise<void> {
    try {
      await this.become(await this.ask());
    } catch (error) {
      this.note(error);
    }
    await this.sync();
  }

  private note(error: unknown): void {
    if (error instanceof SignedOut) this.link = "signed out";
    else if (error instanceof OtherUser) this.link = "other user";
    else if (error instanceof Refused) this.trouble = error.message;
    else if (isFull(error)) this.noteFull();
    else {
      if (error instanceof Unreachable) this.link = "offline";
      else this.trouble = this.word("serverFault");
      if (!(error instanceof Unreachable || error instanceof Faulty)) console.error(error);
      this.retry.failed();
    }
  }

  /** The phone could not note what the server answered: what was entered is sent again, and done once. */
  private noteFull(): void {
    this.trouble = this.word("storageSnapshot");
    void this.around.makeRoom?.();
    this.retry.failed();
  }

  get waiting(): number {
    return this.events.filter((event) => !event.receipt).length;
  }

  /** What the server could not do, or did otherwise: for the rep to look at, oldest first. */
  get told(): Stored[] {
    return this.events.filter(
      ({ receipt }) => receipt && (receipt.state !== "done" || receipt.message),
    );
  }

  /** This moment, also on a phone whose clock is hours off: plans and duties are by the server's. */
  get now(): Date {
    return serverNow(this.clock);
  }

  /** A text in the user's language. */
  word(key: string): string {
    return this.loaded?.words[key] ?? this.around.words?.[key] ?? key;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async refresh(): Promise<void> {
    this.events = await this.outbox.all();
    this.clock = await readClock(this.around.database);
    // what is done is applied until a load has it; its moments are shown by the server's clock
    this.open = this.events
      .filter(({ receipt, folded }) => !folded && (!receipt || receipt.state === "done"))
      .map((event) => ({ ...event, at: putRight(event, this.clock.ahead_s) }));
    this.data = this.loaded && project(this.loaded, this.open, this.around.reducers);
    this.tell();
  }

  /** Visits of another day as the rep left them: with everything that is not yet sent; moved ones are gone. */
  withUnsent<Known extends Partial<Visit>>(stops: Known[]): Known[] {
    if (!this.loaded || !this.open.length) return stops;
    const day = { ...this.loaded, route: { stops } as unknown as Route };
    const shown = project(day, this.open, this.around.reducers).route?.stops;
    return (shown as unknown as Known[] | undefined) ?? [];
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
