"""Every day of the horizon gets its light, and a green day really takes the visit."""

import pytest
from engine import matrix as travel
from engine.errors import EngineError
from engine.routing.baseline import in_order
from engine.routing.services.manual import VIOLATION_UNITS, check_order
from engine.routing.services.orders import orders_of
from engine.routing.services.suitable import GREEN_DETOUR_S, best_first, suitable_days
from hypothesis import given, settings
from strategies import (
    DAY,
    HOUR,
    Candidate,
    Location,
    Window,
    on_line,
    problems,
    replace,
    shift,
)


def day(number, **values):
    values = {"start_s": number * DAY, "end_s": number * DAY + 8 * HOUR, **values}
    return replace(shift("d%d" % number, day=number), **values)


def offers(new, days, planned=(), orders=None, minutes=(0, 10, 20, 60)):
    problem, matrix = on_line(minutes, planned, days)
    found = suitable_days(problem, matrix, orders or {}, new)
    return {o.shift_id: (o.light, o.why) for o in found}, {o.shift_id: o for o in found}


def test_the_lights():
    planned = [Candidate("near", 1, HOUR), Candidate("full", 1, 8 * HOUR - 1200),
               Candidate("late", 1, 7 * HOUR)]
    days = [day(0), day(1), day(2), day(3, overtime_s=2 * HOUR), day(4)]
    new = Candidate("n", 2, HOUR, tuple(Window(d * DAY, d * DAY + 9 * HOUR) for d in range(4)))
    orders = {"d0": ["near"], "d2": ["full"], "d3": ["late"]}
    lights, by_shift = offers(new, days, planned, orders)
    assert lights == {"d0": ("yellow", "large_detour"), "d1": ("yellow", "large_detour"),
                      "d2": ("red", "shift_end"), "d3": ("yellow", "overtime"), "d4": ("red", "closed")}
    assert by_shift["d0"].detour_s == 1200 and by_shift["d1"].detour_s == 2400
    assert (by_shift["d2"].size, by_shift["d2"].extra_s) == (HOUR + 1200, HOUR + 1200)
    assert by_shift["d3"].extra_s == 2400
    near, _all = offers(replace(new, location=1), days, planned, orders)
    assert near["d0"] == ("green", "fits")
    assert [o.shift_id for o in best_first(list(by_shift.values()))] == ["d0", "d1", "d3", "d4", "d2"]


def test_why_a_day_is_red():
    planned = [Candidate("a", 1, HOUR, (Window(600, 600), Window(DAY + 600, DAY + 600)), client="k")]
    days = [day(0), day(1, max_stops=0), day(2, rep="ben"), day(3, max_driving_s=1200)]
    new = Candidate("n", 2, HOUR, client="k", allowed_shifts=("d0", "d1", "d3"))
    lights, by_shift = offers(new, days, planned, {"d0": ["a"]})
    assert lights == {"d0": ("red", "same_day"), "d1": ("red", "max_stops"),
                      "d2": ("red", "not_allowed"), "d3": ("red", "max_driving")}
    assert by_shift["d3"].size == 1200


def test_another_visit_would_be_late():
    planned = [Candidate("a", 2, HOUR, (Window(1200, 1300),))]
    new = Candidate("n", 1, HOUR, (Window(0, 700),))
    lights, by_shift = offers(new, [day(0)], planned, {"d0": ["a"]})
    assert lights == {"d0": ("red", "window")}
    assert by_shift["d0"].about in ("a", "n") and by_shift["d0"].size > 0


def test_a_planned_visit_may_ask_for_another_day():
    planned = [Candidate("a", 1, HOUR)]
    lights, _all = offers(planned[0], [day(0), day(1)], planned, {"d0": ["a"]})
    assert lights == {"d0": ("yellow", "large_detour"), "d1": ("yellow", "large_detour")}


def test_frozen_visits_stay_first():
    planned = [Candidate("a", 2, HOUR)]
    _lights, by_shift = offers(Candidate("n", 1, 60), [day(0, first=("a",))], planned, {"d0": ["a"]})
    assert by_shift["d0"].position == 1


def test_a_day_that_is_broken_already_takes_what_breaks_no_more():
    planned = [Candidate("a", 2, HOUR, (Window(0, 600),))]
    lights, _all = offers(Candidate("n", 2, HOUR), [day(0)], planned, {"d0": ["a"]})
    assert lights == {"d0": ("green", "fits")}


def test_unknown_names_in_the_orders():
    for orders in ({"x": []}, {"d0": ["?"]}):
        with pytest.raises(EngineError):
            offers(Candidate("n", 1, 60), [day(0)], (), orders)


@settings(max_examples=30)
@given(problems())
def test_what_is_offered_really_fits(problem):
    """Applying a green or yellow offer gives a plan that the checker accepts."""
    new = Candidate("new", len(problem.locations), 900)
    problem = replace(problem, locations=problem.locations + (Location(60.2, 24.9),))
    matrix = travel.build(problem.locations)
    orders = orders_of(in_order(problem, matrix, [item.id for item in problem.candidates]))
    found = suitable_days(problem, matrix, orders, new)
    assert [o.shift_id for o in found] == [
        s.id for s in sorted(problem.shifts, key=lambda s: (s.day, s.start_s, s.id))]
    changed = replace(problem, candidates=problem.candidates + (new,))
    for offer in found:
        ids = list(orders.get(offer.shift_id, ()))
        known = _broken(changed, matrix, offer, ids, orders)
        tried = ids[: offer.position] + ["new"] + ids[offer.position :]
        check = check_order(changed, matrix, offer.shift_id, tried, orders)
        assert (_broken(changed, matrix, offer, tried, orders) <= known) == (offer.light != "red")
        assert check.stops[offer.position].start_s == offer.start_s
        assert (offer.light == "green") <= (offer.detour_s <= GREEN_DETOUR_S)
        if offer.light == "red":
            assert offer.why in VIOLATION_UNITS
            for at in range(len(ids) + 1):
                tried = ids[:at] + ["new"] + ids[at:]
                assert not _broken(changed, matrix, offer, tried, orders) <= known


def _broken(problem, matrix, offer, ids, orders):
    check = check_order(problem, matrix, offer.shift_id, ids, orders)
    return {(v.code, v.candidate_id) for v in check.violations}
