"""Whatever is tampered with, the checker sees it and names the rule."""

import pytest
from engine.routing.checker import check
from engine.routing.solution import LeftOut
from strategies import (
    HOUR,
    Break,
    Candidate,
    Pin,
    Window,
    on_line,
    replace,
    shift,
    solve_and_check,
)

LUNCH = Break(2 * HOUR, 3 * HOUR, 1800)


def _sound():
    visits = [
        Candidate("a", 1, HOUR, (Window(0, 4 * HOUR),), 50, allowed_shifts=("s",)),
        Candidate("b", 2, HOUR, (Window(3 * HOUR, 6 * HOUR),), 50, mandatory=True),
        Candidate("c", 3, HOUR, prize=50, pin=Pin("s", 5 * HOUR)),
        Candidate("d", 4, 600, prize=50, allowed_shifts=("t",)),
        Candidate("x", 5, HOUR, (Window(20 * HOUR, 21 * HOUR),), 50),
    ]
    days = [shift(max_stops=3, max_driving_s=2 * HOUR, breaks=(LUNCH,)), shift("t", rep="bo")]
    problem, matrix = on_line((0, 10, 20, 30, -10, 5), visits, days, "most_value")
    return problem, matrix, solve_and_check(problem, matrix)


PROBLEM, MATRIX, SOLUTION = _sound()
NUMBER = [route.shift_id for route in SOLUTION.routes].index("s")
ROUTE = SOLUTION.routes[NUMBER]


def route(**values):
    changed = list(SOLUTION.routes)
    changed[NUMBER] = replace(ROUTE, **values)
    return replace(SOLUTION, routes=tuple(changed))


def stop(at, **values):
    stops = list(ROUTE.stops)
    stops[at] = replace(stops[at], **values)
    return route(stops=tuple(stops))


def left(**values):
    return replace(SOLUTION, left_out=(replace(SOLUTION.left_out[0], **values),))


def problem(**values):
    """The same answer to a changed problem: shift s gets the values."""
    shifts = [replace(s, **values) if s.id == "s" else s for s in PROBLEM.shifts]
    return replace(PROBLEM, shifts=tuple(shifts))


def candidate(name, **values):
    items = [replace(c, **values) if c.id == name else c for c in PROBLEM.candidates]
    return replace(PROBLEM, candidates=tuple(items))


def test_the_sound_solution_has_all_that_is_tampered_with():
    assert [item.candidate_id for item in ROUTE.stops] == ["a", "b", "c"]
    assert len(ROUTE.breaks) == 1
    assert [item.code for item in SOLUTION.left_out] == ["no_opening"]


TAMPERED = [
    (stop(0, arrival_s=ROUTE.stops[0].arrival_s + 60), "arrival"),
    (stop(1, wait_s=ROUTE.stops[1].wait_s + 60), "wait"),
    (stop(1, departure_s=ROUTE.stops[1].departure_s - 60), "service"),
    (stop(1, leg_duration_s=0), "leg_duration"),
    (stop(2, leg_distance_m=1), "leg_distance"),
    (route(end_leg_duration_s=1), "leg_duration"),
    (route(end_leg_distance_m=1), "leg_distance"),
    (route(end_s=ROUTE.end_s - 60), "end_time"),
    (route(start_s=-60), "shift_start"),
    (route(end_s=9 * HOUR), "shift_end"),
    (route(breaks=()), "break_missing"),
    (route(breaks=ROUTE.breaks + (Break(0, 0, 60),)), "break_unknown"),
    (route(breaks=(Break(5 * HOUR, 5 * HOUR, 1800),)), "break_overlap"),
    (route(breaks=(Break(LUNCH.earliest_s, LUNCH.earliest_s, 60),)), "break_missing"),
    (route(stops=tuple(reversed(ROUTE.stops))), "arrival"),
    (route(stops=ROUTE.stops[:2]), "candidate_missing"),
    (route(stops=ROUTE.stops + ROUTE.stops[:1]), "candidate_twice"),
    (route(stops=()), "empty_route"),
    (route(shift_id="nobody"), "unknown_shift"),
    (stop(0, candidate_id="nobody"), "unknown_candidate"),
    (replace(SOLUTION, routes=SOLUTION.routes + (ROUTE,)), "duplicate_route"),
    (replace(SOLUTION, left_out=()), "candidate_missing"),
    (replace(SOLUTION, left_out=SOLUTION.left_out * 2), "candidate_twice"),
    (replace(SOLUTION, objective_value=SOLUTION.objective_value - 1), "objective_value"),
    (left(code="because"), "reason_unknown"),
    (left(code="not_allowed"), "reason_false"),
    (left(code="pin_conflict"), "reason_false"),
    (left(code="no_room"), "reason_false"),
]


@pytest.mark.parametrize(("solution", "rule"), TAMPERED)
def test_a_tampered_solution_is_refused(solution, rule):
    assert rule in {violation.rule for violation in check(PROBLEM, MATRIX, solution)}


CHANGED = [
    (candidate("a", windows=(Window(3 * HOUR, 4 * HOUR),)), "window"),
    (candidate("a", allowed_shifts=("t",)), "allowed_shifts"),
    (candidate("c", pin=Pin("t")), "pin_shift"),
    (candidate("c", pin=Pin(None, 4 * HOUR)), "pin_time"),
    (candidate("x", windows=()), "reason_false"),
    (problem(max_stops=2), "max_stops"),
    (problem(max_driving_s=60), "max_driving"),
    (problem(end_s=6 * HOUR), "shift_end"),
    (problem(start_s=2 * HOUR), "shift_start"),
    (problem(breaks=(LUNCH, Break(4 * HOUR, 4 * HOUR, 600))), "break_missing"),
    (problem(start_location=3), "leg_duration"),
]


@pytest.mark.parametrize(("changed", "rule"), CHANGED)
def test_a_solution_of_another_problem_is_refused(changed, rule):
    assert rule in {violation.rule for violation in check(changed, MATRIX, SOLUTION)}


@pytest.mark.parametrize("name", ["b", "c"])
def test_a_mandatory_or_pinned_visit_may_not_be_outscored(name):
    stops = tuple(item for item in ROUTE.stops if item.candidate_id != name)
    shorter = route(stops=stops)
    dropped = LeftOut(name, "outscored", "replace_other")
    solution = replace(shorter, left_out=SOLUTION.left_out + (dropped,))
    rules = {violation.rule for violation in check(PROBLEM, MATRIX, solution)}
    assert "mandatory_left_out" in rules


def test_a_hole_in_the_matrix_is_no_leg():
    matrix = on_line((0, 10, 20, 30, -10, 5), [], [])[1]
    matrix.duration_s[0, 1] = -1
    rules = {violation.rule for violation in check(PROBLEM, matrix, SOLUTION)}
    assert "leg_impossible" in rules
