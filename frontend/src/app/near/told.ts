/** What is told of a customer in a few words, alike on the camera's picture, on the radar and below it. */
import type { App } from "../app";
import { distance } from "../amounts";
import type { Customer } from "../customers/data";
import type { Near } from "./around";

/** Grade and score, "A 87"; "" without. */
export function markOf({ grade, score }: Customer): string {
  return [grade, score > 0 ? String(Math.round(score)) : ""].filter(Boolean).join(" ");
}

/** Sales facts in one line; "" for those who may not read them. */
export function factsOf({ facts }: Customer): string {
  return ((facts as string[] | undefined) ?? []).join(" · ");
}

/** The whole of it as one sentence. */
export function sentenceOf(app: App, { customer, metres }: Near): string {
  const mark = markOf(customer);
  const due = customer.due === "overdue" ? app.word("overdue") : "";
  const told = [mark && `${app.word("score")} ${mark}`, due, factsOf(customer)];
  return [customer.name, distance(app, metres), ...told].filter(Boolean).join(", ");
}
