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
CALM_ROWS = 60.0
DRIFT_SHARE = 0.05


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
    """What validation decided: ``recipes`` by family, the ``blend``, whether the rows drift, and the figures."""

    recipes: Tuple[Recipe, ...]
    blend: Blend
    drift: bool
    losses: Mapping[str, float]


def choose(table: Table, kinds: Mapping[str, str], target: Ints, ordered: bool, seed: int) -> Choice:
    """Validate every recipe inside the training rows and decide which to use and how to blend them."""
    drift = ordered and drifts(table, kinds, target)
    pairs = folds(target, drift, seed)
    offered = contenders.recipes(len(target), drift)
    said = _said(table, kinds, target, pairs, offered, seed)
    rows = np.concatenate([held for _learned, held in pairs])
    losses = {recipe.name: float(log_loss(target[rows], said[:, at], labels=[0, 1]))
              for at, recipe in enumerate(offered)}
    best = _best_of_families(offered, losses)
    chosen = tuple(offered[at] for at in best)
    shares = _shares(said[:, best], target[rows], drift)
    blend = calibrated(Blend(shares), said[:, best], target[rows], [len(held) for _learned, held in pairs])
    return Choice(chosen, blend, drift, losses)


def _said(table: Table, kinds: Mapping[str, str], target: Ints, pairs: Sequence[Fold], offered: Sequence[Recipe],
          seed: int) -> Floats:
    parts: List[Floats] = []
    for learned, held in pairs:
        encoder = Encoder(kinds, seed)
        known, asked = encoder.learn(table.take(learned), target[learned]), encoder.encode(table.take(held))
        parts.append(np.column_stack([
            contenders.fit(recipe, known, target[learned], seed).probabilities(asked) for recipe in offered
        ]))
    return np.vstack(parts)


def _best_of_families(offered: Sequence[Recipe], losses: Mapping[str, float]) -> List[int]:
    best: Dict[str, int] = {}
    for at, recipe in enumerate(offered):
        if recipe.family not in best or losses[recipe.name] < losses[offered[best[recipe.family]].name]:
            best[recipe.family] = at
    return sorted(best.values())


def _shares(said: Floats, target: Ints, drift: bool) -> Tuple[float, ...]:
    prior = np.full(said.shape[1], 1.0 / said.shape[1])
    return weights_of(said, target, prior, DRIFT_SHARE * len(target) if drift else CALM_ROWS)


def fit(choice: Choice, table: Table, kinds: Mapping[str, str], target: Ints, seed: int) -> Ensemble:
    """Fit what was chosen to all rows given."""
    encoder = Encoder(kinds, seed)
    encoded = encoder.learn(table, target)
    models = tuple(contenders.fit(recipe, encoded, target, seed) for recipe in choice.recipes)
    return Ensemble(encoder, models, choice.blend)
