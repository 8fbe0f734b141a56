/** The code that a customer scans to rate the visit: drawn on the phone, so that it needs no network here. */
import { encode } from "uqr";
import type { App } from "../app";
import type { Visit } from "../types";
import { Card, Notice } from "../ui/ui";

/** What the customer said of a visit, from 1 to 5; 0 for nothing. */
export function ratingOf(visit: Visit): number {
  return Number(visit.rating) || 0;
}

/** The path of the dark modules of a code, and how many there are on a side with the quiet border. */
export function modules(text: string): { side: number; path: string } {
  const { data, size } = encode(text, { border: 2, ecc: "M" });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])));
  return { side: size, path: dark.join("") };
}

/** The code with what to do with it; once the visit is rated, the rating instead. */
export function CounterCode({ app, visit }: { app: App; visit: Visit }) {
  const rating = ratingOf(visit);
  const url = String(visit.feedback_url ?? "");
  if (rating) {
    const said = app.word("feedbackRated").replace("%s", String(rating));
    return <Notice tone={rating > 2 ? "good" : "bad"}>{said}</Notice>;
  }
  if (visit.state !== "in_progress" && visit.state !== "done")
    return <Notice>{app.word("feedbackEarly")}</Notice>;
  return (
    <Card>
      <p class="fva-code-text">{app.word("feedbackScan")}</p>
      {url && <Code url={url} label={app.word("feedbackScan")} />}
    </Card>
  );
}

/** Dark on white at night as well: not every camera reads the opposite. */
function Code({ url, label }: { url: string; label: string }) {
  const { side, path } = modules(url);
  return (
    <svg
      class="fva-code"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
