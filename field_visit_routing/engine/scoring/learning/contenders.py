"""The models that are fitted: each one recipe with its strength, its memory and what it is good at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from .encoding import Encoded
from .table import Floats, Ints

LINEAR, BOOSTING, FOREST = "logistic", "boosting", "forest"
#: A forest knows no gaps: what is unknown is a number far below all others.
UNKNOWN = -1e9
EPSILON = 1e-5


@dataclass(frozen=True)
class Recipe:
    """How one model is fitted.

    Attributes
    ----------
    name
        What the card calls it.
    family
        ``logistic``, ``boosting`` or ``forest``.
    settings
        Parameters of scikit-learn's class.
    half_life
        Part of the training rows after which an older row counts half; None when all count the same.
    """

    name: str
    family: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    half_life: Optional[float] = None


@dataclass(frozen=True)
class Fitted:
    """A recipe that has learned; ``probabilities`` (n,) of rows that are encoded alike."""

    recipe: Recipe
    model: Any

    def probabilities(self, encoded: Encoded) -> Floats:
        """Return the chance of a positive per row, within 0 and 1, never quite either."""
        with threadpool_limits(1, "openmp"):
            chances = self.model.predict_proba(_matrix(self.recipe, encoded))[:, 1]
        return np.clip(chances, EPSILON, 1 - EPSILON)


def fit(recipe: Recipe, encoded: Encoded, target: Ints, seed: int) -> Fitted:
    """Fit a recipe to rows in order of time, the oldest first.

    On one thread: those of OpenMP wait for each other by spinning, which on a busy server takes a hundred times
    the time of the work itself.
    """
    model = _FAMILIES[recipe.family](recipe, encoded, seed)
    with threadpool_limits(1, "openmp"):
        model.fit(_matrix(recipe, encoded), target, sample_weight=_weights(len(target), recipe.half_life))
    return Fitted(recipe, model)


def _weights(rows: int, half_life: Optional[float]) -> Floats:
    if half_life is None:
        return np.ones(rows)
    age = np.arange(rows)[::-1] / (half_life * rows)
    weights: Floats = 0.5 ** age
    return weights * rows / weights.sum()


def _matrix(recipe: Recipe, encoded: Encoded) -> Any:
    if recipe.family == LINEAR:
        return encoded.linear
    return np.nan_to_num(encoded.trees, nan=UNKNOWN) if recipe.family == FOREST else encoded.trees


def _logistic(recipe: Recipe, _encoded: Encoded, _seed: int) -> LogisticRegression:
    return LogisticRegression(max_iter=300, **recipe.settings)


def _boosting(recipe: Recipe, encoded: Encoded, seed: int) -> HistGradientBoostingClassifier:
    marks = list(encoded.categorical) if any(encoded.categorical) else None
    return HistGradientBoostingClassifier(
        random_state=seed, early_stopping=False, categorical_features=marks, **recipe.settings
    )


def _forest(recipe: Recipe, _encoded: Encoded, seed: int) -> ExtraTreesClassifier:
    return ExtraTreesClassifier(random_state=seed, **recipe.settings)


_FAMILIES: Dict[str, Any] = {LINEAR: _logistic, BOOSTING: _boosting, FOREST: _forest}


def recipes(rows: int, drift: bool) -> Tuple[Recipe, ...]:
    """Return the contenders for a number of training rows; with drift, some that forget."""
    least = int(np.clip(rows // 500, 5, 50))
    slow = {"learning_rate": 0.05, "max_iter": 200, "max_leaf_nodes": 8, "min_samples_leaf": least}
    leaves = {"n_estimators": 100, "min_samples_leaf": max(3, least // 2), "max_features": 0.5}
    always = (
        Recipe("logistic", LINEAR, {"C": 0.03}),
        Recipe("boosting", BOOSTING, dict(slow, max_features=0.4)),
        Recipe("forest", FOREST, leaves),
    )
    if drift:
        return always + (Recipe("logistic_recent", LINEAR, {"C": 0.001}, half_life=0.1),)
    return always + (Recipe("logistic_weak", LINEAR, {"C": 1.0}),)
