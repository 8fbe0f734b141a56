"""Scores and what the optimiser makes of them."""
from .prize import dueness, prize_of

__all__ = ["dueness", "prize_of"]
