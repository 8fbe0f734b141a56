/** The rep sees exactly what the manager sees: the positions of today with their gaps, and who looked. */
import { Eye, MapPin } from "lucide";
import { distance, fill } from "../amounts";
import { clockOf } from "../moments";
import { Card, Figure, Row } from "../ui/ui";
import { FieldMap } from "../ui/map";
import type { Seen } from "./data";
import type { TrackProps } from "./sharing";

const COLORS = { before: "#1a6670", last: "#c2410c" };
/** Dots on the phone's map; a long day leaves out some of those between. */
const MOST_DOTS = 300;

export function SeenCard({ app, track }: TrackProps) {
  const { positions } = track;
  const last = positions[positions.length - 1];
  return (
    <Card title={app.word("seenTitle")}>
      {last ? (
        <>
          <div class="fva-figures">
            <Figure value={clockOf(app, last.until)} caption={app.word("seenLast")} />
            <Figure value={distance(app, track.distance_m)} caption={app.word("seenKm")} />
          </div>
          <div class="fva-seen-map">
            <SeenMap app={app} track={track} />
          </div>
          <ol class="fva-pieces">
            {piecesOf(positions).map((piece) => (
              <li data-gap={piece.gap || undefined}>
                <time>{`${clockOf(app, piece.from)} – ${clockOf(app, piece.until)}`}</time>
                <span>
                  {piece.gap ? app.word("seenGap") : fill(app, "seenPositions", piece.count)}
                </span>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <Row icon={MapPin} title={app.word("seenNothing")} />
      )}
    </Card>
  );
}

function SeenMap({ app, track: { positions } }: TrackProps) {
  const step = Math.ceil(positions.length / MOST_DOTS);
  const shown = positions.filter(
    (_one, index) => index % step === 0 || index === positions.length - 1,
  );
  return (
    <FieldMap
      app={app}
      label={app.word("seenTitle")}
      kinds={{
        before: { text: app.word("seenBefore"), color: COLORS.before },
        last: { text: app.word("seenLast"), color: COLORS.last },
      }}
      spots={shown.map((one, index) => ({
        id: index + 1,
        lat: one.latitude,
        lon: one.longitude,
        name: clockOf(app, one.at),
        kind: index === shown.length - 1 ? "last" : "before",
      }))}
    />
  );
}

interface Piece {
  from: string;
  until: string;
  count: number;
  gap: boolean;
}

/** Times with a signal and the gaps between them. */
export function piecesOf(positions: Seen[]): Piece[] {
  const pieces: Piece[] = [];
  for (const one of positions) {
    const before = pieces[pieces.length - 1];
    if (before && !one.after_gap) {
      before.until = one.until;
      before.count += 1;
      continue;
    }
    if (before) pieces.push({ from: before.until, until: one.at, count: 0, gap: true });
    pieces.push({ from: one.at, until: one.until, count: 1, gap: false });
  }
  return pieces;
}

export function LooksCard({ app, track }: TrackProps) {
  return (
    <Card title={app.word("looksTitle")}>
      {track.looks.length ? (
        track.looks.map((look) => (
          <Row
            icon={Eye}
            title={look.who}
            note={app.word("look_" + look.way)}
            end={<time>{clockOf(app, look.until)}</time>}
          />
        ))
      ) : (
        <Row icon={Eye} title={app.word("looksNone")} />
      )}
    </Card>
  );
}
