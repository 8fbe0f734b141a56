"""Leads that never were, with a truth that is known: for tests and where no real data is at hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .blending import sigmoid
from .table import Floats, Ints, Objects, Table

SOURCES = ("website", "fair", "referral", "phone", "mailing")
SOURCE_WORTH = (0.2, -0.4, 1.1, 0.0, -0.9)
INDUSTRIES = ("retail", "machines", "health", "food", "transport", "public", "energy")
COUNTRIES = ("DE", "FR", "CN", "US")
#: Part of the cells where nobody wrote anything down.
MISSING = 0.08


@dataclass(frozen=True)
class Sample:
    """``table`` of leads in order of time, their ``target``, moments ``when`` (days) and the true ``chances``."""

    table: Table
    target: Ints
    when: Floats
    chances: Floats


def sample(rows: int, seed: int = 1, drift: float = 0.0) -> Sample:
    """Return leads whose chance follows a law with a curve and a meeting of two columns.

    Parameters
    ----------
    drift
        How far the logit of everybody moves from the first lead to the last; a column follows it.
    """
    drawn = np.random.default_rng(seed)
    source = drawn.integers(len(SOURCES), size=rows)
    industry = drawn.integers(len(INDUSTRIES), size=rows)
    employees = np.round(np.exp(drawn.normal(3.5, 1.2, rows)))
    distance_km = np.round(drawn.gamma(2.0, 40.0, rows), 1)
    previous = drawn.poisson(0.4, rows)
    age = drawn.integers(20, 70, rows)
    when = np.sort(drawn.uniform(0, 1000, rows))
    market = drift * when / 1000 + drawn.normal(0, 0.05, rows)
    curve = -((np.log1p(employees) - 4.0) ** 2) / 2
    meeting = np.where((industry == 1) & (source == 1), 2.0, 0.0)
    logit = -1.6 + np.array(SOURCE_WORTH)[source] + curve + meeting + 0.5 * np.minimum(previous, 2) + (
        0.01 * (45 - age)) - 0.008 * distance_km + drift * when / 1000
    chances = sigmoid(logit)
    columns = {
        "source": _gaps(np.array(SOURCES, dtype=object)[source], drawn),
        "industry": _gaps(np.array(INDUSTRIES, dtype=object)[industry], drawn),
        "country": np.array(COUNTRIES, dtype=object)[drawn.integers(len(COUNTRIES), size=rows)],
        "employees": _gaps(employees.astype(object), drawn),
        "distance_km": _gaps(distance_km.astype(object), drawn),
        "previous_orders": previous.astype(object),
        "age": age.astype(object),
        "market": np.round(market, 3).astype(object),
    }
    return Sample(Table(columns), (drawn.random(rows) < chances).astype(np.int64), when, chances)


def _gaps(values: Objects, drawn: np.random.Generator) -> Objects:
    values = values.copy()
    values[drawn.random(len(values)) < MISSING] = None
    return values
