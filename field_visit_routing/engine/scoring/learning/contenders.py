"""The models that are fitted: each one recipe with its strength, its memory and what it is good at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
#: Numbers of trees that boosting is judged after.
STAGES = (60, 120, 220)


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
    stages
        Of boosting: numbers of trees, each judged from the one fit of the most.
    group
        Of the recipes of one group the best is used; "" for that of the family.
    """

    name: str
    family: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    half_life: Optional[float] = None
    stages: Tuple[int, ...] = ()
    group: str = ""

    def variants(self) -> Tuple[Recipe, ...]:
        """Return the recipe, or one per stage."""
        return tuple(
            replace(self, name="%s_%d" % (self.name, stage), settings=dict(self.settings, max_iter=stage), stages=())
            for stage in self.stages
        ) or (self,)


@dataclass(frozen=True)
class Fitted:
    """A recipe that has learned, ``models`` that differ in what was drawn only."""

    recipe: Recipe
    models: Tuple[Any, ...]

    def probabilities(self, encoded: Encoded) -> Floats:
        """Return the chance of a positive per row (n,), within 0 and 1, never quite either."""
        matrix = _matrix(self.recipe, encoded)
        with threadpool_limits(1, "openmp"):
            said = [model.predict_proba(matrix)[:, 1] for model in self.models]
        result: Floats = np.clip(np.mean(said, axis=0), EPSILON, 1 - EPSILON)
        return result

    def staged(self, encoded: Encoded) -> Floats:
        """Return the chances (n, variants) by each variant of the recipe."""
        stages = self.recipe.stages
        if not stages:
            return self.probabilities(encoded)[:, None]
        with threadpool_limits(1, "openmp"):
            said = [chances[:, 1] for number, chances in enumerate(
                self.models[0].staged_predict_proba(_matrix(self.recipe, encoded)), start=1) if number in stages]
        result: Floats = np.clip(np.column_stack(said), EPSILON, 1 - EPSILON)
        return result


def fit(recipe: Recipe, encoded: Encoded, target: Ints, seed: int, bags: int = 1) -> Fitted:
    """Fit a recipe to rows in order of time, the oldest first.

    On one thread: those of OpenMP wait for each other by spinning, which on a busy server takes a hundred times
    the time of the work itself.

    Parameters
    ----------
    bags
        How many boosted models are fitted, each with draws of its own; their mean is steadier than one.
    """
    matrix, weights = _matrix(recipe, encoded), _weights(len(target), recipe.half_life)
    models = []
    for number in range(bags if recipe.family == BOOSTING else 1):
        model = _FAMILIES[recipe.family](recipe, encoded, seed + number)
        with threadpool_limits(1, "openmp"):
            model.fit(matrix, target, sample_weight=weights)
        models.append(model)
    return Fitted(recipe, tuple(models))


def _weights(rows: int, half_life: Optional[float]) -> Floats:
    if half_life is None:
        return np.ones(rows)
    age = np.arange(rows)[::-1] / (half_life * rows)
    weights: Floats = 0.5 ** age
    return weights * float(rows / weights.sum())


def _matrix(recipe: Recipe, encoded: Encoded) -> Any:
    if recipe.family == LINEAR:
        return encoded.linear
    return np.nan_to_num(encoded.trees, nan=UNKNOWN) if recipe.family == FOREST else encoded.trees


def _logistic(recipe: Recipe, _encoded: Encoded, _seed: int) -> LogisticRegression:
    return LogisticRegression(max_iter=300, **recipe.settings)


def _boosting(recipe: Recipe, encoded: Encoded, seed: int) -> HistGradientBoostingClassifier:
    marks = list(encoded.categorical) if any(encoded.categorical) else None
    settings = dict(recipe.settings, max_iter=max(recipe.stages)) if recipe.stages else recipe.settings
    return HistGradientBoostingClassifier(
        random_state=seed, early_stopping=False, categorical_features=marks, **settings
    )


def _forest(recipe: Recipe, _encoded: Encoded, seed: int) -> ExtraTreesClassifier:
    return ExtraTreesClassifier(random_state=seed, **recipe.settings)


_FAMILIES: Dict[str, Any] = {LINEAR: _logistic, BOOSTING: _boosting, FOREST: _forest}


def recipes(rows: int, drift: bool) -> Tuple[Recipe, ...]:
    """Return the contenders for a number of training rows.

    With drift there are some that forget, and more kinds that speak together: what was best until now need not
    be so later.
    """
    least = int(np.clip(rows // 300, 5, 50))
    forest = {"n_estimators": 100, "min_samples_leaf": max(3, least // 2), "max_features": 0.5}
    always = (
        *(_linear(strength) for strength in ((0.001, 0.03) if drift else (0.003, 0.03, 0.3, 3.0))),
        _boosted("boosting", 8, least),
        Recipe("forest", FOREST, forest),
    )
    if drift:
        return always + (
            *(_linear(strength, half_life) for half_life in (0.3, 0.1) for strength in (0.001, 0.02)),
            _boosted("boosting_recent", 8, least, 0.2), Recipe("forest_recent", FOREST, forest, 0.2),
            replace(_boosted("boosting_all", 8, least, features=1.0), group="all"),
        )
    return always + (_boosted("boosting_plain", 4, least), _boosted("boosting_deep", 31, least))


def _linear(strength: float, half_life: Optional[float] = None) -> Recipe:
    name = "logistic_%g" % strength + ("_recent_%g" % half_life if half_life else "")
    return Recipe(name, LINEAR, {"C": strength}, half_life)


def _boosted(name: str, leaves: int, least: int, half_life: Optional[float] = None, features: float = 0.4) -> Recipe:
    settings = {"learning_rate": 0.05, "max_leaf_nodes": leaves, "min_samples_leaf": least, "max_features": features}
    return Recipe(name, BOOSTING, settings, half_life, STAGES)
