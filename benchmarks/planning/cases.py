"""The classes of the benchmark: which cases, how long, what is to be reached."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional

import cities
from engine.formats import Instance, measures, read
from engine.matrix import GeodesicProvider
from engine.matrix.types import Travel
from engine.routing.problem import Problem

#: Routes as lists of candidate ids -> a published measure.
Measure = Callable[[List[List[str]]], float]


@dataclass(frozen=True)
class Case:
    """One problem that everybody solves with the same seed and wall time.

    ``program`` is ours for it, which is ended after ``patience`` times the
    seconds: more than one where its work is counted and not timed.
    """

    name: str
    problem: Problem
    travel: Travel
    seconds: float
    seed: int
    measure: Optional[Measure] = None
    best_known: Optional[float] = None
    program: str = "ours.py"
    patience: float = 1.0


@dataclass(frozen=True)
class Class:
    """A row of the table.

    Attributes
    ----------
    kind
        ``"ratio"``: our cost ÷ the best contender's, mean of all cases.
        ``"gap"``: our published measure against the best known, in percent.
        ``"time"``: our seconds count; costs of contenders inform.
        ``"loss"``: our cost ÷ that of the problem searched whole, in percent more.
    limit, worst
        Bounds of the mean and of the worst case; ``worst`` may be missing.
    max_seconds, max_mb
        Bounds of our time and of the memory of all our processes together;
        ``process_mb`` that of the largest.
    alone
        Whether contenders have nothing to do with it.
    repeats
        Whether a contender of one thread runs on every core at once with
        seeds of its own; else it runs once, as its model fills the memory.
    """

    name: str
    title: str
    kind: str
    limit: Optional[float]
    cases: Callable[[Path], Iterator[Case]]
    worst: Optional[float] = None
    max_seconds: Optional[float] = None
    max_mb: Optional[float] = None
    process_mb: Optional[float] = None
    alone: bool = False
    repeats: bool = True


def _city(size: cities.City, seeds: int, seconds: float) -> Callable[[Path], Iterator[Case]]:
    def cases(_folder: Path) -> Iterator[Case]:
        for seed in range(1, seeds + 1):
            problem = cities.build(size, seed)
            yield Case("city %d" % seed, problem, _travel(problem), seconds, seed)

    return cases


def _travel(problem: Problem) -> Travel:
    return GeodesicProvider().travel(problem.locations)


def _running_day(_folder: Path) -> Iterator[Case]:
    """A day of many short visits, of which all but twelve will be over; see :mod:`replan`."""
    for seed in range(1, 6):
        whole = cities.build(cities.City(1, 1, 40), seed)
        items = tuple(replace(item, service_s=15 * cities.MINUTE) for item in whole.candidates)
        problem = replace(whole, candidates=items)
        yield Case("city %d" % seed, problem, _travel(problem), 1.0, seed, program="replan.py")


def _whole_and_cut(_folder: Path) -> Iterator[Case]:
    """Each side gets the work of 40 s; both run one after the other; see :mod:`split`."""
    problem = cities.build(cities.City(20, 5, 1_000), 1)
    yield Case("city 1", problem, _travel(problem), 40.0, 1, program="split.py", patience=6.0)


def _published(family: str, seconds: float) -> Callable[[Path], Iterator[Case]]:
    def cases(folder: Path) -> Iterator[Case]:
        for row in _table(folder):
            if row["family"] != family:
                continue
            path = folder / family / row["file"]
            _prefix, _m, routes = row["measure"].partition("prize_m")
            instance = read(str(path), int(routes) if routes else None)
            yield Case(_name(row), instance.problem, instance.travel, seconds, 1,
                       _measure(instance), float(row["best_known"]))

    return cases


def _table(folder: Path) -> List[Dict[str, str]]:
    try:
        with open(folder / "bks.csv", newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))
    except OSError:
        return []


def _name(row: Dict[str, str]) -> str:
    return row["file"].partition(".")[0] + (" " + row["measure"][6:] if "prize_m" in row["measure"] else "")


def _measure(instance: Instance) -> Measure:
    return lambda routes: float(measures(instance, routes)["cost"])


CLASSES = (
    Class("one_day_15", "15 stops, 1 day, 0.2 s", "ratio", 1.0, _city(cities.City(1, 1, 15), 5, 0.2), max_seconds=0.2),
    Class("one_day_15_lunch", "15 stops, 1 day, with lunch, 0.2 s", "ratio", 1.0,
          _city(cities.City(1, 1, 15, True), 5, 0.2), max_seconds=0.2),
    Class("week_60", "60 candidates, 1 rep, 5 days, 10 s", "ratio", 1.005, _city(cities.City(1, 5, 60), 5, 10)),
    Class("week_60_lunch", "60 candidates, 1 rep, 5 days, with lunch, 10 s", "ratio", 1.005,
          _city(cities.City(1, 5, 60, True), 5, 10)),
    Class("team_1000", "1,000 candidates, 20 reps, 5 days, 60 s", "ratio", 1.005,
          _city(cities.City(20, 5, 1_000), 3, 60), process_mb=500),
    Class("team_5000", "5,000 candidates, 100 reps, 5 days, 5 min", "time", None,
          _city(cities.City(100, 5, 5_000), 1, 300), max_seconds=300, max_mb=2_048, repeats=False),
    Class("split_loss", "1,000 candidates, 20 reps, 5 days: cut into parts of 500, same work", "loss", None,
          _whole_and_cut, alone=True),
    Class("solomon", "Solomon, 100 customers, 5 s", "gap", 1.0, _published("solomon", 5), worst=3.0),
    Class("homberger", "Gehring and Homberger, 200 customers, 10 s", "gap", 1.5, _published("homberger", 10)),
    Class("toptw", "TOPTW, 5 s: prize lost", "gap", 4.0, _published("toptw", 5)),
    Class("pcvrptw", "PCVRPTW, 1,000 customers, 30 s", "gap", 6.0, _published("pcvrptw", 30)),
    Class("replan", "running day, 12 stops left", "time", None, _running_day, max_seconds=1.0, alone=True),
)
NAMES = tuple(row.name for row in CLASSES)
