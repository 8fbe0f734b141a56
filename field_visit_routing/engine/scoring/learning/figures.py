"""How good probabilities are, measured on rows that nothing was learned from."""

from __future__ import annotations

import math
from typing import Any, Dict, List

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from .table import Floats, Ints

#: A probability of exactly 0 or 1 would make one mistake cost everything.
CLIP = 1e-6


def figures_of(target: Ints, probabilities: Floats) -> Dict[str, float]:
    """Return what the card shows of a contender.

    Returns
    -------
    ``auc`` (ROC), ``average_precision``, ``lift_10`` (how many times more positives are among the first tenth
    than among all), ``brier``, ``log_loss``, ``mean`` (of the probabilities) and ``rate`` (of the positives).
    With one class only, what cannot be told is 0.
    """
    chances = np.clip(probabilities, CLIP, 1 - CLIP)
    both = 0 < target.sum() < len(target)
    result = {
        "auc": roc_auc_score(target, chances) if both else 0.0,
        "average_precision": average_precision_score(target, chances) if both else 0.0,
        "lift_10": lift(target, chances),
        "brier": brier_score_loss(target, chances, pos_label=1),
        "log_loss": log_loss(target, chances, labels=[0, 1]),
        "mean": probabilities.mean(),
        "rate": target.mean(),
    }
    return {name: round(float(value), 6) for name, value in result.items()}


def lift(target: Ints, probabilities: Floats, share: float = 0.1) -> float:
    """Return the rate of positives among the first ``share`` by probability, divided by that of all.

    Of equal probabilities at the border each counts for its part, so that the order of rows means nothing.
    """
    if not target.any():
        return 0.0
    wanted = max(1, math.ceil(share * len(target)))
    border = np.sort(probabilities)[-wanted]
    above, at = probabilities > border, probabilities == border
    part = (wanted - above.sum()) / at.sum()
    return float((target[above].sum() + part * target[at].sum()) / wanted / target.mean())


def calibration(target: Ints, probabilities: Floats, bins: int = 10) -> List[Dict[str, Any]]:
    """Return, for bins of equal size by probability, what was said and what happened."""
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return [
        {
            "rows": len(part),
            "said": round(float(probabilities[part].mean()), 4),
            "happened": round(float(target[part].mean()), 4),
        }
        for part in parts
    ]
