/** Points grouped for the zoom in view, each cluster with its mix of colour steps. */
import type { Point } from "./columns";
import type { Box } from "./geo";
import { groupPoints, type Groups } from "./groups";

export type Item =
  | { kind: "point"; point: Point }
  | {
      kind: "cluster";
      id: number;
      lat: number;
      lon: number;
      count: number;
      counts: Record<number, number>;
    };

export const CLUSTER_MAX_ZOOM = 15;
const LEAST = 3;
/** Pixels; a few points are grouped only where they would cover each other. */
const RADIUS = 56;
const RADIUS_OF_FEW = 34;
const FEW = 500;
const TILE = 256;
/** Zooms are below this: an id is made of group and zoom. */
const ZOOMS = 32;
/** How many zooms are remembered, for the way back. */
const KEPT = 4;

export class Clusters {
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly steps: Int32Array;
  private readonly kept = new Map<number, Groups>();

  constructor(
    private points: Point[],
    stepOf: (point: Point) => number,
  ) {
    this.x = Float64Array.from(points, (point) => point.lon / 360 + 0.5);
    this.y = Float64Array.from(points, (point) => mercator(point.lat));
    this.steps = Int32Array.from(points, stepOf);
  }

  within(box: Box, zoom: number): Item[] {
    const inside = insideOf(box);
    const items: Item[] = [];
    const groups = zoom > CLUSTER_MAX_ZOOM ? null : this.groups(Math.max(0, Math.floor(zoom)));
    for (let g = 0; groups && g < groups.count.length; g++) {
      if (inside(groups.x[g], groups.y[g])) items.push(this.cluster(groups, g, zoom));
    }
    for (let i = 0; i < this.x.length; i++) {
      if ((!groups || groups.of[i] < 0) && inside(this.x[i], this.y[i]))
        items.push({ kind: "point", point: this.points[i] });
    }
    return items;
  }

  /** A zoom at which the cluster has fallen apart. */
  expansionZoom(id: number): number {
    const from = id % ZOOMS;
    const groups = this.groups(from);
    const extent = this.extent(groups, Math.floor(id / ZOOMS));
    let zoom = from + 1;
    // no group is wider than its diameter
    while (zoom <= CLUSTER_MAX_ZOOM && extent <= 2 * this.radius(zoom)) zoom++;
    return zoom;
  }

  private groups(zoom: number): Groups {
    const known = this.kept.get(zoom);
    if (known) return known;
    const groups = groupPoints(this.x, this.y, this.radius(zoom), LEAST);
    const [oldest] = this.kept.keys();
    if (this.kept.size >= KEPT) this.kept.delete(oldest);
    this.kept.set(zoom, groups);
    return groups;
  }

  /** In parts of the world's width. */
  private radius(zoom: number): number {
    return (this.points.length > FEW ? RADIUS : RADIUS_OF_FEW) / (TILE * 2 ** zoom);
  }

  private cluster(groups: Groups, g: number, zoom: number): Item {
    const counts: Record<number, number> = {};
    for (let i = groups.first[g]; i >= 0; i = groups.next[i])
      counts[this.steps[i]] = (counts[this.steps[i]] || 0) + 1;
    return {
      kind: "cluster",
      id: g * ZOOMS + Math.max(0, Math.floor(zoom)),
      lat: latitude(groups.y[g]),
      lon: (groups.x[g] - 0.5) * 360,
      count: groups.count[g],
      counts,
    };
  }

  private extent(groups: Groups, g: number): number {
    let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = groups.first[g]; i >= 0; i = groups.next[i]) {
      west = Math.min(west, this.x[i]);
      east = Math.max(east, this.x[i]);
      north = Math.min(north, this.y[i]);
      south = Math.max(south, this.y[i]);
    }
    return Math.max(east - west, south - north);
  }
}

/** Whether a place lies in the box, which may reach over the antimeridian. */
function insideOf(box: Box): (x: number, y: number) => boolean {
  const west = box.west / 360 + 0.5;
  const width = (box.east - box.west) / 360;
  const [north, south] = [mercator(box.north), mercator(box.south)];
  return (x, y) => {
    if (y < north || y > south) return false;
    const shift = x - west;
    return width >= 1 || shift - Math.floor(shift) <= width;
  };
}

/** From 0 in the north to 1 in the south; the poles lie beyond the map's rim. */
function mercator(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
  return Math.min(1, Math.max(0, y));
}

function latitude(y: number): number {
  return (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90;
}
