/** Where a stop would go if it were dropped at a pixel. */

export interface Pixel {
  x: number;
  y: number;
}

/** A numbered stop on the screen. */
export interface StopMark extends Pixel {
  routeId: number;
  visitId: number;
}

/** A line of a route; `before` is the stop it leads to, 0 when it leads to the route's end. */
export interface LegLine {
  routeId: number;
  before: number;
  from: Pixel;
  to: Pixel;
}

/** Between which stops the visit would come: before the stop `before`, 0 for behind the last. */
export interface Target {
  routeId: number;
  before: number;
  /** Ends of the line that would lead over the visit. */
  from: Pixel | null;
  to: Pixel | null;
}

const STOP_REACH = 15;
const LEG_REACH = 30;

/**
 * The place nearest to a pixel: on a stop it is that stop's place, on a line it is between its
 * stops. Null where nothing is near, or where the visit stands already.
 */
export function targetAt(
  pixel: Pixel,
  visitId: number,
  stops: StopMark[],
  legs: LegLine[],
  orders: Map<number, number[]>,
): Target | null {
  const stop = nearest(
    stops.filter((mark) => mark.visitId !== visitId),
    (mark) => Math.hypot(mark.x - pixel.x, mark.y - pixel.y),
    STOP_REACH,
  );
  const leg = nearest(legs, (line) => distanceToLine(pixel, line.from, line.to), LEG_REACH);
  const target = stop ? placeOf(stop, visitId, legs, orders) : leg && between(leg);
  return target && isAllowed(target, visitId, orders) ? target : null;
}

/** The position of a move (from 1) that brings the visit to the target. */
export function positionAt(target: Target, visitId: number, order: number[]): number {
  const others = order.filter((id) => id !== visitId);
  return (target.before ? others.indexOf(target.before) : others.length) + 1;
}

function between(leg: LegLine): Target {
  return { routeId: leg.routeId, before: leg.before, from: leg.from, to: leg.to };
}

/** Dropped on a stop: a visit from before goes behind it, any other one before it. */
function placeOf(
  stop: StopMark,
  visitId: number,
  legs: LegLine[],
  orders: Map<number, number[]>,
): Target {
  const order = orders.get(stop.routeId) || [];
  const at = order.indexOf(stop.visitId);
  const isEarlier = order.includes(visitId) && order.indexOf(visitId) < at;
  const before = isEarlier ? order[at + 1] || 0 : stop.visitId;
  const leg = legs.find((line) => line.routeId === stop.routeId && line.before === before);
  return leg ? between(leg) : { routeId: stop.routeId, before, from: stop, to: null };
}

/** Not before a stop that has begun, and not where the visit is already. */
function isAllowed(target: Target, visitId: number, orders: Map<number, number[]>): boolean {
  const order = orders.get(target.routeId);
  if (!order || target.before === visitId) return false;
  if (target.before && !order.includes(target.before)) return false;
  const own = order.indexOf(visitId);
  return own < 0 || (order[own + 1] || 0) !== target.before;
}

function nearest<T>(items: T[], distance: (item: T) => number, reach: number): T | null {
  let best: T | null = null;
  let least = reach;
  for (const item of items) {
    const now = distance(item);
    if (now < least) [best, least] = [item, now];
  }
  return best;
}

export function distanceToLine(point: Pixel, a: Pixel, b: Pixel): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / length : 0;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}
