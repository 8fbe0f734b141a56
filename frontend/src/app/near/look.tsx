/** Look around: customers as labels on the camera's picture, by direction and distance; a radar without sensors. */
import { AlarmClock, Telescope } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import type { App } from "../app";
import { distance } from "../amounts";
import { pageOf } from "../customers/data";
import { CustomerLines } from "../customers/list";
import type { Place } from "../position";
import { Badge, Button, Empty, Icon, Notice } from "../ui/ui";
import type { Near } from "./around";
import { Radar } from "./radar";
import { mayUseSensors, useCamera, useHeading } from "./sensors";
import { LANE_SHARE, labelsIn, seenFrom, viewOf, type Label, type Seen } from "./sky";
import { factsOf, markOf, sentenceOf } from "./told";

/** Customers further away are out of sight, in metres. */
const REACH_M = 5000;
const MOST = 60;
/** So many are named below the radar. */
const NAMED = 8;

interface LookProps {
  app: App;
  here: Place;
  found: Near[];
}

export function LookAround({ app, here, found }: LookProps) {
  const [isOn, setOn] = useState(false);
  const [hasSensors, setSensors] = useState(true);
  const heading = useHeading(isOn && hasSensors);
  const stream = useCamera(isOn);
  const all = seenFrom(here, found.filter(({ metres }) => metres <= REACH_M).slice(0, MOST));
  if (!isOn)
    return (
      <Empty icon={Telescope} title={app.word("lookAbout")}>
        <Button
          onClick={() => {
            void mayUseSensors().then(setSensors);
            setOn(true);
          }}
        >
          {app.word("lookAround")}
        </Button>
      </Empty>
    );
  const knowsNorth = hasSensors && heading !== null && heading !== undefined;
  if (stream && knowsNorth) return <Sight app={app} stream={stream} heading={heading} all={all} />;
  const waits = stream === undefined || (hasSensors && heading === undefined);
  return (
    <div class="fva-look" data-look="radar">
      {!waits && <Notice>{app.word(knowsNorth ? "lookNoCamera" : "lookNoCompass")}</Notice>}
      <Radar app={app} all={all} heading={knowsNorth ? heading : 0} reach_m={REACH_M} />
      <CustomerLines
        app={app}
        customers={all.slice(0, NAMED).map(({ customer }) => customer)}
        facts={(one) => [markOf(one), factsOf(one)]}
        metres={(one) => all.find(({ customer }) => customer === one)?.metres ?? null}
      />
    </div>
  );
}

interface SightProps {
  app: App;
  stream: MediaStream;
  heading: number;
  all: Seen[];
}

function Sight({ app, stream, heading, all }: SightProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <div class="fva-look" data-look="camera" data-heading={Math.round(heading)}>
      <video ref={video} autoplay muted playsInline />
      {labelsIn(all, heading, viewOf(innerWidth, innerHeight)).map((label) => (
        <Tag app={app} label={label} key={label.seen.customer.kind + label.seen.customer.id} />
      ))}
      <Radar app={app} all={all} heading={heading} reach_m={REACH_M} isSmall />
    </div>
  );
}

/** One customer in the picture: who, how far, and what is worth knowing; the lines are as many as a lane has room for. */
export function Tag({ app, label }: { app: App; label: Label }) {
  const { customer, metres } = label.seen;
  const place = { left: `${label.x * 100}%`, bottom: `${22 + label.lane * LANE_SHARE * 100}%` };
  const isLate = customer.due === "overdue";
  const [mark, facts, whole] = [markOf(customer), factsOf(customer), sentenceOf(app, label.seen)];
  return (
    <a class="fva-tag" style={place} href={"#/" + pageOf(customer)} aria-label={whole}>
      <strong>{customer.name}</strong>
      <span>
        {(mark || isLate) && (
          <Badge tone={isLate ? "bad" : "accent"}>
            {isLate && <Icon of={AlarmClock} size={14} />}
            {mark}
          </Badge>
        )}
        {distance(app, metres)}
      </span>
      {facts && <small>{facts}</small>}
    </a>
  );
}
