"""The best answer to a tiny problem, by trying everything with arithmetic of its own.

All times are whole minutes, so that trying every minute as a start tries all
that matters; only the departure to the first visit is found to the second.
There are no breaks here: they have their own search in ``test_timing``.
"""

from itertools import permutations, product

MINUTE = 60


def best_value(problem, matrix):
    """Return the least objective value of all legal answers."""
    choices = [_choices(problem, matrix, number) for number in range(len(problem.shifts))]
    return min(
        _value(problem, sets, routes)
        for sets in product(*choices)
        if _apart(sets) and _gaps_kept(problem, sets)
        for routes in product(*(choices[at][chosen] for at, chosen in enumerate(sets)))
    )


def _choices(problem, matrix, number):
    """Return by set of candidates every (cost, work) that serving them in this shift may take."""
    found = {frozenset(): {(0, 0)}}
    count = range(len(problem.candidates))
    for length in range(1, len(problem.candidates) + 1):
        for order in permutations(count, length):
            route = _route(problem, matrix, number, order)
            if route is not None:
                found.setdefault(frozenset(order), set()).add(route)
    return {chosen: _worth_looking_at(routes) for chosen, routes in found.items()}


def _worth_looking_at(routes):
    return [one for one in routes
            if not any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in routes)]


def _route(problem, matrix, number, order):
    """Return what an order costs and works, or None when a rule forbids it."""
    shift = problem.shifts[number]
    items = [problem.candidates[at] for at in order]
    if not _allowed(problem, shift, items):
        return None
    latest = shift.end_s + shift.overtime_s
    if shift.latest_start_s is not None:
        latest = shift.latest_start_s
    for begin in range(shift.start_s, latest + 1, MINUTE):
        run = _run(problem, matrix, shift, items, begin)
        if run is None:
            return None
        starts, first_drive, other_drive, end = run
        begin, first_drive = _late(problem, matrix, shift, items[0], begin, latest, starts[0])
        if shift.max_duration_s is None or end - begin <= shift.max_duration_s:
            return _cost(problem, shift, items, starts, first_drive + other_drive, end)
    return None


def _allowed(problem, shift, items):
    names = [item.id for item in items]
    wanted = [name for name in shift.first if name in names]
    pins = [item.pin for item in items if item.pin is not None]
    numbers = [pin.order for pin in pins if pin.order is not None]
    return (
        names[: len(wanted)] == wanted
        and not any(item.id in other.first for other in problem.shifts for item in items
                    if other.id != shift.id)
        and all(item.allowed_shifts is None or shift.id in item.allowed_shifts for item in items)
        and all(pin.shift_id in (None, shift.id) for pin in pins)
        and all(pin.rep in (None, shift.rep) and pin.day in (None, shift.day) for pin in pins)
        and numbers == sorted(numbers)
        and (shift.capacity is None or sum(item.load for item in items) <= shift.capacity)
        and (shift.max_stops is None or sum(not i.waypoint for i in items) <= shift.max_stops)
    )


def _run(problem, matrix, shift, items, begin):
    """Return starts, driving to the first visit, driving after it, and the end; None: too late."""
    now, here, starts, drives = begin, shift.start_location, [], []
    for item in items:
        arrival = _drive(problem, matrix, shift, here, item.location, now)
        drives.append(arrival - now)
        start = _open(item, arrival)
        if start is None:
            return None
        starts.append(start)
        now, here = start + item.service_s, item.location
    end = _drive(problem, matrix, shift, here, shift.end_location, now)
    drives.append(end - now)
    if end > shift.end_s + shift.overtime_s:
        return None
    if shift.max_driving_s is not None and sum(drives) > shift.max_driving_s:
        return None
    return starts, drives[0], sum(drives[1:]), end


def _open(item, arrival):
    starts = [max(arrival, w.start_s) for w in item.windows if arrival <= w.end_s]
    start = min(starts, default=None) if item.windows else arrival
    pinned = item.pin.start_s if item.pin is not None else None
    if pinned is None or start is None:
        return start
    inside = not item.windows or any(w.start_s <= pinned <= w.end_s for w in item.windows)
    return pinned if inside and arrival <= pinned else None


def _late(problem, matrix, shift, item, begin, latest, start):
    """Return the last departure that is in time for the first visit, and its driving."""
    found = begin
    for step in (MINUTE, 1):  # in traffic the last departure may lie between two minutes
        while found + step <= latest:
            if _drive(problem, matrix, shift, shift.start_location, item.location, found + step) > start:
                break
            found += step
    arrival = _drive(problem, matrix, shift, shift.start_location, item.location, found)
    return found, arrival - found


def _drive(problem, matrix, shift, here, there, now):
    """Drive at the pace of each step until nothing is left."""
    left = 0 if here is None or there is None else int(matrix.duration_s[here, there])
    steps = [step for t in problem.traffic if t.profile == shift.profile for step in t.steps]
    while left:
        past = [percent for at, percent in steps if at <= now]
        until = min([at for at, _percent in steps if at > now], default=1 << 40)
        percent = past[-1] if past else 100
        needed = -(-left * percent // 100)
        if now + needed <= until:
            return now + needed
        left -= (until - now) * 100 // percent
        now = until
    return now


def _cost(problem, shift, items, starts, driving, end):
    cost = driving + max(0, end - shift.end_s) * shift.overtime_price
    if problem.objective == "earliest_finish":
        cost += 10 * (end - shift.start_s)
    for item, start in zip(items, starts):
        cost += dict(item.shift_prices).get(shift.id, 0)
        if item.published is not None and item.published.shift_id != shift.id:
            cost += problem.change_price_s
        elif item.published is not None and abs(start - item.published.start_s) > 900:
            cost += problem.change_price_s // 3
    return cost, driving + sum(item.service_s for item in items)


def _apart(sets):
    return sum(map(len, sets)) == len(frozenset().union(*sets))


def _gaps_kept(problem, sets):
    placed = [(problem.candidates[at], problem.shifts[number].day)
              for number, chosen in enumerate(sets) for at in chosen]
    for one, day in placed:
        for other, later in placed:
            if one.id == other.id or not one.client or one.client != other.client:
                continue
            if later == day:
                return False
            if one.ordinal < other.ordinal:
                steps = other.ordinal - one.ordinal
                if later - day < steps * other.min_gap_days:
                    return False
                if steps == 1 and other.max_gap_days is not None and later - day > other.max_gap_days:
                    return False
    return True


def _value(problem, sets, routes):
    served = frozenset().union(*sets)
    frozen = {name for shift in problem.shifts for name in shift.first}
    value = sum(cost for cost, _work in routes)
    for at, item in enumerate(problem.candidates):
        if at in served:
            continue
        by_prize = problem.objective in ("most_value", "balanced")
        value += problem.prize_s * item.prize if by_prize else 10**6
        value += 10**9 if item.mandatory or item.pin is not None or item.id in frozen else 0
        value += problem.change_price_s if item.published is not None else 0
    if problem.objective == "balanced":
        for rep in {shift.rep for shift in problem.shifts}:
            works = [work for shift, (_cost, work) in zip(problem.shifts, routes) if shift.rep == rep]
            value += sum(works) ** 2 // (28_800 * len(works))
    return value
