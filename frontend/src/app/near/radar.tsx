/** Customers around the phone seen from above: ahead is up, or north where the phone has no compass. */
import type { App } from "../app";
import { pageOf } from "../customers/data";
import { onRadar, type Seen } from "./sky";
import { sentenceOf } from "./told";

interface RadarProps {
  app: App;
  all: Seen[];
  /** Where the phone looks, degrees from north. */
  heading: number;
  /** Distance of the outermost ring, in metres. */
  reach_m: number;
  isSmall?: boolean;
}

/** Shares of the reach at which rings are drawn; see `onRadar` for the root. */
const RINGS = [0.04, 0.25, 1];

export function Radar({ app, all, heading, reach_m, isSmall = false }: RadarProps) {
  const size = isSmall ? 0.09 : 0.045;
  return (
    <svg class="fva-radar" data-small={isSmall || undefined} viewBox="-1.1 -1.1 2.2 2.2" role="img">
      <title>{app.word("lookRadar")}</title>
      {RINGS.map((share) => (
        <circle class="fva-ring" r={Math.sqrt(share)} />
      ))}
      <path class="fva-beam" d="M0 0 L-0.5 -0.87 A1 1 0 0 1 0.5 -0.87 Z" />
      <North heading={heading} />
      {all.map((seen) => {
        const { x, y } = onRadar(seen, heading, reach_m);
        return (
          <a href={"#/" + pageOf(seen.customer)} aria-label={sentenceOf(app, seen)}>
            <circle class="fva-blip" data-due={seen.customer.due} cx={x} cy={-y} r={size} />
            {!isSmall && <title>{sentenceOf(app, seen)}</title>}
          </a>
        );
      })}
    </svg>
  );
}

function North({ heading }: { heading: number }) {
  return (
    <g transform={`rotate(${-heading})`}>
      <path class="fva-north" d="M0 -1.08 L0.06 -0.96 L-0.06 -0.96 Z" />
    </g>
  );
}
