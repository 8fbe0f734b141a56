/** What the rep did and the server does not know yet: in order, each exactly once. */
import type { Database, Stored } from "../database";
import { toServer } from "../moments";
import { Faulty, Refused, type Call } from "../server";
import type { AppEvent, Receipt } from "../types";
import { newUuid } from "../uuid";
import { BATCH, fillBatch } from "./batch";
import { heard, readClock } from "./clock";
import { isFull, OtherUser, StorageFull } from "./errors";

export type { Stored } from "../database";

export const SYNC = "/field_visit_routing/app/sync";
/** After so many faults of the server over one event, those behind it go first. */
export const PATIENCE = 5;
/** So many delivered events can be looked back at. */
const LOOK_BACK = 100;
const EVERYTHING = ["events", "blobs", "sent"] as const;

interface Answer {
  receipts: Receipt[];
  at?: string;
  other_user?: boolean;
}

/** What belongs to an event beside what was entered. */
export type Known = Pick<AppEvent, "seen" | "anyway">;

export class Outbox {
  private sending: Promise<void> | null = null;

  /** @param store whose events these are, as the server said; "" when it did not */
  constructor(
    private database: Database,
    private call: Call,
    private device: string,
    private store = "",
  ) {}

  /**
   * Keep an event before anything else happens; `blob` is a photo or signature that belongs to it.
   *
   * @throws StorageFull when the phone has no room left: then nothing is kept
   */
  async add(
    kind: string,
    data: AppEvent["data"],
    blob?: Blob,
    known: Known = {},
  ): Promise<AppEvent> {
    const clock = await readClock(this.database);
    const event = fresh({ ...clock, ...known, kind, at: toServer(new Date()), data });
    try {
      return await this.keep(event, blob);
    } catch (error) {
      throw isFull(error) ? new StorageFull() : error;
    }
  }

  private async keep(event: AppEvent, blob?: Blob): Promise<AppEvent> {
    const transaction = this.database.transaction(["events", "blobs"], "readwrite");
    try {
      // the number is given by the store
      const number = await transaction.objectStore("events").add(event);
      if (blob) await transaction.objectStore("blobs").put(blob, event.uuid);
      await transaction.done;
      return { ...event, number };
    } catch (error) {
      // both or neither: a photo's event without the photo says nothing
      abort(transaction);
      throw error;
    }
  }

  /** Everything kept, oldest first: without receipt not yet sent, with one to be shown. */
  all(): Promise<Stored[]> {
    return this.database.getAll("events");
  }

  async waiting(): Promise<Stored[]> {
    return (await this.all()).filter((event) => !event.receipt);
  }

  /** Send all that waits; throws what `call` throws, what was not confirmed stays. */
  flush(): Promise<void> {
    this.sending ??= alone("field-visit-outbox " + this.store, () => this.sendAll()).finally(
      () => (this.sending = null),
    );
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    let most = BATCH;
    for (;;) {
      const events = await fillBatch(this.database, await this.waiting(), most);
      if (!events.length) return;
      try {
        await this.deliver(events);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof Faulty)) throw error;
        // something in the batch is to blame: one by one it shows which; the rest goes so as well,
        // where a proxy takes no large request each further try would cost the upload of several photos
        if (events.length === 1) await this.blame(events[0], error);
        most = 1;
      }
    }
  }

  private async deliver(events: AppEvent[]): Promise<void> {
    const { device, store } = this;
    const batch = { device, sent_at: toServer(new Date()), events, ...(store && { store }) };
    const answer = (await this.call(SYNC, { batch })) as Answer;
    if (answer.other_user) throw new OtherUser();
    const sent = new Set(events.map((event) => event.uuid));
    const receipts = (answer.receipts ?? []).filter((receipt) => sent.has(receipt.uuid));
    // an answer about nothing would be asked for for ever
    if (!receipts.length) throw new Faulty();
    await heard(this.database, answer.at);
    await this.settle(receipts);
  }

  /** The server cannot take this event: set it aside at once, or after some faults of the server. */
  private async blame(event: AppEvent, error: Refused | Faulty): Promise<void> {
    const kept = await this.database.get("events", event.number);
    if (!kept) return;
    const tries = (kept.tries ?? 0) + 1;
    const over = error instanceof Refused || tries >= PATIENCE;
    const receipt = {
      uuid: event.uuid,
      state: "refused" as const,
      message: error.message,
      server: {},
      unsent: true,
    };
    await this.database.put("events", over ? { ...kept, tries, receipt } : { ...kept, tries });
    if (!over) throw error;
  }

  /** Note the server's word; what is done stays until a load knows of it. */
  private async settle(receipts: Receipt[]): Promise<void> {
    const transaction = this.database.transaction("events", "readwrite");
    const events = transaction.store;
    await Promise.all(
      receipts.map(async (receipt) => {
        const event = await events.index("uuid").get(receipt.uuid);
        if (event) await events.put({ ...event, receipt });
      }),
    );
    await transaction.done;
  }

  /** The numbers of what is delivered: a load that is asked for now knows of them. */
  async delivered(): Promise<number[]> {
    return (await this.all())
      .filter(({ receipt }) => receipt?.state === "done")
      .map((e) => e.number);
  }

  /** A load knows of the delivered events `numbers`: forget them, but for what the rep has to read. */
  async fold(numbers: number[]): Promise<void> {
    const transaction = this.database.transaction(EVERYTHING, "readwrite");
    const events = transaction.objectStore("events");
    for (const number of numbers) {
      const event = await events.get(number);
      if (!event) continue;
      const { uuid, kind, at, data, receipt } = event;
      await transaction.objectStore("blobs").delete(uuid);
      const visit_id = Number(data.visit_id ?? 0);
      await transaction.objectStore("sent").put({ number, kind, at, visit_id });
      if (receipt?.message) await events.put({ ...event, folded: true });
      else await events.delete(number);
    }
    const sent = transaction.objectStore("sent");
    const old = (await sent.getAllKeys()).slice(0, -LOOK_BACK);
    for (const number of old) await sent.delete(number);
    await transaction.done;
  }

  /** The rep has seen what became of it; the server is told so. */
  async understood(event: AppEvent): Promise<void> {
    await this.answer([event], "understood");
  }

  /** Do what was in conflict or refused once more, in its order, with the moments it had. */
  async again(events: Stored[], anyway: boolean): Promise<void> {
    await this.answer(events, "again", anyway);
  }

  private async answer(
    events: Stored[],
    how: "understood" | "again",
    anyway = false,
  ): Promise<void> {
    const clock = await readClock(this.database);
    const transaction = this.database.transaction(["events", "blobs"], "readwrite");
    const store = transaction.objectStore("events");
    const blobs = transaction.objectStore("blobs");
    for (const event of events) {
      // in one transaction: a phone that dies here has done all of it or nothing
      const blob = await blobs.get(event.uuid);
      await blobs.delete(event.uuid);
      await store.delete(event.number);
      const data = { uuid: event.uuid, how };
      await store.add(fresh({ ...clock, kind: "settle", at: toServer(new Date()), data }));
      if (how === "understood") continue;
      const { kind, at, since, ahead_s, seen } = event;
      const next = fresh({ kind, at, data: event.data, since, ahead_s, seen, anyway });
      await store.add(next);
      if (blob) await blobs.put(blob, next.uuid);
    }
    await transaction.done;
  }
}

/** Take a transaction back, unless the browser has done so already. */
function abort(transaction: { abort(): void; done: Promise<void> }): void {
  transaction.done.catch(() => undefined);
  try {
    transaction.abort();
  } catch {
    // it is over
  }
}

/** An event of its own; its number is given by the store. */
function fresh(event: Omit<AppEvent, "uuid" | "number">): AppEvent {
  return { ...event, uuid: newUuid() } as AppEvent;
}

/** Run `work` while no other tab or worker of this browser does the same. */
function alone(name: string, work: () => Promise<void>): Promise<void> {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks ? (locks.request(name, work) as unknown as Promise<void>) : work();
}
