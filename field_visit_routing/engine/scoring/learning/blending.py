"""How the contenders speak together, and how what they say becomes a probability that can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence, Tuple

import numpy as np
from scipy.optimize import minimize

from .table import Floats, Ints

EPSILON = 1e-5


def logits(probabilities: Floats) -> Floats:
    """Return ``log(p / (1 - p))``."""
    chances = np.clip(probabilities, EPSILON, 1 - EPSILON)
    result: Floats = np.log(chances / (1 - chances))
    return result


def sigmoid(values: Floats) -> Floats:
    """Return the probabilities of logits."""
    result: Floats = 1.0 / (1.0 + np.exp(-values))
    return result


@dataclass(frozen=True)
class Blend:
    """``probability = sigmoid(slope · Σ weight · logit + shift)``; the weights are 0 or more and sum to 1."""

    weights: Tuple[float, ...]
    slope: float = 1.0
    shift: float = 0.0

    def probabilities(self, said: Floats) -> Floats:
        """Return the probabilities (n,) of what each contender says (n, contenders)."""
        return sigmoid(self.slope * (logits(said) @ np.array(self.weights)) + self.shift)


def weights_of(said: Floats, target: Ints, prior: Floats, strength: float) -> Tuple[float, ...]:
    """Return the weights that make the log loss of the blend least, drawn to ``prior``.

    Parameters
    ----------
    said
        Probabilities (n, contenders) of rows that the contenders did not learn from.
    strength
        How many rows' worth of evidence the prior has.
    """
    values = logits(said)

    def loss(free: Floats) -> float:
        shares = _shares(free)
        blended = values @ shares
        return (_loss(blended, target) + strength * float(((shares - prior) ** 2).sum())) / len(target)

    found = minimize(loss, np.log(prior + 1e-3), method="L-BFGS-B", options={"maxiter": 200})
    return tuple(float(share) for share in _shares(found.x))


def _shares(free: Floats) -> Floats:
    powers = np.exp(free - free.max())
    result: Floats = powers / powers.sum()
    return result


def calibrated(blend: Blend, said: Floats, target: Ints, sizes: Sequence[int], drift: bool = False) -> Blend:
    """Return the blend with the slope and shift that its own validation rows ask for.

    ``sizes`` are the rows of each fold. A correction is kept only when one that was learned from the other folds
    makes the log loss smaller in fold after fold: where the rate of positives moves up and down, what was wrong
    last time says nothing about the next. Under drift no fold may lose by it, and half of it is believed.
    """
    values = logits(said) @ np.array(blend.weights)
    edges = np.cumsum([0] + list(sizes))
    parts = [np.arange(begin, end) for begin, end in zip(edges[:-1], edges[1:])]
    gains = np.array([_gain(values, target, parts, at) for at in range(len(parts))])
    if len(gains) < 2 or gains.mean() <= gains.std(ddof=1) / np.sqrt(len(gains)) or (drift and gains.min() <= 0):
        return blend
    slope, shift = _platt(values, target)
    if drift:
        slope, shift = (1 + slope) / 2, shift / 2
    return Blend(blend.weights, slope, shift)


def _gain(values: Floats, target: Ints, parts: Sequence[Ints], at: int) -> float:
    """Log loss per row that a correction learned from the other folds saves in this one."""
    others = np.concatenate([part for number, part in enumerate(parts) if number != at] or [parts[at]])
    slope, shift = _platt(values[others], target[others])
    here = parts[at]
    return (_loss(values[here], target[here]) - _loss(slope * values[here] + shift, target[here])) / len(here)


def _loss(values: Floats, target: Ints) -> float:
    return float(np.logaddexp(0, values).sum()) - float(values[target == 1].sum())


def _platt(values: Floats, target: Ints) -> Tuple[float, float]:
    """Slope and shift of least log loss, held a little to 1 and 0."""
    def loss(free: Floats) -> float:
        slope, shift = float(free[0]), float(free[1])
        return _loss(slope * values + shift, target) + 2.0 * (slope - 1) ** 2 + 0.5 * shift ** 2

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.2, 3.0), (-4.0, 4.0)])
    return float(found.x[0]), float(found.x[1])
