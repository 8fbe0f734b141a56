"""From what a customer is to how many points that gives.

A *share* says how much of a rule's weight a value earns, from 0 to 1.  Every scale is monotone: more of
a thing never gives a smaller share, unless the scale runs downwards (``low`` greater than ``high``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LINEAR, QUANTILE, STEPS = "linear", "quantile", "steps"
#: Steps of the ranking that a quantile scale keeps: percent.
PERCENTILES = 100


@dataclass(frozen=True)
class Scale:
    """How a value becomes a share.

    Attributes
    ----------
    kind
        ``linear``: from 0 at ``low`` to 1 at ``high``, in the value's unit. ``quantile``: the share of
        everybody whose value is not greater. ``steps``: the share of the last step that is reached.
    low, high
        Bounds of a linear scale; equal bounds are a threshold: 1 from there on. A quantile scale only looks at
        which is greater: it ranks downwards, the smallest value first, when that is ``low``.
    steps
        Pairs of value and share, rising by value.
    breaks
        Of a quantile scale: the percentiles of everybody's values, see :func:`percentiles`.
    """

    kind: str = LINEAR
    low: float = 0.0
    high: float = 1.0
    steps: Tuple[Tuple[float, float], ...] = ()
    breaks: Tuple[float, ...] = ()

    def shares(self, values: Floats) -> Floats:
        """Return the shares (n,) of ``values`` (n,); what has no value (NaN) earns nothing."""
        known = ~np.isnan(values)
        result = np.zeros(len(values))
        result[known] = np.clip(_SCALES[self.kind](self, values[known]), 0.0, 1.0)
        return result


def percentiles(values: Floats) -> Tuple[float, ...]:
    """Return the 101 percentiles of the values that are known and not zero; () when there are none."""
    known = values[~np.isnan(values) & (values != 0)]
    if not len(known):
        return ()
    return tuple(float(value) for value in np.percentile(known, np.arange(PERCENTILES + 1)))


def _linear(scale: Scale, values: Floats) -> Floats:
    if scale.low == scale.high:
        return (values >= scale.low).astype(np.float64)
    return (values - scale.low) / (scale.high - scale.low)


def _quantile(scale: Scale, values: Floats) -> Floats:
    if not scale.breaks:
        return np.zeros(len(values))
    if scale.low > scale.high:
        below: Floats = np.searchsorted(np.asarray(scale.breaks), values, side="left") / len(scale.breaks)
        return 1.0 - below
    rank = np.searchsorted(np.asarray(scale.breaks), values, side="right") / len(scale.breaks)
    return np.where(values == 0, 0.0, rank)


def _steps(scale: Scale, values: Floats) -> Floats:
    bounds = np.array([bound for bound, _share in scale.steps])
    shares = np.array([0.0] + [share for _bound, share in scale.steps])
    chosen: Floats = shares[np.searchsorted(bounds, values, side="right")]
    return chosen


_SCALES = {LINEAR: _linear, QUANTILE: _quantile, STEPS: _steps}


def points(weights: Sequence[float], takes: Sequence[bool], shares: Floats) -> Floats:
    """Return the points (n, rules) of the shares (n, rules), out of 100.

    The weights of the rules that give are scaled to 100 together; a rule that takes away does so by the
    same scale. Their sum, held within 0 and 100, is the score: see :func:`totals`.

    Raises
    ------
    ValueError
        When no rule that gives has a weight.
    """
    weight = np.asarray(weights, dtype=np.float64)
    away = np.asarray(takes, dtype=bool)
    whole = weight[~away].sum()
    if whole <= 0:
        raise ValueError("no weight")
    return shares * np.where(away, -weight, weight) * (100.0 / whole)


def totals(given: Floats) -> Floats:
    """Return the scores (n,), 0 to 100, of the points (n, rules)."""
    return np.clip(given.sum(axis=1), 0.0, 100.0)
