"""The demo's customers buy by habits that scores and predictions can find again."""
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sales import Habit, basket, days_of, habits


def habit(**values):
    return Habit(**dict({"customer": 1, "cycle": 75, "boxes": 4, "since": 600, "falling": False, "stopped": False,
                         "machine": False, "gastronomy": False}, **values))


def test_orders_come_in_the_customers_cycle_and_never_in_the_future():
    days = days_of(habit(), random.Random(1))
    assert days[0] == 600
    assert 6 <= len(days) <= 9
    assert all(earlier > later > 0 for earlier, later in zip(days, days[1:]))


def test_who_has_stopped_has_not_ordered_for_more_than_two_cycles():
    assert min(days_of(habit(stopped=True), random.Random(1))) > 2 * 75


def test_who_buys_less_lately_orders_fewer_boxes_more_seldom():
    chance = random.Random(1)
    falling = habit(falling=True, boxes=20)
    before, after = (sum(basket(falling, ago, False, chance)[0][1] for _ in range(20)) for ago in (500, 100))
    assert after < 0.7 * before
    assert len(days_of(falling, random.Random(1))) < len(days_of(habit(), random.Random(1)))


def test_a_machine_is_bought_once_and_then_needs_tablets():
    chance = random.Random(1)
    assert ("MACHINE", 1) in basket(habit(machine=True), 500, True, chance)
    assert ("TABLETS", 1) in basket(habit(machine=True), 400, False, chance)


def test_the_same_seed_gives_the_same_sales():
    one, other = (habits(list(range(50)), set(range(25)), random.Random(23)) for _ in range(2))
    assert one == other
    assert 20 < len(one) < 40
