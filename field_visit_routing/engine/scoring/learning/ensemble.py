"""The learned model: contenders chosen by validation inside the training rows, blended, calibrated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

import numpy as np
from sklearn.metrics import log_loss

from . import contenders
from .blending import Blend, calibrated, weights_of
from .contenders import Fitted, Recipe
from .encoding import Encoder
from .splitting import Fold, drifts, folds
from .table import Floats, Ints, Table

#: How strongly the weights are held to equal shares: rows of evidence without drift, per row with it.
CALM_ROWS = 15.0
DRIFT_SHARE = 0.3
#: Rows at most that decide which recipe of each family is best.
FIRST_ROUND = 12_000
#: Boosted models whose mean is the final one.
BAGS = 3


@dataclass(frozen=True)
class Ensemble:
    """Encoder, fitted contenders and their blend; ``probabilities`` of any rows."""

    encoder: Encoder
    models: Tuple[Fitted, ...]
    blend: Blend

    def said(self, table: Table) -> Floats:
        """Return what each contender says, (n, contenders)."""
        encoded = self.encoder.encode(table)
        return np.column_stack([model.probabilities(encoded) for model in self.models])

    def probabilities(self, table: Table) -> Floats:
        """Return the probability of a positive per row."""
        return self.blend.probabilities(self.said(table))


@dataclass(frozen=True)
class Choice:
    """What validation decided: ``recipes`` by family, the ``blend``, whether the rows drift, and the figures.

    ``plain`` is the best logistic regression for which all rows count the same, which others are compared with.
    """

    recipes: Tuple[Recipe, ...]
    plain: Recipe
    blend: Blend
    drift: bool
    losses: Mapping[str, float]


def choose(table: Table, kinds: Mapping[str, str], target: Ints, ordered: bool, seed: int) -> Choice:
    """Validate every recipe inside the training rows and decide which to use and how to blend them.

    Of many rows a part decides which recipe of each family is best; all of them how these are blended.
    """
    drift = ordered and drifts(table, kinds, target)
    offered = contenders.recipes(len(target), drift)
    thin = np.arange(0, len(target), -(-len(target) // FIRST_ROUND))
    first = _validated(table.take(thin), kinds, target[thin], folds(target[thin], drift, seed), offered, seed)
    chosen = _best_of_groups(first)
    second = first if len(thin) == len(target) else _validated(
        table, kinds, target, folds(target, drift, seed), chosen, seed)
    said = np.column_stack([second.said[:, second.recipes.index(recipe)] for recipe in chosen])
    shares = _shares(said, second.target, drift)
    blend = calibrated(Blend(shares), said, second.target, second.sizes, drift)
    return Choice(chosen, _plain(first), blend, drift, dict(zip((recipe.name for recipe in first.recipes), first.losses)))


@dataclass(frozen=True)
class _Validated:
    """What ``recipes`` said (n, recipes) of the held rows, their ``target``, and the rows of each fold."""

    recipes: Tuple[Recipe, ...]
    said: Floats
    target: Ints
    sizes: Tuple[int, ...]

    @property
    def losses(self) -> List[float]:
        """The log loss of each recipe."""
        return [float(log_loss(self.target, chances, labels=[0, 1])) for chances in self.said.T]


def _validated(table: Table, kinds: Mapping[str, str], target: Ints, pairs: Sequence[Fold],
               offered: Sequence[Recipe], seed: int) -> _Validated:
    parts: List[Floats] = []
    for learned, held in pairs:
        encoder = Encoder(kinds, seed)
        known, asked = encoder.learn(table.take(learned), target[learned]), encoder.encode(table.take(held))
        parts.append(np.hstack([
            contenders.fit(recipe, known, target[learned], seed).staged(asked) for recipe in offered
        ]))
    rows = np.concatenate([held for _learned, held in pairs])
    variants = tuple(variant for recipe in offered for variant in recipe.variants())
    return _Validated(variants, np.vstack(parts), target[rows], tuple(len(held) for _learned, held in pairs))


def _best_of_groups(found: _Validated) -> Tuple[Recipe, ...]:
    best: Dict[str, Tuple[float, Recipe]] = {}
    for recipe, loss in zip(found.recipes, found.losses):
        group = recipe.group or recipe.family
        if group not in best or loss < best[group][0]:
            best[group] = (loss, recipe)
    return tuple(recipe for _loss, recipe in best.values())


def _plain(found: _Validated) -> Recipe:
    lines = [(loss, recipe.name, recipe) for recipe, loss in zip(found.recipes, found.losses)
             if recipe.family == contenders.LINEAR and recipe.half_life is None]
    return min(lines)[2]


def _shares(said: Floats, target: Ints, drift: bool) -> Tuple[float, ...]:
    prior = np.full(said.shape[1], 1.0 / said.shape[1])
    return weights_of(said, target, prior, DRIFT_SHARE * len(target) if drift else CALM_ROWS)


def fit_alone(recipe: Recipe, table: Table, kinds: Mapping[str, str], target: Ints, seed: int) -> Ensemble:
    """Fit one recipe to all rows given, blended with nothing."""
    encoder = Encoder(kinds, seed)
    model = contenders.fit(recipe, encoder.learn(table, target), target, seed)
    return Ensemble(encoder, (model,), Blend((1.0,)))


def fit(choice: Choice, table: Table, kinds: Mapping[str, str], target: Ints, seed: int) -> Ensemble:
    """Fit what was chosen to all rows given."""
    encoder = Encoder(kinds, seed)
    encoded = encoder.learn(table, target)
    models = tuple(contenders.fit(recipe, encoded, target, seed, BAGS) for recipe in choice.recipes)
    return Ensemble(encoder, models, choice.blend)
