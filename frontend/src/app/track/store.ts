/** Positions that are not yet sent, in a store of their own: they never stand in the way of an event. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** A position in the words of the server. */
export interface Measured {
  at: string;
  latitude: number;
  longitude: number;
  accuracy_m: number;
  /** Metres per second; -1 where the phone does not know. */
  speed: number;
}

export interface Waiting extends Measured {
  /** Whose it is: another user of this phone neither sends nor sees it. */
  user: string;
  number?: number;
}

interface Kept extends DBSchema {
  positions: { key: number; value: Waiting; indexes: { user: string } };
}

/** Two days of driving; beyond it the oldest go. */
const MOST = 10_000;

export class PositionStore {
  private constructor(private database: IDBPDatabase<Kept>) {}

  static async open(name: string): Promise<PositionStore> {
    const database = await openDB<Kept>(name, 1, {
      upgrade(made) {
        const store = made.createObjectStore("positions", {
          keyPath: "number",
          autoIncrement: true,
        });
        store.createIndex("user", "user");
      },
    });
    return new PositionStore(database);
  }

  async add(position: Waiting): Promise<void> {
    await this.database.add("positions", position);
    if ((await this.database.count("positions")) > MOST) await this.dropOldest();
  }

  private async dropOldest(): Promise<void> {
    const transaction = this.database.transaction("positions", "readwrite");
    await (await transaction.store.openCursor())?.delete();
    await transaction.done;
  }

  count(user: string): Promise<number> {
    return this.database.countFromIndex("positions", "user", user);
  }

  /** The oldest `count` of a user. */
  first(user: string, count: number): Promise<Waiting[]> {
    return this.database.getAllFromIndex("positions", "user", user, count);
  }

  async forget(sent: Waiting[]): Promise<void> {
    const transaction = this.database.transaction("positions", "readwrite");
    await Promise.all(sent.map(({ number }) => transaction.store.delete(number as number)));
    await transaction.done;
  }

  close(): void {
    this.database.close();
  }
}
