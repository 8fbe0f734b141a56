"""Learning who converts from what was known: train, predict, explain, keep.

``train(table, target, when, options)`` gives a :class:`Trained` with its card; the latest rows are held out for
the figures, every choice is validated inside the earlier ones.
"""
from .explaining import Contribution
from .figures import calibration, figures_of
from .options import AT_RANDOM, BY_ORDER, BY_TIME, Options
from .table import Table
from .trained import HeldOut, Trained, loads
from .training import train
from .tree import sentence

__all__ = [
    "AT_RANDOM", "BY_ORDER", "BY_TIME", "Contribution", "HeldOut", "Options", "Table", "Trained", "calibration",
    "figures_of", "loads", "sentence", "train",
]
