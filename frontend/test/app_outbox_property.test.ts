/** Whatever the network and the phone do, in any order: each event once, in order, none lost. */
import "fake-indexeddb/auto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { openDatabase, type Database } from "../src/app/database";
import { Outbox } from "../src/app/outbox/outbox";
import { Faulty, SignedOut, Unreachable } from "../src/app/server";
import type { AppEvent, Receipt } from "../src/app/types";
import { photoOf } from "./photo_of";

/** What the way through the network does to one request. */
type Way = "through" | "request lost" | "answer lost" | "twice" | "signed out" | "fault";
type Step =
  | { do: "enter"; photo: boolean }
  | { do: "send"; ways: Way[] }
  | { do: "load" }
  /** The app dies and is opened again; `amid`: while it sends. */
  | { do: "kill"; amid: boolean };

/** The server as `field.visit.event.receive` is specified: one row for each uuid, and its answer. */
class Server {
  readonly done: AppEvent[] = [];
  private rows = new Map<string, string>();

  receive(events: AppEvent[]): { receipts: Receipt[] } {
    const receipts = events.map((event) => {
      const said = JSON.stringify([event.kind, event.at, event.data]);
      const known = this.rows.get(event.uuid);
      if (known !== undefined && known !== said) throw new Error("altered: " + event.kind);
      if (known === undefined) {
        this.rows.set(event.uuid, said);
        this.done.push(event);
      }
      return { uuid: event.uuid, state: "done" as const, message: "", server: {} };
    });
    return { receipts };
  }
}

class World {
  readonly server = new Server();
  readonly entered: string[] = [];
  private ways: Way[] = [];
  private database!: Database;
  private outbox!: Outbox;
  private lost: Promise<unknown>[] = [];

  constructor(private name: string) {}

  async open(): Promise<void> {
    this.database = await openDatabase(this.name);
    this.outbox = new Outbox(this.database, (_path, params) => this.call(params), "phone");
  }

  private async call(params: Record<string, unknown>): Promise<unknown> {
    const { events } = JSON.parse(JSON.stringify(params.batch)) as { events: AppEvent[] };
    const way = this.ways.shift() ?? "through";
    await Promise.resolve();
    if (way === "request lost") throw new Unreachable();
    if (way === "signed out") throw new SignedOut();
    if (way === "fault") throw new Faulty();
    const answer = this.server.receive(events);
    if (way === "twice") return this.server.receive(events);
    if (way === "answer lost") throw new Unreachable();
    return answer;
  }

  async take(step: Step): Promise<void> {
    if (step.do === "enter") await this.enter(step.photo);
    else if (step.do === "load") await this.outbox.fold(await this.outbox.delivered());
    else if (step.do === "kill") await this.kill(step.amid);
    else {
      this.ways = [...step.ways];
      await this.outbox.flush().catch(() => undefined);
    }
  }

  private async enter(photo: boolean): Promise<void> {
    const name = "event " + this.entered.length;
    await this.outbox.add(name, { visit_id: 1 }, photo ? photoOf(name) : undefined);
    this.entered.push(name);
  }

  private async kill(amid: boolean): Promise<void> {
    if (amid) this.lost.push(this.outbox.flush().catch(() => undefined));
    this.database.close();
    await this.open();
  }

  /** The network is good at last. */
  async end(): Promise<void> {
    this.ways = [];
    await this.outbox.flush();
    await Promise.all(this.lost);
    await this.outbox.fold(await this.outbox.delivered());
  }

  async left(): Promise<number> {
    return (await this.outbox.all()).length + (await this.database.getAllKeys("blobs")).length;
  }

  close(): void {
    this.database.close();
  }
}

const WAYS: Way[] = ["through", "request lost", "answer lost", "twice", "signed out", "fault"];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("enter" as const), photo: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      ways: fc.array(fc.constantFrom(...WAYS), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "load" as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("kill" as const), amid: fc.boolean() }) },
);

let serial = 0;

it(
  "ends with each event once, in order, and nothing left on the phone",
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const world = new World("world-" + serial++);
        await world.open();
        for (const one of steps) await world.take(one);
        await world.end();
        expect(world.server.done.map((event) => event.kind)).toEqual(world.entered);
        expect(await world.left()).toBe(0);
        world.close();
      }),
      { numRuns: 200 },
    );
  },
);
