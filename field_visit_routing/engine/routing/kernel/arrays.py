"""From a problem to the arrays of :mod:`.layout`, and back to orders."""

from __future__ import annotations

from typing import Dict, List, Sequence, Tuple

import numpy as np

from ...matrix.types import HOLE
from .. import objectives
from ..evaluation import Evaluator, Orders
from ..problem import Shift
from . import layout as at
from .dice import seeded
from .layout import Ints, Model, Small, State
from .ride import ROWS

#: A candidate is inserted beside one of so many nearest others, and strings
#: are removed around so many; smaller problems look everywhere.
LIST = 60
NEAR = 150
#: Up to this number of candidates every place of every route is tried.
EVERYWHERE = 130


def model_of(evaluator: Evaluator) -> Model:
    """Return the arrays of an evaluator's problem."""
    problem = evaluator.problem
    count, shifts = len(problem.candidates), len(problem.shifts)
    classes, groups = _time_classes(problem.shifts)
    windows, slots = _windows(evaluator, groups)
    price = _prices(evaluator)
    reps = _numbers([shift.rep for shift in problem.shifts])
    nodes = _nodes(evaluator, evaluator.matrix.size)
    table = _shifts(evaluator, classes, reps, price)
    driving = _driving(evaluator, table)
    params = np.zeros(at.PARAMS, dtype=np.int64)
    params[at.CANDIDATES], params[at.SHIFTS] = count, shifts
    params[at.FINISH] = evaluator.finish_weight
    params[at.BALANCED] = problem.objective == "balanced"
    params[at.CHANGE] = problem.change_price_s // 3
    near = _near(nodes[at.LOC, :count], driving[table[at.PROFILE, 0]])
    params[at.NEAR] = near.shape[1]
    params[at.LIST] = count if count <= EVERYWHERE else min(LIST, near.shape[1])
    params[at.OPTIONAL] = len(set(nodes[at.WORTH, :count].tolist())) > 1
    windows = np.concatenate([windows, _steps(evaluator, table, windows.shape[1])], axis=1)
    params = np.concatenate([params, _peers(evaluator)])
    pauses = _pauses(problem.shifts)
    return Model(nodes, table, driving, windows, slots, price, near, pauses, params)


def _numbers(names: Sequence[object]) -> List[int]:
    """Return for each name the number of its first occurrence."""
    known: Dict[object, int] = {}
    return [known.setdefault(name, len(known)) for name in names]


def _time_classes(shifts: Sequence[Shift]) -> Tuple[List[int], List[Tuple[int, int]]]:
    """Return the class of each shift by its working time, and the classes' times."""
    times = [(shift.start_s, shift.close_s) for shift in shifts]
    numbers = _numbers(times)
    return numbers, list(dict.fromkeys(times))


def _windows(evaluator: Evaluator, groups: Sequence[Tuple[int, int]]) -> Tuple[Ints, Small]:
    """Return all openings, and which of them matter for each candidate and class."""
    flat: List[Tuple[int, int]] = []
    slots = np.zeros((max(1, len(evaluator.openings)), max(1, len(groups)), 2), dtype=np.int32)
    for item, openings in enumerate(evaluator.openings):
        base = len(flat)
        flat.extend((min(w.start_s, at.NEVER // 2), min(w.end_s, at.NEVER // 2)) for w in openings)
        for number, (start_s, close_s) in enumerate(groups):
            inside = [
                index
                for index, window in enumerate(openings)
                if window.end_s >= start_s and window.start_s <= close_s
            ]
            if inside:
                slots[item, number] = base + inside[0], len(inside)
    windows = np.array(flat or [(0, 0)], dtype=np.int64).T
    return np.ascontiguousarray(windows), slots


def _prices(evaluator: Evaluator) -> Small:
    """Return the price of each candidate in each shift, ``NO_WAY`` where it may not serve."""
    problem = evaluator.problem
    count, shifts = len(problem.candidates), len(problem.shifts)
    change = problem.change_price_s
    number = {shift.id: index for index, shift in enumerate(problem.shifts)}
    price = np.zeros((max(1, count), max(1, shifts)), dtype=np.int32)
    for row, item in enumerate(problem.candidates):
        for name, seconds in item.shift_prices:
            if name in number:
                price[row, number[name]] += seconds
        if change and item.published is not None:
            price[row] += change
            if item.published.shift_id in number:
                price[row, number[item.published.shift_id]] -= change
    return np.where(_may(evaluator), np.minimum(price, at.NO_WAY - 1), at.NO_WAY).astype(np.int32)


def _peers(evaluator: Evaluator) -> Ints:
    """Return where each candidate's list begins, then the other visits of each one's client."""
    count = len(evaluator.problem.candidates)
    peers: List[int] = []
    first = [at.PARAMS + count + 1]
    for index in range(count):
        peers.extend(evaluator.clients.kin(index))
        first.append(at.PARAMS + count + 1 + len(peers))
    return np.array(first + peers, dtype=np.int64)


def _nodes(evaluator: Evaluator, nowhere: int) -> Ints:
    problem = evaluator.problem
    count, shifts = len(problem.candidates), len(problem.shifts)
    nodes = np.zeros((at.NODE_ROWS, count + 2 * shifts), dtype=np.int64)
    nodes[at.RANK] = -1
    fixed = {name: rank for shift in problem.shifts for rank, name in enumerate(shift.first, 1)}
    for index, item in enumerate(problem.candidates):
        openings = evaluator.openings[index]
        order = item.pin.order if item.pin is not None else None
        early = openings[0].start_s if openings else 0
        late = min(openings[-1].end_s, at.NEVER >> 8) if openings else 0
        must = evaluator.must[index]
        told = evaluator.prices.told[index]
        nodes[:, index] = (
            item.location, item.service_s, item.load, not item.waypoint,
            -1 if order is None else order, item.ordinal, item.min_gap_days,
            at.NEVER if item.max_gap_days is None else item.max_gap_days,
            evaluator.worth[index] - objectives.MUST_S * must, must, fixed.get(item.id, 0),
            early, late, min(at.NO_WAY, sum(w.end_s - w.start_s for w in openings)),
            -1 if told is None else told, 0 if told is None else item.published.start_s,
        )  # fmt: skip
    for index, shift in enumerate(problem.shifts):
        start, end = shift.start_location, shift.end_location
        nodes[at.LOC, count + index] = nowhere if start is None else start
        nodes[at.LOC, count + shifts + index] = nowhere if end is None else end
    return nodes


def _may(evaluator: Evaluator) -> at.Flags:
    problem = evaluator.problem
    may = np.zeros((max(1, len(problem.candidates)), max(1, len(problem.shifts))), dtype=np.bool_)
    for index in range(len(problem.candidates)):
        may[index, list(evaluator.allowed(index))] = True
    return may


def _shifts(
    evaluator: Evaluator,
    classes: Sequence[int],
    reps: Sequence[int],
    price: Small,
) -> Ints:
    problem = evaluator.problem
    table = np.zeros((at.SHIFT_ROWS, max(1, len(problem.shifts))), dtype=np.int64)
    balanced = problem.objective == "balanced"
    kinds = _numbers(
        [
            (
                shift.start_location, shift.end_location, classes[index], shift.breaks,
                shift.profile, shift.capacity, shift.max_stops, shift.max_driving_s, shift.end_s,
                shift.overtime_price, shift.latest_start_s, shift.max_duration_s, shift.day,
                reps[index] if balanced else 0, price[:, index].tobytes(),
            )
            for index, shift in enumerate(problem.shifts)
        ]
    )  # fmt: skip
    told = set(evaluator.prices.told)
    for index, shift in enumerate(problem.shifts):
        by_end = evaluator.finish_weight or (shift.overtime_s and shift.overtime_price)
        by_drive = evaluator.rules[index].slow or index in told
        table[:, index] = (
            shift.start_s, shift.end_s, shift.close_s, 0, _bound(shift.capacity),
            _bound(shift.max_stops), _bound(shift.max_driving_s), classes[index], reps[index],
            shift.day, shift.overtime_price, _bound(shift.latest_start_s),
            _bound(shift.max_duration_s), kinds[index], len(shift.breaks),
            at.BY_END * bool(by_end) + at.BY_DRIVE * by_drive, 0, 0, 0,
            reps.count(reps[index]) * objectives.BALANCE_S,
        )  # fmt: skip
    return table


def _bound(value: object) -> int:
    return at.NEVER if value is None else int(value)  # type: ignore[call-overload]


def _driving(evaluator: Evaluator, table: Ints) -> Small:
    """Return all driving times, with a place for "nowhere", and tell each shift its tables."""
    matrix = evaluator.matrix
    size = matrix.size
    tables: List[Small] = []
    known: Dict[str, Tuple[int, int]] = {}
    for index, shift in enumerate(evaluator.problem.shifts):
        if shift.profile not in known:
            seconds = matrix.of(shift.profile).duration_s
            there = np.zeros((size + 1, size + 1), dtype=np.int32)
            there[:size, :size] = np.where(seconds == HOLE, at.NO_WAY, seconds)
            symmetric = bool((there == there.T).all())
            known[shift.profile] = (len(tables), len(tables) + (not symmetric))
            tables.extend([there] if symmetric else [there, there.T])
        table[at.PROFILE, index], table[at.BACK, index] = known[shift.profile]
    return np.stack(tables)


def _steps(evaluator: Evaluator, table: Ints, base: int) -> Ints:
    """Return the traffic of all profiles, and tell each shift where its part stands.

    It will stand behind ``base`` other columns.
    """
    flat: List[Tuple[int, int]] = []
    known: Dict[str, int] = {}
    for index, rules in enumerate(evaluator.rules):
        profile = rules.shift.profile
        if profile not in known:
            known[profile] = base + len(flat)
            flat.extend(rules.steps)
        table[at.STEPS, index], table[at.STEPS_AT, index] = len(rules.steps), known[profile]
    return np.ascontiguousarray(np.array(flat or [(0, 100)], dtype=np.int64).T)


def _near(places: Ints, driving: Small) -> Small:
    """Return per candidate the others, nearest first."""
    count = len(places)
    width = max(0, min(count - 1, max(NEAR, EVERYWHERE)))
    near = np.zeros((max(1, count), max(1, width)), dtype=np.int32)
    for index in range(count if width else 0):
        there = np.minimum(driving[places[index], places], driving[places, places[index]])
        there[index] = -1
        some = np.argpartition(there, width)[: width + 1] if width + 1 < count else np.arange(count)
        some = some[np.lexsort((some, there[some]))]
        near[index] = some[1 : width + 1]
    return near


def _pauses(shifts: Sequence[Shift]) -> Ints:
    """Return the bounds of chains of breaks, and the starts with breaks before them."""
    most = max([len(shift.breaks) for shift in shifts], default=0) + 1
    count = max(1, len(shifts))
    bounds = np.zeros((count, at.PAUSE_ROWS, most, most), dtype=np.int64)
    bounds[:, at.BEGINS] = at.NEVER
    bounds[:, at.BEGIN_BY] = at.NEVER
    bounds[:, at.DONE_FROM] = -at.NEVER
    for index, shift in enumerate(shifts):
        pauses = sorted(shift.breaks, key=lambda item: (item.earliest_s, item.latest_s))
        for before in range(len(pauses)):
            for after in range(before + 1, len(pauses) + 1):
                chain = [(p.earliest_s, p.latest_s, p.duration_s) for p in pauses[before:after]]
                bounds[index, : at.BEGINS, before, after] = _chain(chain)
        _begin(shift, bounds[index], len(pauses))
    return bounds


def _begin(shift: Shift, bounds: Ints, pauses: int) -> None:
    """Fill in when a route may begin after each number of breaks."""
    latest_s = at.NEVER if shift.latest_start_s is None else shift.latest_start_s
    if shift.start_s > latest_s:
        return
    bounds[at.BEGINS, 0, 0] = shift.start_s
    for taken in range(1, pauses + 1):
        done = int(bounds[at.DONE_FROM, 0, taken])
        if bounds[at.BEGIN_BY, 0, taken] > -at.NEVER and done <= latest_s:
            bounds[at.BEGINS, 0, taken] = max(shift.start_s, done)


def _chain(chain: Sequence[Tuple[int, int, int]]) -> Tuple[int, int, int]:
    """Return when to begin breaks in a row, when they are over, and how long they last.

    With ``t`` the time of departure and ``a`` that of arrival without breaks:
    the chain is possible if ``t`` is at most the first, and the leg is done
    at the later of the second and ``a`` plus the third.
    """
    begin_by, done, total = at.NEVER, -at.NEVER, 0
    for earliest, latest, duration in reversed(chain):
        begin_by = min(latest, begin_by - duration)
        if earliest > begin_by:
            begin_by = -at.NEVER
    for earliest, _latest, duration in chain:
        done = duration + max(earliest, done)
        total += duration
    return begin_by, done, total


def state_of(model: Model, orders: Orders, seed: int) -> State:
    """Return a state that stands at the given orders; its routes are not worked out yet."""
    count, shifts = int(model.params[at.CANDIDATES]), int(model.params[at.SHIFTS])
    total = count + 2 * shifts
    width = model.pauses.shape[-1]
    state = State(
        links=np.full((4, total), -1, dtype=np.int64),
        leave=np.zeros((total + 2, width), dtype=np.int64),
        reach=np.zeros((total, width), dtype=np.int64),
        routes=np.zeros((at.ROUTE_ROWS, max(1, shifts)), dtype=np.int64),
        totals=np.zeros(at.TOTALS, dtype=np.int64),
        scratch=np.zeros((at.SCRATCH_ROWS, total + shifts), dtype=np.int64),
        random=seeded(seed),
        ride=np.zeros((2, ROWS, width), dtype=np.int64),
    )
    state.totals[at.T_BEST_MUST] = state.totals[at.T_BEST_COST] = at.NEVER
    state.totals[at.T_BLINK] = 50
    state.routes[at.LEGAL] = 1
    _lay(model, state, orders)
    return state


def _lay(model: Model, state: State, orders: Orders) -> None:
    """Link the orders and list the absent."""
    count, shifts = int(model.params[at.CANDIDATES]), int(model.params[at.SHIFTS])
    for s, order in enumerate(orders):
        chain = [count + s, *order, count + shifts + s]
        for here, there in zip(chain, chain[1:]):
            state.links[at.NEXT, here] = there
            state.links[at.PREV, there] = here
        state.links[at.ROUTE, chain] = s
    absent = [c for c in range(count) if state.links[at.ROUTE, c] < 0]
    state.scratch[at.ABSENT, : len(absent)] = absent
    state.scratch[at.ABSENT_AT, absent] = range(len(absent))
    state.totals[at.T_ABSENT] = len(absent)
    state.totals[at.T_WORTH] = int(model.nodes[at.WORTH, absent].sum())
    state.totals[at.T_MUST] = int(model.nodes[at.MUST, absent].sum())


def best_orders(model: Model, state: State) -> Orders:
    """Return the best orders found."""
    count, shifts = int(model.params[at.CANDIDATES]), int(model.params[at.SHIFTS])
    orders: Orders = []
    for s in range(shifts):
        order: List[int] = []
        here = int(state.scratch[at.BEST, count + s])
        while here < count:
            order.append(here)
            here = int(state.scratch[at.BEST, here])
        orders.append(order)
    return orders
