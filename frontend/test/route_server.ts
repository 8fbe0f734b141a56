/** A server of routes for tests: replays moves as the real one does, without times. */
import { applyMove } from "../src/route_edit/draft";
import type { Move, MovesAnswer, RouteCheck, RouteEditService } from "../src/route_edit/service";

const NONE = { end_leg_distance_m: 0, end_leg_travel_s: 0, violations: [], clock: "", reason: "" };

/** Route 1 visits 100, 101, 102; route 2 visits 103, 104. */
export const ORDERS: Record<number, number[]> = { 1: [100, 101, 102], 2: [103, 104] };

export function check(id: number, order: number[], change: Partial<RouteCheck> = {}): RouteCheck {
  return {
    ...NONE,
    route_id: id,
    name: "Rep " + String(id),
    date: "2026-11-24",
    stamp: "s" + String(id),
    editable: true,
    fixed: [],
    order,
    customers: order.map((visit) => "Customer " + String(visit)),
    distance_m: 1000 * order.length,
    travel_s: 60 * order.length,
    stops: order.map((visit) => ({
      visit_id: visit,
      customer: "Customer " + String(visit),
      clock: "09:00–09:30",
      leg_distance_m: 1000,
      leg_travel_s: 60,
      wait_s: 0,
    })),
    ...change,
  };
}

/** A server that replays the moves as the real one does. */
export function server(): RouteEditService & { calls: unknown[][] } {
  const calls: unknown[][] = [];
  const answer = (ids: number[], moves: Move[]): MovesAnswer => {
    const orders = new Map(Object.entries(ORDERS).map(([id, v]) => [Number(id), v.slice()]));
    for (const move of moves) applyMove(orders, move);
    const placed = new Set([...orders.values()].flat());
    const out = moves.map((move) => move.visit_id).filter((id) => !placed.has(id));
    const routes = ids.map((id) => check(id, orders.get(id) as number[]));
    return {
      fits: true,
      routes,
      out: out.map((id) => ({ visit_id: id, customer: "Customer " + String(id) })),
      violations: [],
      stale: [],
    };
  };
  return {
    calls,
    check: (ids, moves, stamps) => {
      calls.push(["check", ids, moves, stamps]);
      return Promise.resolve(answer(ids, moves));
    },
    save: (moves, stamps) => {
      calls.push(["save", moves, stamps]);
      return Promise.resolve(answer([1, 2], moves));
    },
    saved: () => Promise.resolve(),
    reload: () => Promise.resolve(),
  };
}
