/** Overlapping pins are moved apart so that each can be seen and clicked. */

export interface Pixel {
  x: number;
  y: number;
}

/** Groups of points that overlap, found with a grid so that 100,000 points stay quick. */
export function overlapGroups(pixels: Pixel[], near: number): number[][] {
  const cells = new Map<string, number[]>();
  const groups: number[][] = [];
  pixels.forEach((p, i) => {
    const cx = Math.floor(p.x / near);
    const cy = Math.floor(p.y / near);
    const group = findGroup(cells, cx, cy, p, pixels, near);
    if (group) {
      group.push(i);
      return;
    }
    const fresh = [i];
    groups.push(fresh);
    cells.set(String(cx) + ":" + String(cy), fresh);
  });
  return groups;
}

function findGroup(
  cells: Map<string, number[]>,
  cx: number,
  cy: number,
  p: Pixel,
  pixels: Pixel[],
  near: number,
): number[] | null {
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      const group = cells.get(String(cx + dx) + ":" + String(cy + dy));
      if (!group) continue;
      const head = pixels[group[0]];
      if (Math.hypot(head.x - p.x, head.y - p.y) < near) return group;
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
