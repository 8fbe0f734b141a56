"""Public instances with a proven optimum: whatever changes in the search, it still finds it.

The first 25 customers of Solomon's instances; the distances, truncated to one decimal, are those of the published
tables of optimal solutions.
"""

from pathlib import Path

import pytest
from engine.formats import measures, read
from engine.routing.backends.ortools_routing import OrToolsRouting
from engine.routing.solver import default_backend
from engine.routing.stop import AnyOf, Iterations, WorkBudget
from strategies import placed, solve_and_check

FOLDER = Path(__file__).parent / "solomon"
OPTIMA = {"C101": 191.3, "C206": 214.7, "R101": 617.1, "R201": 463.3, "RC108": 294.5}
WORK = AnyOf((WorkBudget(5_000), Iterations(15_000)))


def distance(name, backend):
    instance = read(str(FOLDER / (name + ".txt")))
    solution = solve_and_check(instance.problem, instance.travel, WORK, seed=1, backend=backend)
    assert not solution.left_out
    return measures(instance, list(placed(solution).values()))["distance"]


@pytest.mark.parametrize("name", OPTIMA)
def test_the_optimum_of_25_customers(name):
    assert distance(name, default_backend()) == OPTIMA[name]


@pytest.mark.parametrize("name", ["C101", "C206", "RC108"])
def test_the_search_that_needs_no_compiler_finds_it_as_well(name):
    assert distance(name, OrToolsRouting()) == OPTIMA[name]
