"""A quarter of simulated weeks: every one of them sound, the coverage counted right."""

import pytest
from engine.errors import EngineError
from engine.matrix import GeodesicProvider, Profile
from engine.routing.checker import check
from engine.routing.services.capacity import (
    CapacityQuestion,
    Customer,
    Opening,
    Worker,
    simulate,
    smallest_team,
    team_of,
)
from strategies import HOUR, Break, Location, replace

INTERVALS = {"A": 7, "B": 14, "C": 30}
LUNCH = Break(12 * HOUR, 13 * HOUR, HOUR // 2)


def question(customers=60, reps=2, **values):
    """Customers of three grades around their reps."""
    places = tuple(Location(60 + (7 * i % 31) / 300, 24.8 + (11 * i % 37) / 200)
                   for i in range(reps + customers))
    people = tuple(Worker("r%d" % at, at, at, breaks=(LUNCH,)) for at in range(reps))
    grades = ["ABBCCC"[at % 6] for at in range(customers)]
    known = tuple(Customer("c%d" % at, reps + at, grade, INTERVALS[grade], HOUR)
                  for at, grade in enumerate(grades))
    return CapacityQuestion(places, known, people, **values)


def travel(asked):
    return GeodesicProvider(Profile(40.0, 1.3)).travel(asked.locations)


def simulated(asked, **values):
    """Simulate and insist that the checker accepts every week."""
    roads = travel(asked)

    def on_week(plan):
        if plan.problem.candidates:
            assert check(plan.problem, roads, plan.solution) == ()

    return simulate(asked, roads, on_week=on_week, **values)


def test_a_team_that_is_large_enough_keeps_every_interval():
    answer = simulated(question())
    assert answer.keeps and answer.status == "finished" and len(answer.weeks) == 13
    by_grade = {grade.grade: grade for grade in answer.coverage}
    assert {name: g.customers for name, g in by_grade.items()} == {"A": 10, "B": 20, "C": 30}
    for name, grade in by_grade.items():
        least = 91 // INTERVALS[name] * grade.customers
        assert least <= grade.due <= 1.35 * least, "nobody is visited much more often than asked for"
        assert grade.kept_share >= 0.95 and grade.made == grade.due
    assert all(week.overdue == 0 and 0 < week.utilisation < 1 for week in answer.weeks)
    assert answer.overtime_s == 0 and answer.driving_s > 0


def test_a_team_that_is_too_small_is_late_and_says_so():
    answer = simulated(question(customers=120, reps=1, weeks=6))
    assert not answer.keeps
    worst = min(answer.coverage, key=lambda grade: grade.kept_share)
    assert worst.kept_share < 0.8 and worst.worst_late_days > 7 and worst.mean_late_days > 1
    assert answer.weeks[-1].overdue > answer.weeks[0].overdue
    assert answer.utilisation > 0.8


def test_equal_questions_have_equal_answers():
    asked = question(customers=24, weeks=4)
    assert simulated(asked) == simulated(asked)
    assert simulated(replace(asked, seed=5)) != simulated(asked)


def test_with_the_search_it_is_the_same_kind_of_plan():
    asked = question(customers=18, reps=1, weeks=2, iterations=40)
    answer = simulated(asked)
    assert answer == simulated(asked) and answer.keeps


def one(**values):
    """A single weekly customer, last visited on a Friday, and a rep."""
    places = (Location(60.0, 25.0), Location(60.01, 25.0))
    customer = Customer("c", 1, "A", 7, **{"last_day": -3, **values})
    return CapacityQuestion(places, (customer,), (Worker("r", 0, 0),), weeks=4)


def test_who_is_due_on_friday_is_visited_on_fridays():
    days = []
    asked = one()
    simulate(asked, travel(asked),
             on_week=lambda plan: days.extend(r.shift_id for r in plan.solution.routes))
    assert days == ["r/4", "r/11", "r/18", "r/25"]


def test_hours_days_off_and_the_rep_of_a_customer():
    asked = one(openings=(Opening(3, 9 * HOUR, 10 * HOUR),))
    days = []
    simulate(asked, travel(asked), on_week=lambda plan: days.extend(
        (r.shift_id, r.stops[0].start_s % 86_400 // HOUR) for r in plan.solution.routes))
    assert days and all(name.split("/")[1] in ("3", "10", "17", "24") and hour in (9, 10)
                        for name, hour in days)
    off = replace(asked, reps=(replace(asked.reps[0], weekdays=(3,), days_off=(3, 10)),))
    answer = simulated(off)
    assert [week.visits for week in answer.weeks] == [0, 0, 1, 1]
    assert answer.coverage[0].worst_late_days == 13 and not answer.keeps
    nobody = simulated(one(reps=("x",)))
    assert sum(week.visits for week in nobody.weeks) == 0 and not nobody.keeps
    assert nobody.coverage[0].due == 1 and nobody.coverage[0].made == 0


def test_short_intervals_have_several_visits_a_week():
    answer = simulated(replace(one(), customers=(Customer("c", 1, "D", 2, last_day=-1),)))
    assert all(week.visits >= 2 for week in answer.weeks)
    assert answer.coverage[0].kept_share > 0.9


def test_progress_and_cancel():
    seen = []
    asked = question(customers=12, weeks=5)
    answer = simulate(asked, travel(asked), on_progress=lambda *at: seen.append(at),
                      cancelled=lambda: len(seen) == 2)
    assert seen == [(1, 5), (2, 5)]
    assert answer.status == "cancelled" and len(answer.weeks) == 2


def test_the_smallest_team():
    asked = question(customers=120, reps=1, weeks=4)
    found = smallest_team(asked, travel(asked))
    tried = dict(found.tried)
    assert found.reps is not None and found.reps > 1 and found.monotone
    assert tried[found.reps] >= asked.target > tried[found.reps - 1]
    assert tried[found.reps + 1] >= asked.target, "the next larger one was tried as well"
    assert found.answer == simulate(team_of(asked, found.reps), travel(asked))


def test_a_team_may_shrink():
    asked = question(customers=12, reps=4, weeks=3)
    assert smallest_team(asked, travel(asked)).reps == 1


def test_no_team_is_large_enough():
    asked = replace(one(), customers=(Customer("c", 1, "A", 7, service_s=20 * HOUR),))
    found = smallest_team(asked, travel(asked), most=3)
    assert found.reps is None and not found.answer.keeps
    assert {reps for reps, _share in found.tried} == {1, 2, 3}


def test_doubles_may_visit_the_customers_of_their_rep():
    asked = replace(one(reps=("r",)))
    team = team_of(asked, 3)
    assert [rep.id for rep in team.reps] == ["r", "r+1", "r+2"]
    assert team.customers[0].reps == ("r", "r+1", "r+2")


def test_fewer_reps_take_over_the_customers_of_those_who_go():
    asked = question(customers=6, reps=2)
    bound = replace(asked, customers=tuple(replace(c, reps=("r1",)) for c in asked.customers))
    assert team_of(bound, 1).customers[0].reps == ()


@pytest.mark.parametrize("values, field", [
    ({"customers": ()}, "customers"), ({"reps": ()}, "reps"), ({"weeks": 0}, "weeks"),
    ({"target": 2.0}, "target"), ({"tolerance": -1.0}, "tolerance"), ({"locations": ()}, "locations"),
    ({"customers": (Customer("c", 9, "A", 7),)}, "customers.location"),
    ({"customers": (Customer("c", 1, "A", 0),)}, "customers.interval_days"),
    ({"customers": (Customer("c", 1, "A", 7, last_day=3),)}, "customers.last_day"),
    ({"customers": (Customer("c", 1, "A", 7), Customer("c", 1, "A", 7))}, "customers.id"),
    ({"reps": (Worker("r", 0, 0, weekdays=(7,)),)}, "reps.weekdays"),
    ({"reps": (Worker("r", 0, 0, start_s=9, end_s=8),)}, "reps.end_s"),
])
def test_bad_questions(values, field):
    asked = replace(one(), **values)
    with pytest.raises(EngineError) as caught:
        simulate(asked, travel(one()))
    assert (caught.value.code, caught.value.params["field"]) == ("bad_question", field)
