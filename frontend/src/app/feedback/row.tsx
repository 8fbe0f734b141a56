/** The way from a visit to what the customer says of it. */
import { MessageCircleHeart } from "lucide";
import type { App } from "../app";
import type { Visit } from "../types";
import { Badge, Card, Row } from "../ui/ui";
import { ratingOf } from "./code";

/** Shown from the check-in on; with the rating once there is one. */
export function FeedbackRow({ app, visit }: { app: App; visit: Visit }) {
  if (visit.state !== "in_progress" && visit.state !== "done") return null;
  const rating = ratingOf(visit);
  const badge = <Badge tone={rating > 2 ? "good" : "bad"}>{"★ " + rating}</Badge>;
  return (
    <Card>
      <Row
        icon={MessageCircleHeart}
        title={app.word("feedback")}
        note={rating ? undefined : app.word("feedbackScan")}
        href={"#/feedback/" + visit.visit_id}
        end={rating ? badge : undefined}
      />
    </Card>
  );
}
