"""Scores and what the optimiser makes of them."""
from .neighbours import count_neighbours, mean_of_neighbours
from .prize import dueness, prize_of, urgency_at
from .scale import Scale, percentiles, points, totals
from .urgency import Judgement, Standing, judge

__all__ = ["Judgement", "Scale", "Standing", "count_neighbours", "dueness", "judge", "mean_of_neighbours", "percentiles",
           "points", "prize_of", "totals", "urgency_at"]
