"""Random problems, small building blocks, and the one way in which tests solve."""

from dataclasses import replace

from engine import matrix as travel
from engine.routing.checker import check
from engine.routing.problem import (
    Break,
    Candidate,
    Location,
    Night,
    Pin,
    Problem,
    Published,
    Shift,
    Traffic,
    Window,
)
from engine.routing.solver import solve
from engine.routing.stop import AnyOf, Iterations, Solutions
from hypothesis import strategies as st

DAY = 86_400
HOUR = 3_600


def solve_and_check(problem, matrix=None, stop=None, seed=0, on_progress=None, **values):
    """Solve within a counted limit and insist that the checker accepts the answer."""
    matrix = matrix if matrix is not None else travel.build(problem.locations)
    stop = stop or few()
    solution = solve(problem, matrix, stop, seed, on_progress, **values)
    assert check(problem, matrix, solution) == ()
    return solution


def few(solutions=60):
    """A small, repeatable limit."""
    return AnyOf((Solutions(solutions), Iterations(50 * solutions)))


def line(*minutes):
    """A matrix of places on a straight road, so many minutes from its beginning.

    Sixty metres a second keep the figures apart: distance is duration times 60.
    """
    seconds = [[abs(a - b) * 60 for a in minutes] for b in minutes]
    metres = [[value * 60 for value in row] for row in seconds]
    return travel.from_lists(seconds, metres)


def on_line(minutes, candidates, shifts, objective="least_driving"):
    """A problem whose places lie on that road, and its matrix."""
    locations = tuple(Location(0.0, minute / 100.0) for minute in minutes)
    return Problem(locations, tuple(candidates), tuple(shifts), objective), line(*minutes)


def shift(name="s", end_h=8, **values):
    """A shift from the horizon's start, from and to the first place."""
    usual = {"rep": "anna", "day": 0, "start_s": 0, "start_location": 0, "end_location": 0}
    return Shift(id=name, end_s=int(end_h * HOUR), **{**usual, **values})


def placed(solution):
    """Return the ids per shift."""
    return {r.shift_id: [stop.candidate_id for stop in r.stops] for r in solution.routes}


def reasons(solution):
    """Return the left-out entries by candidate."""
    return {item.candidate_id: item for item in solution.left_out}


OBJECTIVES = ("most_value", "least_driving", "earliest_finish", "balanced")


@st.composite
def problems(draw, max_candidates=9):
    """Small problems with every rule there is, many of them impossible in part."""
    days = draw(st.integers(1, 3))
    shifts = [
        _shift(draw, rep, day) for rep in range(draw(st.integers(1, 2))) for day in range(days)
    ]
    count = draw(st.integers(1, max_candidates))
    locations = tuple(draw(_location()) for _place in range(count + 2))
    names = [item.id for item in shifts]
    candidates = [_candidate(draw, at, names, days) for at in range(count)]
    if _rarely(draw, 3):
        candidates = _repeated(draw, candidates)
    if _rarely(draw, 5):
        candidates = _joint(draw, candidates)
    if _rarely(draw, 4):
        candidates = [_told(draw, item, names, days) for item in candidates]
    if _rarely(draw, 4):
        shifts = _begun(draw, shifts, candidates)
    return Problem(
        locations, tuple(candidates), tuple(shifts), draw(st.sampled_from(OBJECTIVES)),
        prize_s=draw(st.sampled_from((300, 300, 0, 20))),
        change_price_s=draw(st.sampled_from((0, 100, 5_000))),
        traffic=_traffic(draw) if _rarely(draw, 3) else (),
        nights=_nights(draw, shifts, days) if _rarely(draw, 4) else (),
    )


def _rarely(draw, of):
    """Once in so many times."""
    return draw(st.integers(1, of)) == 1


def _location():
    return st.builds(Location, st.floats(60.0, 60.4), st.floats(24.6, 25.2))


def _shift(draw, rep, day):
    start = day * DAY + draw(st.integers(6, 10)) * HOUR
    end = start + draw(st.sampled_from((0, 2, 5, 8, 8, 9, 10))) * HOUR
    pauses = ()
    if draw(st.booleans()):
        early = start + draw(st.integers(0, 5)) * HOUR
        late = early + draw(st.integers(0, 2)) * HOUR
        pauses = (Break(early, late, draw(st.sampled_from((900, 2_700)))),)
    place = st.sampled_from((None, 0, 1))
    none = st.none()
    return Shift(
        "r%d/%d" % (rep, day), "r%d" % rep, day, start, end, draw(place), draw(place), pauses,
        draw(st.sampled_from((None, None, 2, 5))), draw(st.sampled_from((None, None, 3_600))),
        draw(st.sampled_from(("", "", "slow"))),
        capacity=draw(st.one_of(none, none, st.integers(0, 9))),
        overtime_s=draw(st.sampled_from((0, 0, HOUR, 7_500))),
        overtime_price=draw(st.integers(0, 3)),
        latest_start_s=draw(st.one_of(none, none, st.integers(0, 8).map(lambda n: start + n * 1_800))),
        max_duration_s=draw(st.one_of(none, none, st.integers(0, 16).map(lambda n: n * 1_800))),
    )


def _candidate(draw, at, names, days):
    chosen = st.lists(st.sampled_from(names), max_size=3).map(tuple)
    windows = st.one_of(st.just(()), st.lists(_window(days), max_size=3).map(tuple))
    prices = st.lists(st.tuples(st.sampled_from(names), st.integers(0, 4_000)), max_size=2).map(tuple)
    return Candidate(
        "c%d" % at, at + 2, draw(st.sampled_from((0, 600, 1_800, 7_200))), draw(windows),
        draw(st.integers(0, 100)), draw(st.integers(0, 5)) == 0,
        draw(st.one_of(st.none(), st.none(), chosen)),
        _pin(draw, names, days) if _rarely(draw, 6) else None,
        load=draw(st.sampled_from((0, 0, 1, 4))),
        shift_prices=draw(prices) if _rarely(draw, 5) else (),
        waypoint=_rarely(draw, 8),
    )


def _pin(draw, names, days):
    none = st.none()
    start = st.one_of(none, none, st.integers(0, days * 24).map(lambda hour: hour * HOUR))
    return Pin(
        draw(st.one_of(none, st.sampled_from(names))), draw(start),
        draw(st.one_of(none, none, none, st.sampled_from(("r0", "r1", "nobody")))),
        draw(st.one_of(none, none, none, st.integers(0, days))),
        draw(st.one_of(none, st.integers(1, 3))),
    )


def _repeated(draw, candidates):
    """Make all candidates visits of one or two clients."""
    least, most = draw(st.integers(0, 2)), draw(st.one_of(st.none(), st.integers(2, 3)))
    clients = draw(st.sampled_from((1, 2, 2, 3)))
    return [
        replace(item, client="client%d" % (at % clients), ordinal=at // clients,
                min_gap_days=least, max_gap_days=most)
        for at, item in enumerate(candidates)
    ]


def _joint(draw, candidates):
    """Make the first two or three one visit."""
    people = draw(st.integers(2, 3))
    if len(candidates) < people:
        return candidates
    pair = [replace(item, joint="together", ordinal=candidates[0].ordinal, client=candidates[0].client)
            for item in candidates[:people]]
    if candidates[0].client:
        pair = [replace(item, client="apart", ordinal=0) for item in pair]
    return pair + candidates[people:]


def _told(draw, item, names, days):
    if draw(st.booleans()):
        return item
    start = draw(st.integers(0, days * 24 * 4)) * 900
    return replace(item, published=Published(draw(st.sampled_from([*names, "gone"])), start))


def _begun(draw, shifts, candidates):
    names = draw(st.permutations([item.id for item in candidates]))[: draw(st.integers(1, 3))]
    return [replace(shifts[0], first=tuple(names)), *shifts[1:]]


def _traffic(draw):
    hours = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    percent = st.integers(50, 250)
    return tuple(
        Traffic(name, tuple((hour * HOUR, draw(percent)) for hour in hours))
        for name in draw(st.sampled_from((("",), ("slow",), ("", "slow"))))
    )


def _nights(draw, shifts, days):
    if days < 2:
        return ()
    return (Night("r0/0", "r0/1", (draw(st.integers(0, 2)),), draw(st.integers(0, 900))),)


def _window(days):
    begin = st.integers(0, days * 24 * 2).map(lambda half: half * 1_800)
    length = st.integers(0, 24).map(lambda half: half * 1_800)
    return st.builds(lambda b, n: Window(b, b + n), begin, length)


__all__ = [
    "DAY", "HOUR", "OBJECTIVES", "Break", "Candidate", "Location", "Night", "Pin", "Problem", "Published", "Shift",
    "Traffic", "Window", "few", "line", "on_line", "placed", "problems", "reasons", "replace", "shift",
    "solve_and_check",
]
