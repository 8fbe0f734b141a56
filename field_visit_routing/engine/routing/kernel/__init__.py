"""Ruin and recreate over flat arrays, compiled by numba where it is installed.

:mod:`.layout` names the arrays, :mod:`.arrays` fills them from a problem,
:mod:`.simulate` knows a route's times and cost, :mod:`.change` edits orders,
:mod:`.ruin` and :mod:`.recreate` are the two halves of a step, and
:mod:`.waiting` says who is inserted and in which order; :mod:`.anneal` repeats a step.
"""

from __future__ import annotations

from .jit import available
from .warming import warm

__all__ = ["available", "warm"]
