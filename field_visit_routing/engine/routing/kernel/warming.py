"""Compiles everything before the first plan waits for it."""

from __future__ import annotations

import time

import numpy as np

from ...matrix.types import Matrix
from ..evaluation import Evaluator
from ..problem import Candidate, Location, Problem, Shift
from . import anneal, arrays


def warm() -> float:
    """Compile all functions, or load them from disk, and return the seconds that it took.

    Every problem, whatever its rules, is the same arrays to the compiled
    code: one search on a tiny one compiles all.
    """
    began = time.monotonic()
    places = tuple(Location(0.0, 0.0) for _place in range(3))
    candidates = tuple(Candidate(str(at), at, 1) for at in (1, 2))
    shift = Shift("s", "r", 0, 0, 100, 0, 0)
    seconds = np.ones((3, 3), dtype=np.int32)
    problem = Problem(places, candidates, (shift,))
    model = arrays.model_of(Evaluator(problem, Matrix(seconds, seconds)))
    state = arrays.state_of(model, [[]], 0)
    anneal.begin(model, state)
    anneal.fill(model, state)
    anneal.steps(model, state, 1, 1.0, 1.0, 1.0)
    return time.monotonic() - began
