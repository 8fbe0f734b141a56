"""Where everything can be tried, both searches find the best, rule by rule."""

import pytest
from engine import matrix as travel
from engine.routing.backends.ortools_routing import OrToolsRouting
from engine.routing.backends.ruin_recreate import RuinRecreate
from engine.routing.stop import WorkBudget
from exhaustive import best_value
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    DAY,
    HOUR,
    OBJECTIVES,
    Candidate,
    Location,
    Pin,
    Problem,
    Published,
    Traffic,
    Window,
    few,
    replace,
    shift,
    solve_and_check,
)

MINUTE = 60


def nothing(draw, problem):
    return problem


def overtime(draw, problem):
    return each_shift(problem, lambda s: {"overtime_s": 2 * HOUR, "overtime_price": draw(st.integers(0, 4))})


def capacity(draw, problem):
    problem = each(problem, lambda item: {"load": draw(st.integers(0, 3))})
    return each_shift(problem, lambda s: {"capacity": 4})


def stops_but_for_waypoints(draw, problem):
    problem = each(problem, lambda item: {"waypoint": draw(st.booleans())})
    return each_shift(problem, lambda s: {"max_stops": 1})


def short_days(draw, problem):
    return each_shift(problem, lambda s: {"max_duration_s": draw(st.integers(4, 9)) * 20 * MINUTE})


def early_start(draw, problem):
    longest = draw(st.sampled_from((None, 3 * HOUR)))
    return each_shift(problem, lambda s: {"latest_start_s": s.start_s + draw(st.integers(0, 6)) * 600,
                                          "max_duration_s": longest})


def traffic(draw, problem):
    hours = sorted(draw(st.sets(st.integers(0, 8), min_size=1, max_size=4)))
    percent = st.sampled_from((50, 100, 150, 200))
    steps = [(hour * 1800 + day, draw(percent)) for day in (0, DAY) for hour in hours]
    return replace(problem, traffic=(Traffic("", tuple(steps)),))


def order(draw, problem):
    return each(problem, lambda item: {"pin": Pin(order=draw(st.integers(1, 3)))}, draw)


def rep_or_day(draw, problem):
    pins = st.sampled_from((Pin(rep="anna"), Pin(rep="bo"), Pin(day=0), Pin(day=1)))
    return each(problem, lambda item: {"pin": draw(pins)}, draw)


def beginnings(draw, problem):
    """Two visits that fit together, as those of a running day do."""
    names = draw(st.permutations([item.id for item in problem.candidates]))[:2]
    items = [replace(c, windows=()) if c.id in names else c for c in problem.candidates]
    running = replace(problem.shifts[0], first=tuple(names), end_s=8 * HOUR)
    return replace(problem, candidates=tuple(items), shifts=(running, *problem.shifts[1:]))


def gaps(draw, problem):
    most = draw(st.sampled_from((None, 1)))
    least = draw(st.integers(0, 1))
    items = [replace(item, client="c%d" % (at % 2), ordinal=at // 2, min_gap_days=least, max_gap_days=most)
             for at, item in enumerate(problem.candidates)]
    return replace(problem, candidates=tuple(items))


def shift_prices(draw, problem):
    names = [s.id for s in problem.shifts]
    return each(problem, lambda item: {
        "shift_prices": ((draw(st.sampled_from(names)), draw(st.integers(0, 3_000))),)})


def published(draw, problem):
    names = [s.id for s in problem.shifts]
    problem = replace(problem, change_price_s=draw(st.sampled_from((300, 3_000))))
    return each(problem, lambda item: {
        "published": Published(draw(st.sampled_from(names)), draw(st.integers(0, 8)) * 1_200)}, draw)


def each(problem, values, draw=None):
    """Change all candidates, or some with ``draw``."""
    items = [replace(item, **values(item)) if draw is None or draw(st.booleans()) else item
             for item in problem.candidates]
    return replace(problem, candidates=tuple(items))


def each_shift(problem, values):
    return replace(problem, shifts=tuple(replace(s, **values(s)) for s in problem.shifts))


RULES = (nothing, overtime, capacity, stops_but_for_waypoints, short_days, early_start, traffic, order,
         rep_or_day, beginnings, gaps, shift_prices, published)


@st.composite
def tiny(draw, rule, objective, count=4):
    """Two short days, each of another rep or both of one, with a few visits on two roads."""
    minutes = [(0, 0)] + [(10 * draw(st.integers(-4, 6)), 10 * draw(st.integers(0, 3)))
                          for _place in range(count)]
    seconds = [[MINUTE * (abs(a - c) + abs(b - d)) for a, b in minutes] for c, d in minutes]
    items = []
    for at in range(count):
        begins = draw(st.lists(st.integers(0, 8), max_size=2))
        windows = tuple(Window(day + b * 1200, day + b * 1200 + 2400) for b in begins for day in (0, DAY))
        items.append(Candidate("v%d" % at, at + 1, 1200, windows, draw(st.integers(1, 30))))
    days = (shift("a", 3), shift("b", 27, day=1, start_s=DAY, rep=draw(st.sampled_from(("anna", "bo")))))
    places = tuple(Location(0.0, 0.0) for _place in minutes)
    problem = Problem(places, tuple(items), days, objective)
    return rule(draw, problem), travel.from_lists(seconds, seconds)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("rule", RULES)
def test_agrees_with_trying_everything(rule, objective):
    @settings(max_examples=3)
    @given(tiny(rule, objective))
    def agrees(case):
        problem, matrix = case
        solution = solve_and_check(problem, matrix, few(300), backend=OrToolsRouting())
        assert solution.objective_value == best_value(problem, matrix)

    agrees()


@settings(max_examples=2)
@given(tiny(nothing, "most_value", 8))
def test_agrees_for_eight_visits(case):
    problem, matrix = case
    problem = replace(problem, shifts=problem.shifts[:1])
    solution = solve_and_check(problem, matrix, few(300), backend=OrToolsRouting())
    assert solution.objective_value == best_value(problem, matrix)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("rule", RULES)
def test_the_compiled_search_agrees_as_well(rule, objective):
    pytest.importorskip("numba")

    @settings(max_examples=3)
    @given(tiny(rule, objective))
    def agrees(case):
        problem, matrix = case
        solution = solve_and_check(problem, matrix, WorkBudget(600), backend=RuinRecreate())
        assert solution.objective_value == best_value(problem, matrix)

    agrees()


@settings(max_examples=3)
@given(tiny(nothing, "most_value", 8))
def test_the_compiled_search_agrees_for_eight_visits(case):
    problem, matrix = case
    problem = replace(problem, shifts=problem.shifts[:1])
    solution = solve_and_check(problem, matrix, WorkBudget(600), backend=RuinRecreate())
    assert solution.objective_value == best_value(problem, matrix)
