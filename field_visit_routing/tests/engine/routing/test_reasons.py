"""Each reason is given where it is true, and the remedy offered really helps."""

from engine import matrix as travel
from engine.routing.checker import check
from engine.routing.completion import complete
from hypothesis import assume, given, settings
from strategies import (
    DAY,
    HOUR,
    Candidate,
    Window,
    few,
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


def _with_remedy(problem, item):
    """Return the problem changed as the remedy says, the candidate mandatory."""
    params, name = item.params, item.candidate_id
    values = {
        "extend_shift": lambda s: {"end_s": s.end_s + params.get("extra_s", params.get("short_s"))},
        "make_mandatory": lambda s: {},
        "raise_max_stops": lambda s: {"max_stops": s.max_stops + 1},
        "raise_max_driving": lambda s: {"max_driving_s": s.max_driving_s + params["extra_driving_s"]},
    }[item.remedy]
    shifts = [replace(s, **values(s)) if s.id == params["shift"] else s for s in problem.shifts]
    candidates = [replace(c, mandatory=True) if c.id == name else c for c in problem.candidates]
    return replace(problem, shifts=tuple(shifts), candidates=tuple(candidates))


TRIED = ("extend_shift", "make_mandatory", "raise_max_stops", "raise_max_driving")


@settings(max_examples=60)
@given(problems())
def test_the_remedy_makes_it_fit(problem):
    matrix = travel.build(problem.locations)
    solution = solve_and_check(problem, matrix, few(10))
    offered = [item for item in solution.left_out if item.remedy in TRIED]
    assume(offered)
    for item in offered:
        kept = solution.placed()
        if item.code == "unreachable":  # that remedy is about the visit alone
            kept = frozenset()
        changed = _only(_with_remedy(problem, item), kept | {item.candidate_id})
        better = complete(changed, matrix, _orders(changed, solution), backend="test")
        assert check(changed, matrix, better) == ()
        assert better.placed() == kept | {item.candidate_id}


def _only(problem, names):
    chosen = tuple(item for item in problem.candidates if item.id in names)
    return replace(problem, candidates=chosen)


def _orders(problem, solution):
    number = {item.id: at for at, item in enumerate(problem.candidates)}
    routes = solution.routes_by_shift()
    return [
        [number[stop.candidate_id] for stop in routes[s.id].stops if stop.candidate_id in number]
        if s.id in routes else [] for s in problem.shifts
    ]
