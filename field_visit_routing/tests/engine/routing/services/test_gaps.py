"""Who fits best into a hole: most prize for a minute of detour, and nothing planned suffers."""

import pytest
from engine import matrix as travel
from engine.errors import EngineError
from engine.routing.baseline import in_order
from engine.routing.services.gaps import fill
from engine.routing.services.manual import check_order
from engine.routing.services.orders import orders_of
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import HOUR, Candidate, Window, on_line, problems, replace, shift

MINUTES = (0, 10, 20, 30, 11, 15, 60)
PLANNED = [Candidate("a", 1, HOUR), Candidate("b", 2, HOUR, (Window(5 * HOUR, 5 * HOUR),))]


def filled(others, from_h=1, to_h=5, planned=PLANNED, **values):
    problem, matrix = on_line(MINUTES, [*planned, *others], [shift()])
    found = fill(problem, matrix, {"s": [p.id for p in planned]}, "s", from_h * HOUR, to_h * HOUR, **values)
    return {f.candidate_id: f for f in found}


def test_the_best_rate_comes_first():
    others = [Candidate("far", 6, 60, prize=90), Candidate("way", 5, 60, prize=2),
              Candidate("side", 3, 60, prize=30)]
    found = filled(others)
    assert list(found) == ["way", "side", "far"]
    assert (found["way"].detour_s, found["way"].rate) == (0, 2.0)
    assert (found["side"].detour_s, found["side"].rate) == (1200, 1.5)
    assert found["far"].rate == 90 / 80
    assert all(HOUR <= f.start_s <= 5 * HOUR - 60 and f.position == 1 for f in found.values())


def test_the_visit_lies_in_the_hole():
    assert filled([Candidate("x", 5, 4 * HOUR + 1)]) == {}
    assert filled([Candidate("x", 5, 60, (Window(0, HOUR - 1),))]) == {}
    assert filled([Candidate("x", 5, 60, (Window(2 * HOUR, 9 * HOUR),))])["x"].start_s == 2 * HOUR
    assert filled([Candidate("x", 5, 60)], from_h=3)["x"].start_s == 3 * HOUR


def test_appointments_are_kept():
    """Four hours lie between both visits; driving there and back leaves less."""
    room_s = 5 * HOUR - (HOUR + 600)
    assert filled([Candidate("x", 6, room_s - (50 + 40) * 60)])["x"].delay_s == 0
    assert filled([Candidate("x", 6, room_s - (50 + 40) * 60 + 1)]) == {}


def test_how_much_later_planned_visits_come():
    planned = [PLANNED[0], Candidate("b", 2, HOUR)]
    others = [Candidate("x", 5, 1800)]
    found = filled(others, from_h=1, to_h=2, planned=planned)
    assert found["x"].delay_s == 1800
    assert filled(others, from_h=1, to_h=2, planned=planned, max_delay_s=1799) == {}


def test_only_who_has_no_place_and_may_come():
    others = [Candidate("x", 5, 60, allowed_shifts=()), Candidate("y", 5, 60, client="a"),
              Candidate("z", 5, 60, joint="team")]
    assert filled(others) == {}
    problem, matrix = on_line(MINUTES, [*PLANNED, Candidate("t", 5, 60)], [shift(), shift("u")])
    assert fill(problem, matrix, {"s": ["a"], "u": ["t"]}, "s", HOUR, 5 * HOUR) == ()


def test_no_more_than_asked_for():
    others = [Candidate("x%d" % at, 5, 60, prize=at) for at in range(9)]
    assert list(filled(others, limit=3)) == ["x8", "x7", "x6"]


def test_bad_questions():
    problem, matrix = on_line(MINUTES, PLANNED, [shift()])
    for at, begin, end, code in (("s", 9, 8, "hole_reversed"), ("x", 0, 9, "unknown_shift")):
        with pytest.raises(EngineError) as caught:
            fill(problem, matrix, {}, at, begin, end)
        assert caught.value.code == code


@settings(max_examples=30)
@given(problems(), st.integers(0, 8), st.integers(1, 6))
def test_every_filler_can_be_taken(problem, begin_h, length_h):
    matrix = travel.build(problem.locations)
    shifts = tuple(replace(day, first=()) for day in problem.shifts)
    apart = tuple(
        replace(item, joint="", client="") if item.joint else item for item in problem.candidates
    )
    problem = replace(problem, shifts=shifts, candidates=apart)
    half = replace(problem, candidates=problem.candidates[::2])
    orders = orders_of(in_order(half, matrix, [item.id for item in half.candidates]))
    day = problem.shifts[0]
    from_s, to_s = day.start_s + begin_h * HOUR, day.start_s + (begin_h + length_h) * HOUR
    items = problem.candidate_by_id()
    planned = list(orders.get(day.id, ()))
    for filler in fill(problem, matrix, orders, day.id, from_s, to_s):
        ids = planned[: filler.position] + [filler.candidate_id] + planned[filler.position :]
        check = check_order(problem, matrix, day.id, ids, orders)
        assert check.fits
        assert from_s <= filler.start_s <= to_s - items[filler.candidate_id].service_s
