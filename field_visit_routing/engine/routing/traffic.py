"""Driving while the roads get slower and faster: see :class:`.problem.Traffic`.

Without steps every function is plain addition.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Dict, Sequence, Tuple

from .problem import Traffic

#: ``(from_s, percent)`` by rising time; empty: as the matrix says.
Steps = Tuple[Tuple[int, int], ...]
#: Later than any time of a problem.
FOREVER = 1 << 40


def steps_by_profile(traffic: Sequence[Traffic]) -> Dict[str, Steps]:
    """Return the steps of each profile whose traffic ever differs from the matrix."""
    return {
        item.profile: item.steps
        for item in traffic
        if any(percent != 100 for _from_s, percent in item.steps)
    }


def drive(steps: Steps, now_s: int, left_s: int, until_s: int = FOREVER) -> Tuple[int, int]:
    """Drive until arrival, but not beyond a moment.

    Parameters
    ----------
    left_s
        Seconds of the matrix that are still to drive.

    Returns
    -------
    tuple
        The time then, and what is left of ``left_s``: 0 on arrival.
    """
    if not steps:
        driven = max(0, min(left_s, until_s - now_s))
        return now_s + driven, left_s - driven
    at = bisect_right(steps, (now_s, FOREVER)) - 1
    while left_s and now_s < until_s:
        percent = steps[at][1] if at >= 0 else 100
        bound = min(until_s, steps[at + 1][0] if at + 1 < len(steps) else FOREVER)
        arrival_s = now_s - left_s * percent // -100
        if arrival_s <= bound:
            return arrival_s, 0
        left_s -= (bound - now_s) * 100 // percent
        now_s, at = bound, at + 1
    return now_s, left_s


def depart_late(
    steps: Steps, earliest_s: int, latest_s: int, leg_s: int, arrive_by_s: int
) -> Tuple[int, int]:
    """Return the latest departure that arrives in time, and its arrival.

    ``earliest_s`` is in time and not after ``latest_s``. Halving finds the
    departure, because who leaves later does not arrive earlier.
    """
    if not steps or not leg_s:
        begin = min(latest_s, arrive_by_s - leg_s)
        return begin, begin + leg_s
    low, high = earliest_s, min(latest_s, arrive_by_s)
    while low < high:
        middle = (low + high + 1) // 2
        if drive(steps, middle, leg_s)[0] <= arrive_by_s:
            low = middle
        else:
            high = middle - 1
    return low, drive(steps, low, leg_s)[0]


def least_percent(steps: Steps) -> int:
    """Return the fastest pace of all, for lower bounds of driving."""
    return min([100, *(percent for _from_s, percent in steps)])


def mean_percent(steps: Steps, begin_s: int, end_s: int) -> int:
    """Return the mean pace between two moments, for searches that know no time of day."""
    if not steps or end_s <= begin_s:
        return 100
    inside = [(at, percent) for at, percent in steps if begin_s < at < end_s]
    before = [percent for at, percent in steps if at <= begin_s]
    pieces = [(begin_s, before[-1] if before else 100), *inside]
    ends = [at for at, _percent in inside] + [end_s]
    total = sum((end - at) * percent for (at, percent), end in zip(pieces, ends))
    return max(1, total // (end_s - begin_s))
