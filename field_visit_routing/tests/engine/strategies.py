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


def solve_and_check(problem, matrix=None, stop=None, seed=0, on_progress=None):
    """Solve within a counted limit and insist that the checker accepts the answer."""
    matrix = matrix if matrix is not None else travel.build(problem.locations)
    stop = stop or few()
    solution = solve(problem, matrix, stop, seed, on_progress)
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


@st.composite
def problems(draw, max_candidates=9):
    """Small problems with every rule there is, many of them impossible in part."""
    days = draw(st.integers(1, 3))
    shifts = tuple(
        _shift(draw, rep, day) for rep in range(draw(st.integers(1, 2))) for day in range(days)
    )
    count = draw(st.integers(1, max_candidates))
    locations = tuple(draw(_location()) for _place in range(count + 2))
    names = [item.id for item in shifts]
    candidates = tuple(_candidate(draw, at, names, days) for at in range(count))
    objective = draw(st.sampled_from(("most_value", "least_driving", "earliest_finish")))
    return Problem(locations, candidates, shifts, objective)


def _location():
    return st.builds(Location, st.floats(60.0, 60.4), st.floats(24.6, 25.2))


def _shift(draw, rep, day):
    start = day * DAY + draw(st.integers(6, 10)) * HOUR
    end = start + draw(st.integers(0, 10)) * HOUR
    pauses = ()
    if draw(st.booleans()):
        early = start + draw(st.integers(0, 5)) * HOUR
        late = early + draw(st.integers(0, 2)) * HOUR
        pauses = (Break(early, late, draw(st.sampled_from((900, 2_700)))),)
    place = st.sampled_from((None, 0, 1))
    return Shift(
        "r%d/%d" % (rep, day), "r%d" % rep, day, start, end, draw(place), draw(place), pauses,
        draw(st.sampled_from((None, None, 2, 5))), draw(st.sampled_from((None, None, 3_600))),
    )


def _candidate(draw, at, names, days):
    chosen = st.lists(st.sampled_from(names), max_size=3).map(tuple)
    windows = st.lists(_window(days), max_size=3).map(tuple)
    start = st.one_of(st.none(), st.integers(0, days * 24).map(lambda hour: hour * HOUR))
    pin = st.builds(Pin, st.one_of(st.none(), st.sampled_from(names)), start)
    return Candidate(
        "c%d" % at, at + 2, draw(st.sampled_from((0, 600, 1_800, 7_200))), draw(windows),
        draw(st.integers(0, 100)), draw(st.integers(0, 5)) == 0,
        draw(st.one_of(st.none(), st.none(), chosen)),
        draw(pin) if draw(st.integers(0, 6)) == 0 else None,
    )


def _window(days):
    begin = st.integers(0, days * 24 * 2).map(lambda half: half * 1_800)
    length = st.integers(0, 10).map(lambda half: half * 1_800)
    return st.builds(lambda b, n: Window(b, b + n), begin, length)


__all__ = [
    "DAY", "HOUR", "Break", "Candidate", "Location", "Night", "Pin", "Problem", "Published", "Shift",
    "Traffic", "Window", "few", "line", "on_line", "placed", "problems", "reasons", "replace", "shift",
    "solve_and_check",
]
