/** What can go wrong on the phone itself. */

/** The phone has no room left: the event was not kept. */
export class StorageFull extends Error {}
/** Somebody else is logged in: what waits is not his. */
export class OtherUser extends Error {}

/** Whether the browser refused to write because the phone is full. */
export function isFull(error: unknown): boolean {
  return (error as Error | null)?.name === "QuotaExceededError";
}
