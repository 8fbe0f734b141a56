"""The backend: repeatable, legal, better than where it began, the same with and without numba."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import strategies
from engine import matrix as travel
from engine.routing.backends.ruin_recreate import RuinRecreate
from engine.routing.evaluation import Evaluator
from engine.routing.kernel import dice
from engine.routing.problem import Candidate, Location, Problem, Shift
from engine.routing.stop import AnyOf, Cancelled, NoImprovement, Search, WallTime, WorkBudget
from hypothesis import given, settings

ENGINE = Path(__file__).resolve().parents[4]
PROGRAM = """
import json, sys
sys.path[:0] = [%r, %r]
from test_ruin_recreate import week, searched
print(json.dumps(searched(week(), 200, 7)))
"""


def week(count=14):
    """Two days of scattered visits, not all of which fit."""
    places = [Location((at * 37 % 23) / 100.0, (at * 53 % 29) / 100.0) for at in range(count + 1)]
    candidates = tuple(
        Candidate(str(at), at, 2_400, prize=at * 7 % 10 + 1, mandatory=at % 5 == 1)
        for at in range(1, count + 1)
    )
    shifts = tuple(
        Shift("day %d" % day, "anna", day, day * 86_400, day * 86_400 + 18_000, 0, 0)
        for day in range(2)
    )
    return Problem(tuple(places), candidates, shifts)


def searched(problem, steps, seed):
    """Search for so many steps from nothing."""
    evaluator = Evaluator(problem, travel.build(problem.locations))
    search = Search(WorkBudget(steps), lambda: 0.0)
    return RuinRecreate().search(evaluator, [[] for _shift in problem.shifts], search, seed)


@settings(max_examples=40, deadline=None)
@given(strategies.problems(12))
def test_answers_are_legal_and_no_worse_than_the_start(problem):
    """Every rule, from a start that leaves all out."""
    pytest.importorskip("numba")
    evaluator = Evaluator(problem, travel.build(problem.locations))
    orders = searched(problem, 400, 3)
    assert evaluator.legal(orders)
    assert evaluator.cost(orders) <= evaluator.cost([[] for _shift in problem.shifts])


def test_equal_seeds_give_equal_orders():
    """A counted budget does not look at the clock."""
    pytest.importorskip("numba")
    assert searched(week(30), 2_000, 5) == searched(week(30), 2_000, 5)


def test_plain_python_gives_the_same_orders():
    """Whoever has no numba waits longer for the same plan."""
    pytest.importorskip("numba")
    program = PROGRAM % (str(ENGINE), str(Path(__file__).parent))
    paths = os.pathsep.join([str(ENGINE), str(ENGINE / "tests" / "engine")])
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": paths}
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    assert json.loads(answer.stdout) == searched(week(), 200, 7)


def test_more_is_served_with_more_work():
    """The search improves on its greedy first answer."""
    pytest.importorskip("numba")
    problem = week(40)
    evaluator = Evaluator(problem, travel.build(problem.locations))
    few, many = (evaluator.cost(searched(problem, steps, 1)) for steps in (0, 4_000))
    assert many < few


def test_fraction_is_the_largest_of_all_budgets():
    """The temperature follows whatever ends the search first."""
    now = [0.0]
    rule = AnyOf((WallTime(10), WorkBudget(100), Cancelled(lambda: False), NoImprovement(50)))
    search = Search(rule, lambda: now[0])
    assert search.fraction() == 0.0
    search.worked(20)
    now[0] = 1.0
    assert search.fraction() == 0.2
    now[0] = 5.0
    assert search.fraction() == 0.5
    now[0] = 50.0
    assert search.fraction() == 1.0


def test_random_numbers_fill_their_range():
    """All of them below the bound, no value left out."""
    state = dice.seeded(1)
    drawn = [int(dice.below(state, 10)) for _turn in range(2_000)]
    assert sorted(set(drawn)) == list(range(10))
    assert max(drawn.count(value) for value in range(10)) < 300


@pytest.mark.parametrize("value", [1e-9, 0.01, 0.5, 0.7071, 0.99])
def test_logarithm(value):
    """Good to six digits, by arithmetic alone."""
    import math

    assert float(dice.minus_log(value)) == pytest.approx(-math.log(value), rel=1e-6)


def test_shifts_without_candidates_stay_empty():
    """A night is tried out with whoever is near, and that may be nobody."""
    problem = week(0)
    assert searched(problem, 1_000, 5) == [[], []]


def test_several_starts_share_the_best():
    """Each better answer is told once, and the last of them is the result."""
    pytest.importorskip("numba")
    problem = week(40)
    evaluator = Evaluator(problem, travel.build(problem.locations))
    told = []
    empty = [[] for _shift in problem.shifts]
    search = Search(WorkBudget(20_000), lambda: 0.0)
    orders = RuinRecreate(starts=3).search(evaluator, empty, search, 5, told.append)
    costs = [evaluator.cost(one) for one in told]
    assert evaluator.legal(orders)
    assert costs == sorted(set(costs), reverse=True)
    assert costs[-1] == evaluator.cost(orders)


def test_a_failing_start_is_not_hidden():
    """What the listener raises in a thread reaches the caller."""
    pytest.importorskip("numba")
    problem = week()
    evaluator = Evaluator(problem, travel.build(problem.locations))

    def refuse(_orders):
        raise ValueError("no")

    search = Search(WorkBudget(2_000), lambda: 0.0)
    with pytest.raises(ValueError, match="no"):
        empty = [[] for _shift in problem.shifts]
        RuinRecreate(starts=2).search(evaluator, empty, search, 5, refuse)
