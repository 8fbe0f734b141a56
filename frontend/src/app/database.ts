/** The phone's own store: the last load, the events not yet delivered, and what slices keep. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { AppEvent, Receipt } from "./types";

/** An event as it is kept: with the server's word on it as soon as there is one. */
export type Stored = AppEvent & {
  receipt?: Receipt;
  /** How often the server failed over it. */
  tries?: number;
  /** It is part of the last load: to be shown to the rep, not to be applied once more. */
  folded?: boolean;
};

/** What was delivered, for the rep to look back at. */
export interface Sent {
  number: number;
  kind: string;
  at: string;
  visit_id: number;
}

export interface Kept extends DBSchema {
  /** Single values by name: "snapshot", "device", … */
  values: { key: string; value: unknown };
  /** Events in the order in which they happened, until the rep has seen what became of them. */
  events: { key: number; value: Stored; indexes: { uuid: string } };
  /** Photos and signatures, by the uuid of their event. */
  blobs: { key: string; value: Blob };
  sent: { key: number; value: Sent };
}

export type Database = IDBPDatabase<Kept>;

/**
 * How the store came to be what it is: a phone that was off for months goes through all that it
 * has not yet been through. Never change a step, add one.
 */
const STEPS: ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore("values");
    // the store counts on after everything was sent: a number is never given twice
    const events = database.createObjectStore("events", { keyPath: "number", autoIncrement: true });
    events.createIndex("uuid", "uuid", { unique: true });
    database.createObjectStore("blobs");
  },
  (database) => {
    database.createObjectStore("sent", { keyPath: "number" });
  },
];

export const VERSION = STEPS.length;

/** Told to the page when a newer app needs its store: the page has to start again. */
export const OUTDATED = "field-visit-outdated";

/**
 * Open a store and bring it up to date; what is in it stays.
 *
 * @param version for tests: as an older app made it
 */
export async function openDatabase(name: string, version = VERSION): Promise<Database> {
  try {
    return await open(name, version);
  } catch (error) {
    // an app that is older than the store (the browser kept its files): steps only add
    if ((error as Error).name !== "VersionError") throw error;
    return open(name);
  }
}

function open(name: string, version?: number): Promise<Database> {
  return openDB<Kept>(name, version, {
    upgrade(database, from, to) {
      for (const step of STEPS.slice(from, to ?? VERSION)) step(database);
    },
    blocking(_from, _to, event) {
      // a newer app wants to bring the store up to date: this page must not hold it up
      (event.target as unknown as IDBDatabase).close();
      dispatchEvent(new Event(OUTDATED));
    },
  });
}
