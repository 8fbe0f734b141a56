/** Points that lie close together, found with a grid: 100,000 points in some hundredths of a second. */

/** The members of a group are chained: `first[g]`, then `next[i]` until -1. */
export interface Groups {
  /** Group of each point; -1 for a point that stands alone. */
  of: Int32Array;
  /** Centre of each group. */
  x: number[];
  y: number[];
  count: number[];
  first: number[];
  next: Int32Array;
}

/** Group points of which at least `least` lie within `radius` of the first of them. */
export function groupPoints(
  x: Float64Array,
  y: Float64Array,
  radius: number,
  least: number,
): Groups {
  const size = x.length;
  const grid = new Grid(x, y, radius);
  const next = new Int32Array(size).fill(-1);
  const groups: Groups = {
    of: new Int32Array(size).fill(-1),
    x: [],
    y: [],
    count: [],
    first: [],
    next,
  };
  const near = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    if (grid.taken[i]) continue;
    const count = grid.near(i, near);
    grid.taken[i] = 1;
    if (count >= least) addGroup(groups, near, count, x, y, grid.taken);
  }
  return groups;
}

function addGroup(
  groups: Groups,
  members: Int32Array,
  count: number,
  x: Float64Array,
  y: Float64Array,
  taken: Uint8Array,
): void {
  let sumX = 0;
  let sumY = 0;
  for (let m = 0; m < count; m++) {
    const i = members[m];
    taken[i] = 1;
    groups.of[i] = groups.count.length;
    groups.next[i] = m + 1 < count ? members[m + 1] : -1;
    sumX += x[i];
    sumY += y[i];
  }
  groups.first.push(members[0]);
  groups.x.push(sumX / count);
  groups.y.push(sumY / count);
  groups.count.push(count);
}

/** Points by square cells as wide as the radius; cells are found by a hash of their place. */
class Grid {
  /** Points that have found their group, or were found to have none. */
  readonly taken: Uint8Array;
  private readonly mask: number;
  private readonly cellX: Int32Array;
  private readonly cellY: Int32Array;
  private readonly head: Int32Array;
  private readonly chain: Int32Array;

  constructor(
    private readonly x: Float64Array,
    private readonly y: Float64Array,
    private readonly radius: number,
  ) {
    const size = x.length;
    let slots = 16;
    while (slots < 2 * size) slots *= 2;
    this.mask = slots - 1;
    this.taken = new Uint8Array(size);
    this.cellX = new Int32Array(slots);
    this.cellY = new Int32Array(slots);
    this.head = new Int32Array(slots).fill(EMPTY);
    this.chain = new Int32Array(size);
    for (let i = size - 1; i >= 0; i--) this.put(i);
  }

  private put(i: number): void {
    const cx = Math.floor(this.x[i] / this.radius);
    const cy = Math.floor(this.y[i] / this.radius);
    const slot = this.slot(cx, cy);
    this.cellX[slot] = cx;
    this.cellY[slot] = cy;
    this.chain[i] = this.head[slot];
    this.head[slot] = i;
  }

  /** The slot of a cell, or the empty one where it would be put. */
  private slot(cx: number, cy: number): number {
    const { mask, head, cellX, cellY } = this;
    let slot = (Math.imul(cx, 73856093) ^ Math.imul(cy, 19349663)) & mask;
    while (head[slot] !== EMPTY && (cellX[slot] !== cx || cellY[slot] !== cy))
      slot = (slot + 1) & mask;
    return slot;
  }

  /** Write the free points within the radius of `i`, itself first, and return how many they are. */
  near(i: number, found: Int32Array): number {
    const cx = Math.floor(this.x[i] / this.radius);
    const cy = Math.floor(this.y[i] / this.radius);
    let count = 1;
    found[0] = i;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        count = this.nearInCell(this.slot(cx + dx, cy + dy), i, found, count);
      }
    }
    return count;
  }

  private nearInCell(slot: number, i: number, found: Int32Array, count: number): number {
    const { x, y, chain, taken, head } = this;
    const limit = this.radius * this.radius;
    let before = -1;
    for (let j = head[slot]; j >= 0; j = chain[j]) {
      if (taken[j]) {
        // those who are taken leave the cell, so that nobody looks at them again
        if (before < 0) head[slot] = chain[j] < 0 ? EMPTIED : chain[j];
        else chain[before] = chain[j];
        continue;
      }
      before = j;
      const dx = x[j] - x[i];
      const dy = y[j] - y[i];
      if (j !== i && dx * dx + dy * dy <= limit) found[count++] = j;
    }
    return count;
  }
}

const EMPTY = -1;
/** A cell that others may lie behind in the hash table, although nobody is left in it. */
const EMPTIED = -2;
