"""Whatever the problem: no crash, nothing the checker refuses, everybody placed or explained."""

from engine import matrix as travel
from engine.routing import codec, errors_of, validate
from engine.routing.backends.ortools_routing import OrToolsRouting
from engine.routing.baseline import in_order
from engine.routing.checker import check
from engine.routing.solution import LEFT_OUT_CODES, REMEDIES
from hypothesis import given, settings
from strategies import few, problems, solve_and_check


@settings(max_examples=200)
@given(problems())
def test_every_candidate_is_placed_or_has_a_reason(problem):
    assert errors_of(validate(problem)) == ()
    solution = solve_and_check(problem, stop=few(15))
    left = {item.candidate_id: item for item in solution.left_out}
    assert solution.placed() | set(left) == {item.id for item in problem.candidates}
    assert all(item.code in LEFT_OUT_CODES for item in left.values())
    assert all(item.remedy in REMEDIES for item in left.values())
    assert codec.solution_from_dict(codec.solution_to_dict(solution)) == solution


@settings(max_examples=60)
@given(problems())
def test_so_it_is_with_the_search_that_needs_no_compiler(problem):
    solution = solve_and_check(problem, stop=few(10), backend=OrToolsRouting())
    left = {item.candidate_id for item in solution.left_out}
    assert solution.placed() | left == {item.id for item in problem.candidates}


@settings(max_examples=100)
@given(problems(max_candidates=12))
def test_the_baseline_is_sound(problem):
    matrix = travel.build(problem.locations)
    baseline = in_order(problem, matrix, [item.id for item in problem.candidates])
    assert check(problem, matrix, baseline) == ()
