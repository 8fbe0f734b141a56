"""Design of 12 areas for 2,000 customers, beside what else one would do with the same customers in the same run.

The contenders are the nearest home, k-means (scikit-learn, weighted by the hours) with each area given to the
nearest home, and balanced flows alone: our own first step, the location and allocation of Hess et al. Every
division is measured by the same program, and is one piece when its outline is.
"""

import random
import time
from typing import Any, Callable, Dict, List, Tuple

import numpy as np
from harness import Row, at_least, at_most, information

CUSTOMERS, REPS = 2_000, 12
NAME = "design of 12 areas, 2,000 customers: "
SEEDS = (1, 2, 3)


def rows(options: Any, site: Any) -> List[Row]:
    """Measure three regions; the targets hold for the worst of them."""
    runs = [_measured(seed) for seed in SEEDS]
    found = [
        at_most(NAME + "one scenario, slowest of three regions", max(run["one_s"] for run in runs), "s", 30),
        information(NAME + "one scenario, processor time", max(run["one_cpu_s"] for run in runs), "s"),
        information(NAME + "three scenarios to compare, processor time", max(run["three_cpu_s"] for run in runs), "s"),
        at_most(NAME + "worst deviation from the mean", max(run["ours"][0] for run in runs), "%", 10),
        at_most(NAME + "areas in more than one piece", sum(run["ours"][2] for run in runs), "", 0),
        at_most(NAME + "rules that the checker finds broken", sum(run["broken"] for run in runs), "", 0),
        at_least(NAME + "changes avoided by the scenario \"few changes\"", min(run["saved"] for run in runs), "%", 10),
    ]
    for name in ("ours", "nearest home", "k-means", "balanced flows alone"):
        found += _contender(name, [run[name] for run in runs])
    return found


def _contender(name: str, figures: List[Tuple[float, float, int]]) -> List[Row]:
    deviations, ways, pieces = zip(*figures)
    return [
        information("%s: worst deviation from the mean" % name, max(deviations), "%"),
        information("%s: mean distance from the middle" % name, sum(ways) / len(ways), "km"),
        information("%s: areas in more than one piece, of %d" % (name, REPS * len(SEEDS)), sum(pieces), ""),
    ]


def _measured(seed: int) -> Dict[str, Any]:
    from engine.territory.design import Aim
    from engine.territory.design.board import board_of
    from engine.territory.design.checker import check
    from engine.territory.design.design import design
    from engine.territory.design.flow import allocate
    from engine.territory.design.ground import ground_of
    from engine.territory.design.measure import Measurer

    aims = (Aim("compact"), Aim("home", compact=0.3, home=1.0), Aim("keep", compact=1.0, keep=1.0))
    question, three = region(seed, aims[:1]), region(seed, aims)
    one_s, one_cpu_s, answer = _timed(lambda: design(question))
    _three_s, three_cpu_s, all_three = _timed(lambda: design(three))
    board = board_of(question, ground_of(question))
    measurer = Measurer(board)
    ways = {"nearest home": board.home_m.argmin(axis=1), "k-means": _k_means(board, seed),
            "balanced flows alone": allocate(board, aims[0])}
    compact, keep = all_three.scenarios[1], all_three.scenarios[3]
    return dict(
        {name: _figures(measurer.scenario(name, areas)) for name, areas in ways.items()},
        ours=_figures(answer.scenarios[1]), one_s=one_s, one_cpu_s=one_cpu_s, three_cpu_s=three_cpu_s,
        broken=sum(len(check(three, scenario)) for scenario in all_three.scenarios[1:]),
        saved=100.0 * (1 - len(keep.changes) / len(compact.changes)))


def _k_means(board: Any, seed: int) -> Any:
    """Return the areas of k-means, each given to one rep so that the homes are near."""
    from engine.territory.design.flow import assigned
    from sklearn.cluster import KMeans

    model = KMeans(board.reps, n_init=10, random_state=seed)
    labels = model.fit_predict(board.ground.at, sample_weight=board.load.mean(axis=1))
    cost = np.hypot(*(model.cluster_centers_[:, None, :] - board.homes[None, :, :]).transpose(2, 0, 1))
    return assigned(cost)[labels]


def _figures(scenario: Any) -> Tuple[float, float, int]:
    broken = sum(bool(area.outline) and area.outline["type"] != "Polygon" for area in scenario.areas)
    return 100.0 * scenario.deviation, scenario.spread_m / 1000.0, broken


def _timed(work: Callable[[], Any]) -> Tuple[float, float, Any]:
    """Return wall and processor seconds, and the result."""
    begin, cpu = time.monotonic(), time.process_time()
    answer = work()
    return time.monotonic() - begin, time.process_time() - cpu, answer


def region(seed: int, aims: Tuple[Any, ...]) -> Any:
    """Return a region of towns of different size, balanced by the hours of visits and driving.

    Nine of ten customers are with the rep who lives nearest.
    """
    from engine.territory.design import Customer, DesignQuestion, Rep

    chance = random.Random(seed)
    towns = [(60.5 + chance.gauss(0, 0.35), 25.0 + chance.gauss(0, 0.7), chance.paretovariate(1.2)) for _town in range(40)]

    def place(spread: float) -> Tuple[float, float]:
        town = chance.choices(towns, [size for _lat, _lon, size in towns])[0]
        return town[0] + chance.gauss(0, spread), town[1] + chance.gauss(0, 2 * spread)

    reps = tuple(Rep(1 + number, *place(0.04)) for number in range(REPS))
    customers = []
    for number in range(CUSTOMERS):
        lat, lon = place(0.05)
        near = min(reps, key=lambda rep: (rep.lat - lat) ** 2 + (rep.lon - lon) ** 2 / 4)
        owner = near if chance.random() < 0.9 else chance.choice(reps)
        customers.append(Customer(1 + number, lat, lon, chance.choice((1.0, 2.0, 4.0)), chance.choice((0.25, 0.5, 1.0)),
                                  owner=owner.id))
    return DesignQuestion(tuple(customers), reps, aims, "work_hours")
