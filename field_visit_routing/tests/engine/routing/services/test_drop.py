"""The least set of mandatory visits to drop, against every set there is."""

from itertools import combinations, permutations, product

from engine import matrix as travel
from engine.routing.evaluation import Evaluator
from engine.routing.reachability import impossible
from engine.routing.services import drop
from engine.routing.services.drop import least_drop
from hypothesis import given, settings
from strategies import HOUR, Candidate, on_line, problems, replace, shift


def must(name, at=1, service_s=HOUR, **values):
    return Candidate(name, at, service_s, mandatory=True, **values)


def dropped(visits, days, **values):
    return least_drop(*on_line((0, 10, 20, 30), visits, days), **values)


def test_all_fit():
    found = dropped([must("a"), must("b")], [shift()])
    assert (found.impossible, found.surplus, found.proven) == ((), (), True)


def test_one_long_visit_goes_instead_of_two_short_ones():
    visits = [must("long", service_s=5 * HOUR, prize=99), must("b", service_s=3 * HOUR),
              must("c", service_s=3 * HOUR), Candidate("optional", 1, HOUR)]
    assert dropped(visits, [shift()]).surplus == ("long",)


def test_of_equally_many_the_least_prize():
    visits = [must("a", service_s=5 * HOUR, prize=5), must("b", service_s=5 * HOUR, prize=4)]
    assert dropped(visits, [shift()]).surplus == ("b",)


def test_what_never_fits_is_named_apart():
    visits = [must("a"), must("never", service_s=9 * HOUR)]
    found = dropped(visits, [shift()])
    assert (found.impossible, found.surplus) == (("never",), ())


def test_two_visits_of_a_client_on_one_day():
    visits = [must("a", client="k"), must("b", client="k", ordinal=1)]
    assert dropped(visits, [shift()]).surplus == ("a",)
    assert dropped(visits, [shift(), shift("t", day=1)]).surplus == ()


def test_many_visits_are_searched_quickly():
    """Twenty hours of work for two days of eight: an exchange brings the long visit in."""
    visits = [must("v%02d" % at, service_s=HOUR, at=1 + at % 3) for at in range(20)]
    found = dropped(visits, [shift(), shift("t", rep="ben")])
    assert len(found.surplus) == 6 and not found.proven
    bound = must("bound", service_s=7 * HOUR, allowed_shifts=("s",))
    visits = [must("v%02d" % at, service_s=HOUR // 2) for at in range(12)] + [bound]
    found = dropped(visits, [shift(), shift("t", rep="ben")])
    assert (found.surplus, found.proven) == ((), True)


def _by_force(problem, matrix):
    """Return the least number of mandatory visits to drop, by trying all assignments and orders."""
    names = [c.id for c in problem.candidates if c.must]
    evaluator = Evaluator(problem, matrix)
    number = {c.id: at for at, c in enumerate(problem.candidates)}
    items = [number[n] for n in names if impossible(evaluator, number[n]) is None]
    for count in range(len(items) + 1):
        for gone in combinations(items, count):
            kept = [item for item in items if item not in gone]
            if any(_works(evaluator, kept, homes) for homes in product(
                    range(len(problem.shifts)), repeat=len(kept))):
                return count
    return None


def _works(evaluator, kept, homes):
    groups = [[i for i, home in zip(kept, homes) if home == at]
              for at in range(len(evaluator.problem.shifts))]
    if any(at not in evaluator.allowed(i) for at, group in enumerate(groups) for i in group):
        return False
    if evaluator.clients.clashes(groups):
        return False
    return all(not group or any(evaluator.fits(at, list(order)) for order in permutations(group))
               for at, group in enumerate(groups))


@settings(max_examples=60)
@given(problems(max_candidates=4))
def test_no_smaller_set_would_do(problem):
    everybody = tuple(replace(c, mandatory=True, joint="", client="" if c.joint else c.client)
                      for c in problem.candidates)
    problem = replace(problem, candidates=everybody, shifts=problem.shifts[:3], nights=())
    matrix = travel.build(problem.locations)
    found = least_drop(problem, matrix)
    assert found.proven and len(found.surplus) == _by_force(problem, matrix)
    quick = _quick(problem, matrix)
    assert set(quick.impossible) == set(found.impossible)
    assert len(quick.surplus) >= len(found.surplus)
    if not quick.surplus:
        assert found.surplus == ()


def _quick(problem, matrix):
    most, drop.MOST_ORDERS = drop.MOST_ORDERS, 0
    try:
        return least_drop(problem, matrix)
    finally:
        drop.MOST_ORDERS = most


