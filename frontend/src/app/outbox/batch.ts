/** What goes into one request: few enough events, and not too many bytes of photos. */
import type { Database, Stored } from "../database";
import type { AppEvent } from "../types";

/** Events in one request. */
export const BATCH = 50;
/** Bytes of photos in one request; a larger one goes alone. */
export const BATCH_BYTES = 2_000_000;

/** The first of `waiting` that fit into one request, ready to be sent. */
export async function fillBatch(
  database: Database,
  waiting: Stored[],
  most: number,
): Promise<AppEvent[]> {
  const events: AppEvent[] = [];
  let bytes = 0;
  for (const event of waiting.slice(0, most)) {
    const blob = await database.get("blobs", event.uuid);
    bytes += blob?.size ?? 0;
    if (events.length && bytes > BATCH_BYTES) break;
    events.push(await toSend(event, blob));
  }
  return events;
}

/** What the server gets of a kept event: what happened, not how the phone fared with it. */
async function toSend(event: Stored, blob: Blob | undefined): Promise<AppEvent> {
  const { uuid, kind, at, number, since, ahead_s, seen, anyway } = event;
  const data = blob ? { ...event.data, content: await base64(blob) } : event.data;
  return { uuid, kind, at, number, data, since, ahead_s, seen, anyway };
}

/** Bytes that are turned into text in one go: more would be too many arguments of a call. */
const PIECE = 0x6000;

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += PIECE)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(from, from + PIECE))));
  return pieces.join("");
}
