"""Each reason is given where it is true, and the remedy offered really helps."""

from engine import matrix as travel
from engine.routing.baseline import in_order
from engine.routing.checker import check
from engine.routing.completion import complete
from hypothesis import assume, given, settings
from strategies import (
    DAY,
    HOUR,
    Candidate,
    Pin,
    Window,
    on_line,
    problems,
    reasons,
    replace,
    shift,
    solve_and_check,
)


def left_out(visits, days, minutes=(0, 10, 20, 30), objective="least_driving"):
    problem, matrix = on_line(minutes, visits, days, objective)
    return reasons(solve_and_check(problem, matrix))


def inserted(visits, days):
    """Without a search: the visits that fit are inserted as they come."""
    problem, matrix = on_line((0, 10, 20, 30), visits, days)
    solution = complete(problem, matrix, [[] for _day in days], backend="test")
    assert check(problem, matrix, solution) == ()
    return reasons(solution)


def test_no_opening():
    visit = Candidate("a", 1, HOUR, (Window(DAY, DAY + HOUR),))
    left = left_out([visit], [shift()])["a"]
    assert (left.code, left.remedy) == ("no_opening", "change_hours")


def test_unreachable_tells_what_is_missing():
    left = left_out([Candidate("a", 1, HOUR)], [shift()], (0, 4 * 60))["a"]
    assert (left.code, left.remedy) == ("unreachable", "extend_shift")
    assert left.params == {"short_s": HOUR, "shift": "s"}


def test_not_allowed():
    left = left_out([Candidate("a", 1, HOUR, allowed_shifts=())], [shift()])["a"]
    assert (left.code, left.remedy) == ("not_allowed", "allow_shift")


def test_outscored_needs_a_longer_shift():
    visits = [Candidate("a", 1, 4 * HOUR), Candidate("b", 1, 4 * HOUR)]
    left = left_out(visits, [shift()])
    assert len(left) == 1
    (item,) = left.values()
    assert (item.code, item.remedy) == ("outscored", "extend_shift")
    assert item.params == {"shift": "s", "extra_s": 1200, "detour_s": 0}


def test_outscored_costs_more_than_it_is_worth():
    far = Candidate("far", 1, 60, prize=3)
    left = left_out([far], [shift()], (0, 60), "most_value")["far"]
    assert (left.code, left.remedy) == ("outscored", "make_mandatory")
    assert left.params == {"shift": "s", "extra_s": 0, "detour_s": 7200, "prize_short": 22}
    worth_it = replace(far, prize=3 + 22)
    assert left_out([worth_it], [shift()], (0, 60), "most_value") == {}


def test_outscored_for_want_of_stops_or_driving():
    visits = [Candidate("a", 1, 60), Candidate("b", 3, 60)]
    assert left_out(visits, [shift(max_stops=1)])["b"].remedy == "raise_max_stops"
    left = left_out(visits[:1] + [Candidate("b", 3, 60)], [shift(max_driving_s=3599)])["b"]
    assert left.code == "unreachable"
    visits = [Candidate("a", 1, 60), Candidate("b", 2, 60)]
    days = [shift(max_driving_s=1200 + 600)]
    left = left_out(visits, days, (0, 10, -6))
    assert left["a"].remedy == "raise_max_driving"
    assert left["a"].params["extra_driving_s"] == 120


def test_another_gap_or_an_exchange():
    """Twice the same client: two days later is too soon; on the same day nothing but an exchange helps."""
    visits = [Candidate(n, 1, HOUR, client="k", ordinal=o, min_gap_days=5, mandatory=o == 0,
                        prize=9) for o, n in enumerate("ab")]
    days = [shift(), shift("late", end_h=50, start_s=2 * DAY, day=2)]
    visits[0] = replace(visits[0], allowed_shifts=("s",))
    left = inserted(visits, days)["b"]
    assert (left.code, left.remedy) == ("too_soon", "change_gap")
    assert (left.params["other"], left.params["days"], left.params["shift"]) == ("a", 2, "late")
    left = inserted(visits, [shift()])["b"]
    assert (left.code, left.remedy, left.params["other"]) == ("too_soon", "replace_other", "a")


def test_the_exchange_is_named():
    visits = [Candidate("a", 1, 8 * HOUR - 1200, prize=50), Candidate("b", 1, 7 * HOUR, prize=40)]
    left = left_out(visits, [shift(latest_start_s=0)], objective="most_value")["b"]
    assert left.remedy == "replace_other" and left.params == {"shift": "s", "other": "a"}


def test_where_it_would_fit_if_it_were_allowed_open_or_free():
    rep, hours = Candidate("rep", 1, HOUR, allowed_shifts=()), Candidate("hours", 2, HOUR, (Window(DAY, DAY),))
    pin = Candidate("pin", 3, HOUR, pin=Pin(rep="nobody"))
    left = left_out([rep, hours, pin], [shift()])
    assert {n: (i.remedy, i.params["to_shift"], i.params["to_s"]) for n, i in left.items()} == {
        "rep": ("allow_shift", "s", 600), "hours": ("change_hours", "s", 1200),
        "pin": ("change_pin", "s", 1800)}
    long = replace(rep, service_s=9 * HOUR)
    assert "to_shift" not in left_out([long], [shift()])["rep"].params


def _raise(shift_id, name, by):
    """Return a change of a problem that raises one bound of a shift."""
    def change(problem):
        shifts = [
            replace(s, **{name: getattr(s, name) + by}) if s.id == shift_id else s
            for s in problem.shifts
        ]
        return replace(problem, shifts=tuple(shifts))
    return change


def _change(names, **values):
    """Return a change of a problem that gives candidates other values."""
    def change(problem):
        return replace(problem, candidates=tuple(
            replace(c, **values) if c.id in names else c for c in problem.candidates))
    return change


def _as_told(item):
    """Return how the remedy of a left-out entry changes the problem; ``None``: it has no figure."""
    p, names = item.params, (item.candidate_id,)
    told = {
        "extend_shift": lambda: _raise(p["shift"], "end_s", p.get("extra_s", p.get("short_s"))),
        "make_mandatory": lambda: _change(names, mandatory=True),
        "raise_max_stops": lambda: _raise(p["shift"], "max_stops", p["extra_stops"]),
        "raise_capacity": lambda: _raise(p["shift"], "capacity", p["extra_load"]),
        "raise_max_driving": lambda: _raise(p["shift"], "max_driving_s", p["extra_driving_s"]),
        "raise_max_duration": lambda: _raise(p["shift"], "max_duration_s", p["extra_duration_s"]),
        "change_gap": lambda: _change((*names, p["other"]), min_gap_days=1, max_gap_days=None),
        "replace_other": lambda: _change(()) if "other" in p else None,
    }
    if "to_s" in p:
        told["change_hours"] = lambda: _change(names, windows=(Window(p["to_s"], p["to_s"]),))
        told["allow_shift"] = lambda: _change(names, allowed_shifts=(p["to_shift"],))
        told["change_pin"] = lambda: _change(names, pin=Pin(p["to_shift"], p["to_s"]))
    return told[item.remedy]() if item.remedy in told else None


@settings(max_examples=60)
@given(problems())
def test_the_remedy_makes_it_fit(problem):
    matrix = travel.build(problem.locations)
    solution = in_order(problem, matrix, [item.id for item in problem.candidates])
    solution = complete(problem, matrix, _orders(problem, solution), backend="test")
    assume(check(problem, matrix, solution) == ())
    changes = [(item, _as_told(item)) for item in solution.left_out]
    assume(any(change for _item, change in changes))
    for item, change in changes:
        if change:
            _fits_now(problem, matrix, solution, item, change)


def _fits_now(problem, matrix, solution, item, change):
    kept = solution.placed() - {item.params.get("other") if item.remedy == "replace_other" else ""}
    if item.code in ("unreachable", "overloaded"):  # that remedy is about the visit alone
        kept = frozenset()
    names = kept | {item.candidate_id}
    alone = {"mandatory": True, "joint": ""}
    changed = _change((item.candidate_id,), **alone)(_only(change(problem), names))
    better = complete(changed, matrix, _orders(changed, solution), backend="test")
    assert check(changed, matrix, better) == ()
    assert better.placed() == names, item


def _only(problem, names):
    chosen = tuple(item for item in problem.candidates if item.id in names)
    shifts = (replace(s, first=tuple(n for n in s.first if n in names)) for s in problem.shifts)
    return replace(problem, candidates=chosen, shifts=tuple(shifts), nights=())


def _orders(problem, solution):
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    routes = solution.routes_by_shift()
    return [
        [number[stop.candidate_id] for stop in routes[s.id].stops if stop.candidate_id in number]
        if s.id in routes else [] for s in problem.shifts
    ]
