/** Overlapping pins are moved apart so that each can be seen and clicked. */

export interface Pixel {
  x: number;
  y: number;
}

/**
 * Groups of points that overlap, found with a grid so that 100,000 points stay quick.
 *
 * `near` is the distance in pixels below which two points overlap; with `radii` it holds for two of
 * the largest, and smaller ones may be nearer.
 */
export function overlapGroups(pixels: Pixel[], near: number, radii?: number[]): number[][] {
  const cells = new Map<string, number[][]>();
  const groups: number[][] = [];
  const share = radii ? near / (2 * radii.reduce((a, b) => Math.max(a, b), 1)) : 0;
  const limit = (a: number, b: number): number => (radii ? share * (radii[a] + radii[b]) : near);
  pixels.forEach((p, i) => {
    const cx = Math.floor(p.x / near);
    const cy = Math.floor(p.y / near);
    const overlaps = (head: number): boolean =>
      Math.hypot(pixels[head].x - p.x, pixels[head].y - p.y) < limit(head, i);
    const group = findGroup(cells, cx, cy, overlaps);
    if (group) {
      group.push(i);
      return;
    }
    const fresh = [i];
    groups.push(fresh);
    const key = String(cx) + ":" + String(cy);
    cells.set(key, [...(cells.get(key) || []), fresh]);
  });
  return groups;
}

function findGroup(
  cells: Map<string, number[][]>,
  cx: number,
  cy: number,
  overlaps: (head: number) => boolean,
): number[] | null {
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (const group of cells.get(String(cx + dx) + ":" + String(cy + dy)) || []) {
        if (overlaps(group[0])) return group;
      }
    }
  }
  return null;
}

/** Offsets of `count` pins round their place: a ring for a few, a sunflower spiral for many. */
export function offsets(count: number, spacing: number): Pixel[] {
  if (count < 2) return [{ x: 0, y: 0 }];
  if (count <= 8) return ring(count, Math.max(spacing * 0.75, (spacing * count) / (2 * Math.PI)));
  const golden = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, i) => {
    const radius = spacing * 0.62 * Math.sqrt(i + 1.5);
    return { x: radius * Math.cos(i * golden), y: radius * Math.sin(i * golden) };
  });
}

function ring(count: number, radius: number): Pixel[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}
