"""What can be chosen about learning, and what the result of it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

BOOSTING, LOGISTIC, BLEND, TREE, BASE = "boosting", "logistic", "blend", "tree", "base_rate"
#: Of the blend, where rows drift: the logistic regression for which recent rows count more.
LOGISTIC_RECENT = "logistic_recent"
#: How a file or a history is divided into what is learned from and what is tested on.
BY_TIME, BY_ORDER, AT_RANDOM = "time", "order", "random"


@dataclass(frozen=True)
class Options:
    """How to learn.

    Attributes
    ----------
    personal
        Whether attributes of a person (age, sex, marital state …) may be used.
    drop, keep
        Columns to leave out; columns to use although they look unfit.
    split
        ``time`` when moments are given, ``order`` (rows are in order of time) or ``random``.
    test_share
        Part of the rows, the latest ones, that is held out.
    seed
        Of everything that is drawn.
    refit
        Whether the model that is handed back learns from the held-out rows too, after the figures were taken.
    fewest_rows, fewest_of_a_class
        Fewer examples are refused.
    levels
        Most levels of the explainable tree.
    """

    personal: bool = False
    drop: Tuple[str, ...] = ()
    keep: Tuple[str, ...] = ()
    split: str = BY_TIME
    test_share: float = 0.25
    seed: int = 1
    refit: bool = True
    fewest_rows: int = 50
    fewest_of_a_class: int = 10
    levels: int = 5
