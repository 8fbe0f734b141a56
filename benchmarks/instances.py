"""Realistic planning problems from a seed: customers in clusters around a few centres."""

import random
from typing import List, Tuple

from engine.routing.problem import Break, Candidate, Location, Problem, Shift, Window

DAY = 86_400
HOUR = 3_600


def city(
    candidates: int, reps: int, days: int, seed: int = 1, lunch: bool = True, objective: str = "most_value"
) -> Problem:
    """Return a planning problem of a region with one centre per thirty customers.

    A third of the customers is open all day, the others on some days for some hours.
    """
    chance = random.Random(seed)
    centres = [_near(chance, Location(60.2, 24.9), 0.15) for _centre in range(1 + candidates // 30)]
    locations = [_near(chance, chance.choice(centres), 0.05) for _rep in range(reps)]
    items = []
    for number in range(candidates):
        locations.append(_near(chance, chance.choice(centres), 0.04))
        items.append(_candidate(chance, number, reps + number, days))
    shifts = [_shift(rep, day, lunch) for rep in range(reps) for day in range(days)]
    return Problem(tuple(locations), tuple(items), tuple(shifts), objective)


def _near(chance: random.Random, centre: Location, spread: float) -> Location:
    return Location(centre.lat + chance.gauss(0, spread), centre.lon + chance.gauss(0, 2 * spread))


def _candidate(chance: random.Random, number: int, location: int, days: int) -> Candidate:
    service_s = chance.choice((20, 30, 30, 45, 60)) * 60
    windows: Tuple[Window, ...] = ()
    if chance.random() > 1 / 3:
        windows = _opening(chance, days, service_s)
    return Candidate("c%d" % number, location, service_s, windows, chance.randint(5, 100))


def _opening(chance: random.Random, days: int, service_s: int) -> Tuple[Window, ...]:
    opens, closes = chance.choice(((9, 12), (9, 17), (13, 17), (8, 16)))
    chosen = [day for day in range(days) if chance.random() < 0.7] or [chance.randrange(days)]
    return tuple(Window(day * DAY + opens * HOUR, day * DAY + closes * HOUR - service_s) for day in chosen)


def _shift(rep: int, day: int, lunch: bool) -> Shift:
    midnight = day * DAY
    pauses: List[Break] = []
    if lunch:
        pauses.append(Break(midnight + 11 * HOUR, midnight + 13 * HOUR, 1_800))
    begin, end = midnight + 8 * HOUR, midnight + 17 * HOUR
    return Shift("%d/%d" % (rep, day), "rep %d" % rep, day, begin, end, rep, rep, tuple(pauses))


def nearest_first(problem: Problem, matrix) -> List[str]:
    """Return the candidates as somebody would visit them who always takes the nearest next."""
    here = problem.shifts[0].start_location
    waiting, order = list(problem.candidates), []
    while waiting:
        best = min(waiting, key=lambda item: matrix.leg(here, item.location)[0])
        waiting.remove(best)
        order.append(best.id)
        here = best.location
    return order
