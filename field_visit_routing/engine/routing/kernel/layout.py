"""Where the search keeps its numbers: rows of flat arrays.

Nodes are numbered: candidates ``0 … n-1``, then the starts of the ``s``
shifts, then their ends. Times are seconds since the horizon's start.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

#: Later than any time, dearer than any cost.
NEVER = 1 << 50
#: Driving time that stands for "no way".
NO_WAY = 1 << 29

# Rows of ``Model.nodes``.
LOC, SERVICE, LOAD, COUNTS, RANK, ORDINAL, MIN_GAP, MAX_GAP = range(8)
WORTH, MUST, FIXED, EARLY, LATE, WIDTH, TOLD, TOLD_S = range(8, 16)
NODE_ROWS = 16

# Rows of ``Model.shifts``.
START, END, CLOSE, PROFILE, CAPACITY, MAX_STOPS, MAX_DRIVING, TIME_CLASS = range(8)
REP, DAY, OVERTIME_PRICE, LATEST_START, MAX_DURATION, KIND, PAUSES, MODE, BACK = range(8, 17)
STEPS, STEPS_AT, BURDEN = range(17, 20)
SHIFT_ROWS = 20

# Values of ``MODE``, to be added: the cost depends on the end or on starts of
# service; whether an insertion fits can be told by driving the route only.
BY_END, BY_DRIVE = 1, 2

# Entries of ``Model.params``.
CANDIDATES, SHIFTS, FINISH, BALANCED, CHANGE, NEAR, LIST, OPTIONAL = range(8)
PARAMS = 8

# Rows of ``Model.pauses``: bounds of crossing a leg with some breaks on it.
# ``BEGINS`` holds in ``[0, taken]`` the earliest start with breaks before it.
BEGIN_BY, DONE_FROM, LENGTH, BEGINS = range(4)
PAUSE_ROWS = 4

# Rows of ``State.links``.
NEXT, PREV, ROUTE, LEG = range(4)

# Rows of ``State.routes``.
SIZE, STOPS, LOADS, DRIVING, SERVED, FINISH_AT, COST, LEGAL, TOUCHED, STAMP = range(10)
# … and one that holds driving and service by rep.
DUTY = 10
ROUTE_ROWS = 11

# Entries of ``State.totals``.
T_COST, T_WORTH, T_MUST, T_ABSENT, T_USED, T_STAMP, T_SAVED, T_TEXT, T_BETTER = range(9)
T_BEST_COST, T_BEST_MUST, T_BLINK, T_RISES, T_RISE, T_QUEUE = range(9, 15)
T_BROKEN = 15
TOTALS = 16

# Rows of ``State.scratch``.
QUEUE, BUFFER, SAVED, SAVED_AT, ABSENT, ABSENT_AT, OUT = range(7)
BEST, KEY, SEEN, KINDS_SEEN = range(7, 11)
SCRATCH_ROWS = 11


class Model(NamedTuple):
    """A problem as arrays; nothing in it changes during a search.

    Each array more costs compilation and every call time: what fits stands
    together.

    Attributes
    ----------
    nodes, shifts
        Properties by row, see the constants above.
    driving
        ``[table, from, to]``, and ``[table, to, from]`` where both differ: row
        ``PROFILE`` of a shift names the one, ``BACK`` the other. The last
        location is the open start or end.
    windows, slots
        Openings ``[first or last second, at]``, and per candidate and class
        of equal working times the first of them and their number. Behind them
        the traffic ``[from second or percent, at]``, see row ``STEPS_AT``.
    price
        ``[candidate, shift]`` of service by the shift, ``NO_WAY`` where it may
        not serve.
    near
        Per candidate the others, nearest first.
    pauses
        Breaks per shift as bounds ``[shift, row, taken before, after]``.
    params
        Single numbers, see the constants above; then per candidate where the
        list of the other visits of its client begins, then these lists.
    """

    nodes: Ints
    shifts: Ints
    driving: Small
    windows: Ints
    slots: Small
    price: Small
    near: Small
    pauses: Ints
    params: Ints


class State(NamedTuple):
    """The orders that the search stands at, and its working memory.

    Attributes
    ----------
    links
        Next and previous node, route and driving before the node.
    leave, reach
        ``[node, breaks taken]``: earliest departure from, and latest ready
        time at the door of a node so that the rest of the route fits. Two
        more rows of ``leave`` serve insertions that are tried.
    routes, totals
        See the constants above.
    scratch
        Lists of nodes and notes on them, by row; the next nodes of the best
        orders.
    random
        State of the random numbers.
    ride
        Working memory of :mod:`.ride`.
    """

    links: Ints
    leave: Ints
    reach: Ints
    routes: Ints
    totals: Ints
    scratch: Ints
    random: Ints
    ride: Ints
