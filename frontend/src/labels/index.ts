import type { Labels } from "./types";

/** English texts; `%s` is replaced by the figure or name concerned. */
export const ENGLISH: Labels = {
  empty: "No customer with a position here",
  open: "Open",
  close: "Close",
  legend: "Legend",
  other: "Other",
  unset: "Not set",
  yes: "Yes",
  no: "No",
  missing: "%s without a position",
  missingLink: "Show them",
  points: "%s records",
  fit: "Show everything",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  stop: "Stop %s",
  start: "Start",
  end: "End",
  leg: "Way here",
  routes: "Routes",
  hours: "h",
  minutes: "min",
  tilesFailed: "The map pictures cannot be reached: the built-in map is shown instead.",
  baseFailed: "A part of the map could not be loaded: %s",
  inView: "Records in view",
  elapsed: "Elapsed",
  best: "Best so far",
  gap: "At most above the optimum",
  cancel: "Cancel",
  cancelling: "Cancelling…",
  lost: "The server does not answer; trying again. The work goes on meanwhile.",
};

export function withDefaults(labels: Partial<Labels> = {}): Labels {
  const result = { ...ENGLISH };
  for (const key of Object.keys(labels) as (keyof Labels)[]) {
    if (labels[key]) result[key] = labels[key] as string;
  }
  return result;
}

/** Put a value in the place of `%s`. */
export function fill(text: string, value: string | number): string {
  return text.replace("%s", () => String(value));
}
