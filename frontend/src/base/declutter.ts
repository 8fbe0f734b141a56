/** Which labels may be written so that none covers another. */

export interface LabelBox {
  x: number;
  y: number;
  /** Half sizes. */
  w: number;
  h: number;
}

export interface Candidate {
  text: string;
  /** Greater goes first. */
  priority: number;
  /** Boxes that cover the text; a slanted text is covered by several. */
  boxes: LabelBox[];
  /** The same text is not written again within this many pixels. */
  repeat?: number;
}

const CELL = 64;

/** The candidates that stay, most important first. */
export function declutter<T extends Candidate>(candidates: T[]): T[] {
  const taken = new Map<string, LabelBox[]>();
  const written = new Map<string, LabelBox[]>();
  const kept: T[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.priority - a.priority)) {
    if (candidate.boxes.some((box) => collides(taken, box)) || repeats(written, candidate))
      continue;
    for (const box of candidate.boxes) eachCell(box, (cell) => push(taken, cell, box));
    push(written, candidate.text, candidate.boxes[0]);
    kept.push(candidate);
  }
  return kept;
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function eachCell(box: LabelBox, visit: (cell: string) => void): void {
  for (
    let cx = Math.floor((box.x - box.w) / CELL);
    cx <= Math.floor((box.x + box.w) / CELL);
    cx++
  ) {
    for (
      let cy = Math.floor((box.y - box.h) / CELL);
      cy <= Math.floor((box.y + box.h) / CELL);
      cy++
    ) {
      visit(String(cx) + ":" + String(cy));
    }
  }
}

function collides(taken: Map<string, LabelBox[]>, box: LabelBox): boolean {
  let hit = false;
  eachCell(box, (cell) => {
    hit = hit || (taken.get(cell) || []).some((other) => overlap(box, other));
  });
  return hit;
}

function overlap(a: LabelBox, b: LabelBox): boolean {
  return Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;
}

function repeats(written: Map<string, LabelBox[]>, candidate: Candidate): boolean {
  const { repeat } = candidate;
  if (!repeat) return false;
  const [box] = candidate.boxes;
  return (written.get(candidate.text) || []).some(
    (other) => Math.hypot(other.x - box.x, other.y - box.y) < repeat,
  );
}
