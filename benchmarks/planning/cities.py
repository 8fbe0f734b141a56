"""Clustered cities from a seed: where customers are, when they open, what a visit is worth.

Towns of different size lie around a region's centre; a customer belongs to a
town or, one in eight, to the country between. Most open in office hours, some
close over midday, in the afternoon or on some weekdays. The prize is a score
times an urgency, 1 to 100, as the addon computes it. Reps start at home, in
or near a town. Equal arguments give equal problems on every machine.
"""

import math
import random
from typing import List, NamedTuple, Tuple

from engine.routing.problem import Break, Candidate, Location, Problem, Shift, Window

DAY, HOUR, MINUTE = 86_400, 3_600, 60
CENTRE = Location(60.2, 24.9)
KM_PER_DEGREE = 111.2
#: Square kilometres per rep: a territory of about 40 by 40.
KM2_PER_REP = 1_600.0
COUNTRY = 1 / 8
#: ``(share, hours of a day)``: opening hours and how common they are.
HOURS = (
    (0.30, ((8, 18),)),
    (0.25, ((9, 17),)),
    (0.20, ((9, 12), (13, 17))),
    (0.10, ((10, 15),)),
    (0.10, ((8, 12),)),
    (0.05, ((13, 18),)),
)
#: Share of customers that are closed on some weekdays.
SOME_DAYS = 0.3
SERVICES = (15, 20, 30, 30, 45, 60)
WORK = (8 * HOUR, 17 * HOUR)
LUNCH = Break(11 * HOUR, 13 * HOUR, 30 * MINUTE)


class City(NamedTuple):
    """The size of a case."""

    reps: int
    days: int
    candidates: int
    lunch: bool = False


class _Town(NamedTuple):
    x: float
    y: float
    spread: float
    weight: float


def build(city: City, seed: int) -> Problem:
    """Return the planning problem of a city."""
    chance = random.Random("%d %r" % (seed, city[:3]))
    side = math.sqrt(KM2_PER_REP * city.reps)
    towns = [_town(chance, side) for _town_number in range(2 + city.candidates // 40)]
    homes = [_place(chance, towns, side) for _rep in range(city.reps)]
    places = [_place(chance, towns, side) for _candidate in range(city.candidates)]
    items = [_candidate(chance, at, city) for at in range(city.candidates)]
    shifts = [_shift(rep, day, city.lunch) for rep in range(city.reps) for day in range(city.days)]
    return Problem(tuple(homes + places), tuple(items), tuple(shifts))


def _town(chance: random.Random, side: float) -> _Town:
    x, y = (chance.uniform(-side / 2, side / 2) for _axis in "xy")
    return _Town(x, y, chance.uniform(0.8, 5.0), chance.uniform(0.5, 1.0) ** 3)


def _place(chance: random.Random, towns: List[_Town], side: float) -> Location:
    if chance.random() < COUNTRY:
        x, y = (chance.uniform(-side / 2, side / 2) for _axis in "xy")
    else:
        town = chance.choices(towns, [town.weight for town in towns])[0]
        x, y = chance.gauss(town.x, town.spread), chance.gauss(town.y, town.spread)
    lat = CENTRE.lat + y / KM_PER_DEGREE
    lon = CENTRE.lon + x / (KM_PER_DEGREE * math.cos(math.radians(CENTRE.lat)))
    return Location(round(lat, 5), round(lon, 5))


def _candidate(chance: random.Random, at: int, city: City) -> Candidate:
    service_s = chance.choice(SERVICES) * MINUTE
    windows = _windows(chance, city.days, service_s)
    score, urgency = chance.betavariate(2, 3), chance.uniform(0.2, 1.0)
    prize = max(1, round(100 * score * urgency))
    return Candidate("c%d" % at, city.reps + at, service_s, windows, prize)


def _windows(chance: random.Random, days: int, service_s: int) -> Tuple[Window, ...]:
    hours = chance.choices([row[1] for row in HOURS], [row[0] for row in HOURS])[0]
    opened = list(range(days))
    if chance.random() < SOME_DAYS:
        opened = sorted(chance.sample(opened, max(1, chance.randint(days // 2, days))))
    return tuple(
        Window(day * DAY + opens * HOUR, day * DAY + closes * HOUR - service_s)
        for day in opened
        for opens, closes in hours
    )


def _shift(rep: int, day: int, lunch: bool) -> Shift:
    begin, end = (day * DAY + clock for clock in WORK)
    pauses = ()
    if lunch:
        pauses = (Break(begin - WORK[0] + LUNCH.earliest_s, begin - WORK[0] + LUNCH.latest_s, LUNCH.duration_s),)
    return Shift("rep%d/%d" % (rep, day), "rep%d" % rep, day, begin, end, rep, rep, pauses)
