"""Work, not the clock, ends a search; and no answer beats the bound."""

import pytest
from engine import matrix as travel
from engine.routing import budget
from engine.routing.bound import lower_bound
from engine.routing.stop import AnyOf, Cancelled, Iterations, SearchState, WallTime, WorkBudget
from hypothesis import given, settings
from strategies import few, problems, solve_and_check


def test_the_budget_is_a_function_of_the_size_alone():
    assert budget.rule("ruin_recreate", 60) == budget.rule("ruin_recreate", 60)
    assert isinstance(budget.rule("ruin_recreate", 60), WorkBudget)
    assert isinstance(budget.rule("ortools", 60), Iterations)


@pytest.mark.parametrize("candidates", [0, 1, 15, 60, 300, 1000, 10_000])
def test_more_time_asked_for_is_never_less_work(candidates):
    work = [budget.rule("ruin_recreate", candidates, seconds).iterations
            for seconds in (0.5, 1, 5, 60, 600)]
    assert work == sorted(work)
    usual = budget.limit_s(candidates)
    same = budget.rule("ruin_recreate", candidates, usual)
    assert budget.rule("ruin_recreate", candidates) == same


def test_shares_of_limits():
    limits = budget.limits_of(AnyOf((WorkBudget(1000), WallTime(8), Cancelled(lambda: False))))
    assert limits == budget.Limits(work=1000, seconds=8)
    assert limits.share(0.25) == budget.Limits(work=250, seconds=2)
    assert limits.rules() == [WorkBudget(1000)]
    assert budget.Limits(seconds=3).rules() == [WallTime(3)]


def test_what_ended_a_search_is_told():
    asked = []
    rule = budget.Ending({"cancel": Cancelled(lambda: bool(asked)), "budget": WorkBudget(100)})
    assert not rule(SearchState(0, 0, 0, 0, 5))
    assert rule.by == "budget"
    asked.append(1)
    assert rule(SearchState(0, 0, 0, 0, 5))
    assert rule.by == "cancel"


@settings(max_examples=40)
@given(problems())
def test_no_answer_is_below_the_bound(problem):
    matrix = travel.build(problem.locations)
    solution = solve_and_check(problem, matrix, few(20))
    assert lower_bound(problem, matrix) <= solution.objective_value
