"""Customers and reps for the tests of designs, and the one way in which the tests design."""

import random
from dataclasses import replace

from engine.territory.design import Aim, Customer, DesignQuestion, Rep
from engine.territory.design.checker import check
from engine.territory.design.design import design

AIMS = (Aim("compact"), Aim("home", compact=0.3, home=1.0), Aim("keep", compact=1.0, keep=1.0))


def region(customers, reps, seed=1, centre=(60.2, 24.9), locked=0.0, **values):
    """A region of towns; nine of ten customers are with the rep who lives nearest."""
    chance = random.Random(seed)
    towns = [_near(chance, centre, 0.15) for _town in range(1 + customers // 60)]
    team = tuple(Rep(at + 1, *_near(chance, chance.choice(towns), 0.05)) for at in range(reps))
    items = tuple(_customer(chance, at + 1, _near(chance, chance.choice(towns), 0.04), team)
                  for at in range(customers))
    items = tuple(replace(item, locked=item.owner) if chance.random() < locked else item for item in items)
    return DesignQuestion(items, team, **values)


def _near(chance, place, spread):
    lon = place[1] + chance.gauss(0, 2 * spread)
    return place[0] + chance.gauss(0, spread), (lon + 180.0) % 360.0 - 180.0


def _customer(chance, number, place, team):
    nearest = min(team, key=lambda rep: (rep.lat - place[0]) ** 2 + ((rep.lon - place[1] + 180) % 360 - 180) ** 2 / 4)
    owner = nearest if chance.random() < 0.9 else chance.choice(team)
    return Customer(number, *place, visits=chance.choice((1.0, 2.0, 4.0)), service_h=chance.choice((0.25, 0.5, 1.0)),
                    amount=round(chance.lognormvariate(3, 0.7), 2), owner=owner.id)


def grid(side=6, reps=4):
    """Customers on a square grid, a kilometre or so apart; reps without homes."""
    items = tuple(Customer(1 + row * side + column, 60.0 + row / 100, 25.0 + column / 50)
                  for row in range(side) for column in range(side))
    return DesignQuestion(items, tuple(Rep(number + 1) for number in range(reps)), work=0.5)


def designed(question, balance=True):
    """Design, and insist that the checker accepts every scenario."""
    answer = design(question)
    for scenario in answer.scenarios[1:]:
        assert check(question, scenario, balance) == (), scenario.name
    return answer


def members(scenario):
    return {area.rep: set(area.customers) for area in scenario.areas}
