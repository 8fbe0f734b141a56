"""Likely next products."""
import pytest
from engine.scoring.association import proposals

# ten buy paper, of whom eight buy ink; ten others buy pens only; one more has bought paper lately
BOUGHT = [(c, 1) for c in range(10)] + [(c, 2) for c in range(8)] + [(c, 3) for c in range(10, 20)] + [(20, 1)]


def found(rows, **options):
    customers, products = zip(*rows)
    return proposals(customers, products, **options)


def test_who_bought_one_is_proposed_what_goes_with_it():
    proposal, = found(BOUGHT)[20]
    assert (proposal.product, proposal.because) == (2, 1)
    assert proposal.confidence == pytest.approx(8 / 11, abs=1e-4)
    assert proposal.lift == pytest.approx((8 / 11) / (8 / 21), abs=0.01)


def test_nothing_is_proposed_that_was_bought_already():
    result = found(BOUGHT)
    assert all(customer not in result for customer in range(8))
    assert set(result) == {8, 9, 20}


def test_few_common_buyers_are_chance():
    assert found(BOUGHT, fewest=9) == {}


def test_what_everybody_buys_follows_from_nothing():
    rows = [(c, 1) for c in range(30)] + [(c, 2) for c in range(15)]
    assert found(rows) == {}


def test_repeated_purchases_count_once_and_order_means_nothing():
    assert found(list(reversed(BOUGHT)) * 3) == found(BOUGHT)


def test_the_strongest_reason_and_the_best_products_come_first():
    rows = [(c, 1) for c in range(10)] + [(c, 2) for c in range(9)] + [(c, 3) for c in range(6)]
    rows += [(c, 9) for c in range(50, 100)] + [(200, 1)]
    assert [item.product for item in found(rows)[200]] == [2, 3]
    assert [item.product for item in found(rows, most=1)[200]] == [2]


def test_without_purchases_nothing_is_proposed():
    assert proposals([], []) == {}
