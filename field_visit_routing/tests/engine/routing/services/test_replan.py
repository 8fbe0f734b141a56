"""A running plan is planned anew: what is over, frozen or promised stays; the rest stays near."""

import pytest
from engine import matrix as travel
from engine.errors import EngineError, InvalidProblem
from engine.routing.baseline import in_order
from engine.routing.checker import check
from engine.routing.services.manual import check_order
from engine.routing.services.orders import orders_of
from engine.routing.services.replan import (
    At,
    Overrun,
    RepIll,
    Situation,
    Urgent,
    VisitCancelled,
    replan,
    replan_problem,
)
from engine.routing.solution import Route, Solution
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    DAY,
    HOUR,
    Break,
    Candidate,
    Pin,
    Window,
    few,
    on_line,
    placed,
    problems,
    reasons,
    replace,
    shift,
)

MINUTE = 60
MINUTES = (0, 10, 20, 30, 40, 50)
VISITS = [Candidate(name, at, HOUR, prize=50) for at, name in enumerate("abcde", start=1)]


def published(visits=VISITS, days=None, orders=None, objective="most_value"):
    """A plan that somebody works by; by default all visits as they are listed."""
    days = days or [shift()]
    problem, matrix = on_line(MINUTES, visits, days, objective)
    orders = orders or {days[0].id: [visit.id for visit in visits]}
    routes = []
    for name, ids in orders.items():
        c = check_order(problem, matrix, name, ids)
        end = (c.end_leg_distance_m, c.end_leg_duration_s)
        routes.append(Route(name, c.stops, c.start_s, c.end_s, *end, c.breaks))
    return problem, matrix, Solution(tuple(routes), (), 0, "test", "finished")


def anew(plan, now_s, *events, **values):
    """Re-plan and insist that the checker accepts the answer."""
    problem, matrix, solution = plan
    found = replan(problem, matrix, solution, Situation(now_s, events=events, **values), stop=few())
    assert check(found.problem, matrix, found.solution) == ()
    return found


def kinds(found):
    return {(change.kind, change.candidate_id) for change in found.changes}


@pytest.fixture(name="day")
def _day():
    return published()


def test_nothing_changes_when_nothing_happened(day):
    """a 0:10–1:10, b 1:20–2:20, c 2:30–3:30: at 1:30 a is over, b under way and c not yet frozen."""
    found = anew(day, 90 * MINUTE, done=["a"])
    assert found.changes == () and found.relaxed == ()
    (route,) = found.solution.routes
    assert [s.candidate_id for s in route.stops] == ["b", "c", "d", "e"]
    assert route.stops[0].start_s == 90 * MINUTE and route.stops[0].departure_s == 140 * MINUTE
    assert found.problem.shifts[0].first == ("b",)
    assert anew(day, 130 * MINUTE, done=["a"]).problem.shifts[0].first == ("b", "c")


def test_a_visit_falls_out(day):
    found = anew(day, 90 * MINUTE, VisitCancelled("d"), done=["a"])
    assert kinds(found) == {("dropped", "d"), ("earlier", "e")}
    assert "d" not in {item.id for item in found.problem.candidates}


def test_a_visit_overruns(day):
    found = anew(day, 90 * MINUTE, Overrun("b", 180 * MINUTE), done=["a"])
    assert found.solution.routes[0].stops[0].departure_s == 180 * MINUTE
    late = {(c.kind, c.candidate_id, c.by_s) for c in found.changes}
    assert late == {("later", name, 40 * MINUTE) for name in "cde"}


def test_an_overrun_costs_the_last_optional_visit_its_place(day):
    found = anew(day, 90 * MINUTE, Overrun("b", 290 * MINUTE), done=["a"])
    assert sum(kind == "dropped" for kind, _name in kinds(found)) == 1
    (left,) = found.solution.left_out
    assert left.remedy == "extend_shift"


def test_an_urgent_visit_comes_in(day):
    urgent = Candidate("urgent", 2, HOUR, mandatory=True)
    found = anew(day, 90 * MINUTE, Urgent(urgent), done=["a"])
    assert ("added", "urgent") in kinds(found)
    assert "urgent" in found.solution.placed()


def test_a_rep_is_ill_and_his_visits_go_to_others():
    days = [shift("anna"), shift("ben", rep="ben")]
    visits = [replace(v, pin=Pin(rep="anna") if v.id == "a" else None) for v in VISITS[:3]]
    own = Candidate("own", 4, HOUR, prize=50, allowed_shifts=("ben",))
    plan = published([*visits, own], days, {"anna": ["a", "b", "c"], "ben": ["own"]})
    found = anew(plan, 0, RepIll("anna"), freeze_s=0)
    assert set(placed(found.solution)) == {"ben"}
    assert found.solution.placed() == {"a", "b", "c", "own"}
    found = anew(plan, 0, RepIll("ben"), freeze_s=0)
    assert reasons(found.solution)["own"].code == "not_allowed"


def test_ill_today_only():
    days = [shift(), shift("tomorrow", end_h=32, day=1, start_s=DAY)]
    found = anew(published(VISITS[:2], days), 0, RepIll("anna", until_s=DAY), freeze_s=0)
    assert {name: set(ids) for name, ids in placed(found.solution).items()} == {
        "tomorrow": {"a", "b"}}


def test_what_a_customer_was_told_keeps_its_time(day):
    told = {s.candidate_id: s.start_s for r in day[2].routes for s in r.stops}["e"]
    found = anew(day, 90 * MINUTE, VisitCancelled("d"), done=["a"], told=["e"])
    (route,) = found.solution.routes
    assert {s.candidate_id: s.start_s for s in route.stops}["e"] == told
    assert kinds(found) == {("dropped", "d")}


def test_a_promise_that_cannot_be_kept_is_named(day):
    found = anew(day, 90 * MINUTE, Overrun("b", 240 * MINUTE), done=["a"], told=["c"])
    assert found.relaxed == ("c",)
    assert "c" in found.solution.placed()


def test_a_frozen_visit_that_misses_its_window_is_made_and_named():
    visits = [replace(VISITS[0], windows=(Window(0, 600),)), VISITS[1]]
    found = anew(published(visits), 0, At("anna", 3))
    assert found.relaxed == ("a",)
    assert found.solution.routes[0].stops[0].start_s == 1200


def test_position_and_used_up_bounds():
    day = shift(max_stops=5, max_driving_s=2 * HOUR, capacity=9, max_duration_s=8 * HOUR)
    plan = published([replace(v, load=1) for v in VISITS], [day])
    problem = replan_problem(plan[0], plan[2], 145 * MINUTE, {"anna": 5}, done=["a", "b"], freeze_s=0)
    (rest,) = problem.shifts
    assert (rest.start_s, rest.start_location) == (145 * MINUTE, 5)
    assert (rest.max_stops, rest.max_driving_s, rest.capacity) == (3, 100 * MINUTE, 7)
    assert rest.max_duration_s == 8 * HOUR - 145 * MINUTE
    problem = replan_problem(plan[0], plan[2], 145 * MINUTE, done=["a", "b"], freeze_s=0)
    assert problem.shifts[0].start_location == 2, "where the last visit was"
    assert problem.shifts[0].start_s == 140 * MINUTE, "when he left"


def test_on_the_way_nothing_changes(day):
    """He left b at 2:20 and is with c at 2:30; at 2:25 he is neither here nor there."""
    found = anew(day, 145 * MINUTE, done=["a", "b"], freeze_s=0)
    assert found.changes == ()
    assert found.solution.routes[0].start_s == 140 * MINUTE
    assert found.problem.shifts[0].first == ("c",)
    turned = anew(day, 145 * MINUTE, VisitCancelled("c"), done=["a", "b"], freeze_s=0)
    assert turned.problem.shifts[0].first == () and turned.solution.routes[0].start_s >= 145 * MINUTE


def test_breaks_that_are_over_are_not_taken_twice():
    day = shift(end_h=9, breaks=(Break(2 * HOUR, 3 * HOUR, 1800),))
    plan = published(VISITS[:4], [day])
    (route,) = plan[2].routes
    (lunch,) = route.breaks
    after = replan_problem(plan[0], plan[2], lunch.earliest_s + 1800, done=["a", "b"])
    assert after.shifts[0].breaks == ()
    during = replan_problem(plan[0], plan[2], lunch.earliest_s + 60, done=["a", "b"])
    assert during.shifts[0].start_s == lunch.earliest_s + 1800
    missed = replace(plan[2], routes=(replace(route, breaks=()),))
    still = replan_problem(plan[0], missed, 2 * HOUR + 60, done=["a"])
    assert still.shifts[0].breaks == (Break(2 * HOUR + 60, 3 * HOUR, 1800),)


def test_a_client_is_not_visited_twice_a_day():
    visits = [Candidate("k1", 1, 60, client="k"),
              Candidate("k2", 1, 60, client="k", ordinal=1, min_gap_days=2)]
    days = [shift("d%d" % d, end_h=24 * d + 1, day=d, start_s=d * DAY) for d in range(4)]
    plan = published(visits, days, {"d0": ["k1"], "d3": ["k2"]})
    problem = replan_problem(plan[0], plan[2], HOUR // 2, done=["k1"])
    assert problem.candidates[0].allowed_shifts == ("d2", "d3")


def test_changes_have_a_price():
    """The published order is longer by 20 minutes: kept while a change costs more than it saves."""
    visits = [replace(v, service_s=60) for v in VISITS[:3]]
    plan = published(visits, None, {"s": ["b", "a", "c"]}, "least_driving")
    values = {"freeze_s": 0, "positions": {"anna": 0}}
    near = anew(plan, 0, change_price_s=100_000, **values)
    assert near.changes == ()
    far = anew(plan, 0, change_price_s=0, **values)
    assert orders_of(far.solution)["s"] in (("a", "b", "c"), ("c", "b", "a"))


def test_what_is_unknown_is_named(day):
    for event, code in ((VisitCancelled("?"), "unknown_candidate"), (RepIll("?"), "unknown_rep"),
                        (At("anna", 99), "unknown_location"), (Urgent(VISITS[0]), "duplicate_id")):
        with pytest.raises(EngineError) as caught:
            anew(day, 0, event)
        assert caught.value.code == code


def test_a_plan_that_is_over(day):
    with pytest.raises(InvalidProblem) as caught:
        anew(day, 9 * HOUR)
    assert caught.value.issues[0].code == "no_shifts"


@settings(max_examples=40)
@given(problems(), st.integers(0, 3 * 24 * 4), st.randoms(use_true_random=False))
def test_whatever_happens_there_is_a_sound_plan(problem, quarter, random):
    matrix = travel.build(problem.locations)
    solution = in_order(problem, matrix, [item.id for item in problem.candidates])
    now_s = quarter * HOUR // 4
    stops = [stop for route in solution.routes for stop in route.stops]
    done = [s.candidate_id for s in stops if s.departure_s <= now_s and random.random() < 0.9]
    told = [s.candidate_id for s in stops if random.random() < 0.3]
    events = _events(problem, stops, now_s, random)
    try:
        found = anew((problem, matrix, solution), now_s, *events, done=done, told=told)
    except InvalidProblem as error:
        assert {issue.code for issue in error.issues} <= {"no_shifts", "no_candidates"}
        return
    _is_in_order(found, now_s, done, told, stops)


def _events(problem, stops, now_s, random):
    found = []
    if stops and random.random() < 0.3:
        found.append(VisitCancelled(random.choice(stops).candidate_id))
    if random.random() < 0.2:
        found.append(RepIll(random.choice(problem.shifts).rep))
    begun = [s for s in stops if s.start_s <= now_s < s.departure_s]
    if begun and random.random() < 0.5:
        found.append(Overrun(begun[0].candidate_id, now_s + random.randint(0, 4 * HOUR)))
    if random.random() < 0.5:
        place = random.randrange(len(problem.locations))
        found.append(Urgent(Candidate("urgent", place, 600, mandatory=True)))
    return found


def _is_in_order(found, now_s, done, told, stops):
    names = {item.id for item in found.problem.candidates}
    assert not names & set(done)
    was = {stop.candidate_id: stop.start_s for stop in stops}
    first = {s.id: s.first for s in found.problem.shifts}
    for route in found.solution.routes:
        ids = [stop.candidate_id for stop in route.stops]
        assert all(s.start_s >= now_s for s in route.stops)
        assert tuple(ids[: len(first[route.shift_id])]) == first[route.shift_id]
        for stop in route.stops:
            frozen = stop.candidate_id in first[route.shift_id][:1]
            promised = stop.candidate_id in told and was[stop.candidate_id] >= now_s
            if promised and stop.candidate_id not in found.relaxed and not frozen:
                assert stop.start_s == was[stop.candidate_id]
