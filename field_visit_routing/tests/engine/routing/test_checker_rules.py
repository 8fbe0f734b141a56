"""A sound week with every later rule in it; whatever is tampered with, the checker names the rule."""

import pytest
from engine.routing.checker import check
from engine.routing.solution import LeftOut, Stay
from strategies import (
    DAY,
    HOUR,
    Break,
    Candidate,
    Night,
    Pin,
    Published,
    Traffic,
    on_line,
    replace,
    shift,
    solve_and_check,
)

PLACES = (0, 10, 20, 30, 40, 50, 60)
VISITS = (
    Candidate("a1", 1, HOUR, prize=50, client="a", ordinal=0, load=2),
    Candidate("a2", 1, HOUR, prize=50, client="a", ordinal=1, min_gap_days=1, max_gap_days=3),
    Candidate("told", 2, HOUR, prize=50, load=1, published=Published("m0", 2 * HOUR),
              shift_prices=(("m1", 700),), allowed_shifts=("m0", "m1")),
    Candidate("pair1", 3, HOUR, prize=50, joint="pair", pin=Pin("m0", 5 * HOUR)),
    Candidate("pair2", 3, HOUR, prize=50, joint="pair", pin=Pin("n0", 5 * HOUR)),
    Candidate("depot", 4, 600, prize=50, waypoint=True, pin=Pin(rep="mia", day=1)),
    Candidate("late", 5, HOUR, prize=90, pin=Pin("m1", DAY + 7 * HOUR)),
)
SHIFTS = (
    shift("m0", rep="mia", capacity=3, latest_start_s=HOUR, max_duration_s=8 * HOUR,
          breaks=(Break(30 * 60, 45 * 60, 900),)),
    shift("m1", rep="mia", day=1, start_s=DAY, end_h=32, max_stops=2, overtime_s=2 * HOUR),
    shift("n0", rep="nils", max_stops=3),
)
RUSH = (Traffic("", ((0, 100), (600, 200), (3_600, 100), (DAY, 150))),)


def _sound(objective="balanced"):
    problem, matrix = on_line(PLACES, VISITS, SHIFTS, objective)
    problem = replace(problem, traffic=RUSH, change_price_s=900, nights=(Night("m0", "m1", (5, 6), 500),))
    return problem, matrix, solve_and_check(problem, matrix)


PROBLEM, MATRIX, SOLUTION = _sound()


def rules(problem, solution=SOLUTION):
    return {violation.rule for violation in check(problem, MATRIX, solution)}


def visit(name, **values):
    items = [replace(c, **values) if c.id == name else c for c in PROBLEM.candidates]
    return replace(PROBLEM, candidates=tuple(items))


def day(name, **values):
    items = [replace(s, **values) if s.id == name else s for s in PROBLEM.shifts]
    return replace(PROBLEM, shifts=tuple(items))


def stop(name):
    return next(s for r in SOLUTION.routes for s in r.stops if s.candidate_id == name)


def shift_of(name):
    return next(r.shift_id for r in SOLUTION.routes for s in r.stops if s.candidate_id == name)


def order(name):
    route = next(r for r in SOLUTION.routes if r.shift_id == name)
    return [s.candidate_id for s in route.stops]


def test_the_sound_solution_has_all_that_is_tampered_with():
    assert SOLUTION.left_out == ()
    assert {shift_of("a1"), shift_of("a2")} == {"m0", "m1"} or shift_of("a1") == "n0"
    assert SOLUTION.routes_by_shift()["m1"].end_s > DAY + 8 * HOUR
    assert SOLUTION.routes_by_shift()["m0"].breaks
    assert any(s.leg_duration_s % 600 for r in SOLUTION.routes for s in r.stops)


LAST, FIRST = order("m1")[-1], order("m1")[0]
FORGED = [
    (day("m1", overtime_s=0), "shift_end"),
    (day("m1", max_stops=1), "max_stops"),
    (day("m0", capacity=0), "capacity"),
    (day("m0", max_duration_s=HOUR), "max_duration"),
    (day("m1", start_s=0, latest_start_s=DAY - 1), "latest_start"),
    (day("m1", first=(LAST,)), "first"),
    (day("n0", first=(FIRST,)), "first_elsewhere"),
    (day("m1", overtime_price=7), "objective_value"),
    (day("m0", breaks=()), "break_unknown"),
    (visit("depot", waypoint=False), "max_stops"),
    (visit("depot", pin=Pin(rep="nils")), "pin_shift"),
    (visit("depot", pin=Pin(day=0)), "pin_shift"),
    (visit("a2", ordinal=0), "same_day"),
    (visit("a2", min_gap_days=3), "min_gap"),
    (visit("told", shift_prices=((shift_of("told"), 60),)), "objective_value"),
    (visit("told", published=Published("n0", 0)), "objective_value"),
    (visit("told", published=None), "objective_value"),
    (visit("late", joint="pair"), "joint_rep"),
    (replace(PROBLEM, traffic=()), "leg_duration"),
    (replace(PROBLEM, traffic=(Traffic("", ((0, 101),)),)), "leg_duration"),
    (replace(PROBLEM, objective="most_value"), "objective_value"),
]


@pytest.mark.parametrize(("problem", "rule"), FORGED)
def test_a_solution_of_another_problem_is_refused(problem, rule):
    if rule == "same_day":
        problem = replace(problem, shifts=tuple(replace(s, day=0) for s in problem.shifts))
    assert rule in rules(problem)


def test_the_least_change_that_is_a_change():
    """Fifteen minutes are none; a second more is, in the objective as in the checker."""
    for late_s, expected in ((900, set()), (901, {"objective_value"})):
        told = Published(shift_of("told"), stop("told").start_s + late_s)
        plain = visit("told", published=Published(shift_of("told"), stop("told").start_s))
        priced = [violation.params for violation in check(plain, MATRIX, SOLUTION)]
        value = priced[0]["computed"] if priced else SOLUTION.objective_value
        solution = replace(SOLUTION, objective_value=value)
        assert rules(visit("told", published=told), solution) == expected


def test_order_numbers_never_fall():
    names = order("m1")
    numbers = {name: len(names) - at for at, name in enumerate(names)}
    items = [replace(c, pin=Pin(order=numbers[c.id])) if c.id in numbers else c for c in PROBLEM.candidates]
    assert "pin_order" in rules(replace(PROBLEM, candidates=tuple(items)))
    items = [replace(c, pin=Pin(order=1)) if c.id in numbers else c for c in PROBLEM.candidates]
    assert "pin_order" not in rules(replace(PROBLEM, candidates=tuple(items)))


@pytest.mark.parametrize(("values", "rule"), [
    ({"min_gap_days": 2}, "min_gap"), ({"min_gap_days": 0, "max_gap_days": 0}, "max_gap"),
])
def test_the_days_between_visits_of_a_client_are_counted(values, rule):
    """Two visits to one place a day apart, so that nothing else changes."""
    visits = [Candidate("x", 1, HOUR, client="c", allowed_shifts=("m0",)),
              Candidate("y", 1, HOUR, client="c", ordinal=1, allowed_shifts=("m1",))]
    problem, matrix = on_line(PLACES, visits, SHIFTS[:2])
    solution = solve_and_check(problem, matrix)
    assert solution.left_out == ()
    changed = replace(problem, candidates=(visits[0], replace(visits[1], **values)))
    assert [v.rule for v in check(changed, matrix, solution)] == [rule]
    turned = replace(problem, candidates=(replace(visits[0], ordinal=2), visits[1]))
    assert [v.rule for v in check(turned, matrix, solution)] == ["min_gap"]


def test_a_joint_visit_needs_all_its_people_at_one_time():
    assert "joint_rep" in rules(replace(PROBLEM, shifts=tuple(replace(s, rep="mia") for s in PROBLEM.shifts)))
    routes = tuple(r for r in SOLUTION.routes if r.shift_id != "n0")
    gone = tuple(LeftOut(s.candidate_id, "no_partner", "find_partner")
                 for r in SOLUTION.routes if r.shift_id == "n0" for s in r.stops)
    assert "joint_incomplete" in rules(PROBLEM, replace(SOLUTION, routes=routes, left_out=gone))
    route = SOLUTION.routes_by_shift()["n0"]
    stops = tuple(replace(s, start_s=s.start_s + 60) for s in route.stops)
    moved = tuple(replace(route, stops=stops) if r is route else r for r in SOLUTION.routes)
    assert "joint_time" in rules(PROBLEM, replace(SOLUTION, routes=moved))


@pytest.mark.parametrize(("stays", "rule"), [
    ((Stay("m1", 5),), "stay_unknown"),
    ((Stay("m0", 1),), "stay_place"),
    ((Stay("m0", 5), Stay("m0", 6)), "stay_twice"),
    ((Stay("m0", 5),), "leg_duration"),
    ((Stay("m0", 5),), "objective_value"),
])
def test_a_night_away_is_one_of_the_problem_and_changes_the_way(stays, rule):
    assert rule in rules(PROBLEM, replace(SOLUTION, stays=stays))


def test_a_night_after_an_idle_day_is_refused():
    problem = replace(PROBLEM, nights=(Night("idle", "m1", (5,), 0),), shifts=(*SHIFTS, shift("idle")))
    assert "stay_idle" in rules(problem, replace(SOLUTION, stays=(Stay("idle", 5),)))


@pytest.mark.parametrize(("code", "honest"), [
    ("no_partner", {"joint": "pair"}),
    ("too_soon", {"client": "a", "ordinal": 5}),
    ("overloaded", {"load": 9}),
])
def test_a_later_reason_is_given_where_it_is_true(code, honest):
    extra = Candidate("extra", 6, 60, prize=1)
    shifts = tuple(replace(s, capacity=3) for s in SHIFTS)
    left = replace(SOLUTION, left_out=(LeftOut("extra", code, "replace_other"),))
    for values, expected in (({}, True), (honest, False)):
        items = (*PROBLEM.candidates, replace(extra, **values))
        problem = replace(PROBLEM, candidates=items, shifts=shifts)
        assert ("reason_false" in rules(problem, left)) == expected
