"""Scores and what the optimiser makes of them."""
from .prize import dueness, prize_of
from .scale import Scale, percentiles, points, totals

__all__ = ["Scale", "dueness", "percentiles", "points", "prize_of", "totals"]
