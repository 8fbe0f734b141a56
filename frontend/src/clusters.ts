/** Points grouped per zoom by supercluster, each cluster with its mix of colour steps. */
import Supercluster from "supercluster";
import type { Point } from "./columns";
import type { Box } from "./geo";

interface Mix {
  counts: Record<number, number>;
}

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

export class Clusters {
  private index: Supercluster<{ at: number; step: number }, Mix>;

  constructor(
    private points: Point[],
    stepOf: (point: Point) => number,
  ) {
    this.index = new Supercluster({
      radius: points.length > 500 ? 56 : 34,
      extent: 256,
      maxZoom: CLUSTER_MAX_ZOOM,
      minPoints: 3,
      map: (props) => ({ counts: { [props.step]: 1 } }),
      reduce: (sum, props) => {
        sum.counts = { ...sum.counts };
        for (const [step, count] of Object.entries(props.counts)) {
          sum.counts[Number(step)] = (sum.counts[Number(step)] || 0) + count;
        }
      },
    });
    this.index.load(
      points.map((p, at) => ({
        type: "Feature",
        properties: { at, step: stepOf(p) },
        geometry: { type: "Point", coordinates: [p.lon, p.lat] },
      })),
    );
  }

  within(box: Box, zoom: number): Item[] {
    const bounds: [number, number, number, number] = [box.west, box.south, box.east, box.north];
    return this.index.getClusters(bounds, zoom).map((feature): Item => {
      const [lon, lat] = feature.geometry.coordinates;
      const props = feature.properties;
      if ("cluster" in props && props.cluster) {
        return {
          kind: "cluster",
          id: props.cluster_id,
          lat,
          lon,
          count: props.point_count,
          counts: props.counts,
        };
      }
      return { kind: "point", point: this.points[(props as { at: number }).at] };
    });
  }

  /** The zoom at which the cluster falls apart. */
  expansionZoom(id: number): number {
    return this.index.getClusterExpansionZoom(id);
  }
}
