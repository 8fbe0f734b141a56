"""Random numbers that are the same with and without compilation, on every machine."""

from __future__ import annotations

import numpy as np

from .jit import compiled
from .layout import Ints

MASK = 0xFFFFFFFF


def seeded(seed: int) -> Ints:
    """Return the state for a seed."""
    mixed = (seed * 2654435761 + 0x9E3779B9) & MASK
    state = np.array([mixed or 1, (seed ^ 0x5DEECE66) & MASK], dtype=np.int64)
    for _turn in range(8):
        roll(state)
    return state


@compiled
def roll(state):
    """Return the next number below 2**32: xorshift (Marsaglia, 2003) plus a Weyl sequence."""
    x = state[0]
    x ^= (x << 13) & MASK
    x ^= x >> 17
    x ^= (x << 5) & MASK
    state[0] = x
    state[1] = (state[1] + 362437) & MASK
    return (x + state[1]) & MASK


@compiled
def below(state, count):
    """Return a number of ``0 … count - 1``."""
    return (roll(state) * count) >> 32


@compiled
def chance(state):
    """Return a number between 0 and 1, neither included."""
    return (roll(state) + 0.5) / 4294967296.0


@compiled
def minus_log(value):
    """Return ``-ln(value)`` for a value between 0 and 1, by arithmetic alone.

    The system's logarithm may differ in its last bit between machines.
    """
    result = 0.0
    while value < 0.70710678:
        value *= 2.0
        result += 0.6931471805599453
    z = (value - 1.0) / (value + 1.0)
    square = z * z
    series = z * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0))))
    return result - 2.0 * series
