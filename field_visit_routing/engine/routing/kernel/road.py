"""Crossing a leg: driving in traffic, with breaks on the way, forwards and backwards."""

from __future__ import annotations

from .jit import compiled
from .layout import (
    BEGIN_BY,
    DONE_FROM,
    LENGTH,
    NEVER,
    STEPS,
    STEPS_AT,
)

#: Corrections when the latest departure through traffic is looked for.
CORRECTIONS = 6


@compiled
def drive(model, s, now, left, until):
    """Drive until arrival but not beyond a moment; return the time and the seconds left.

    The arithmetic of :func:`..traffic.drive`.
    """
    count = model.shifts[STEPS, s]
    if count == 0:
        driven = max(0, min(left, until - now))
        return now + driven, left - driven
    first = model.shifts[STEPS_AT, s]
    at = -1
    while at + 1 < count and model.windows[0, first + at + 1] <= now:
        at += 1
    while left > 0 and now < until:
        percent = model.windows[1, first + at] if at >= 0 else 100
        bound = until
        if at + 1 < count:
            bound = min(until, model.windows[0, first + at + 1])
        arrival = now + (left * percent + 99) // 100
        if arrival <= bound:
            return arrival, 0
        left -= (bound - now) * 100 // percent
        now = bound
        at += 1
    return now, left


@compiled
def cross(model, s, ready, leg, before, after):
    """Return when a leg is done on which breaks ``before … after - 1`` are taken, or ``NEVER``.

    Each break begins as early as it may. Without traffic a chain of breaks
    comes down to three bounds, see :mod:`.arrays`.
    """
    if model.shifts[STEPS, s]:
        return cross_closely(model, s, ready, leg, before, after)[0]
    if before == after:
        return ready + leg
    pauses = model.pauses
    if ready > pauses[s, BEGIN_BY, before, after]:
        return NEVER
    done = ready + leg + pauses[s, LENGTH, before, after]
    return max(done, pauses[s, DONE_FROM, before, after])


@compiled
def cross_closely(model, s, ready, leg, before, after):
    """Return when a leg is done, the arrival, the seconds driven and those of breaks on the way."""
    pauses = model.pauses
    now, left = ready, leg
    arrival, rest, on_way = ready, 0, 0
    for at in range(before, after):
        length = pauses[s, LENGTH, at, at + 1]
        earliest = pauses[s, DONE_FROM, at, at + 1] - length
        if left > 0 and earliest > now:
            now, left = drive(model, s, now, left, earliest)
            if left == 0:
                arrival = now
        begin = max(now, earliest)
        if begin > pauses[s, BEGIN_BY, at, at + 1]:
            return NEVER, NEVER, 0, 0
        if left > 0:
            rest += length
        now = begin + length
    if left > 0:
        now = drive(model, s, now, left, NEVER)[0]
        arrival = now
    on_way = rest
    return now, arrival, arrival - ready - rest, on_way


@compiled
def latest(model, s, door, leg, before, after):
    """Return when to leave at the latest to be ready at a door by ``door``, or ``-NEVER``.

    In traffic the answer may be a little too early, never too late.
    """
    if door <= -NEVER:
        return -NEVER
    pauses = model.pauses
    bound = NEVER
    late = door - leg
    if before < after:
        if pauses[s, DONE_FROM, before, after] > door:
            return -NEVER
        bound = pauses[s, BEGIN_BY, before, after]
        late = min(late - pauses[s, LENGTH, before, after], bound)
    if model.shifts[STEPS, s] == 0 or late <= -NEVER:
        return late
    best = -NEVER
    for _turn in range(CORRECTIONS):
        done = cross_closely(model, s, late, leg, before, after)[0]
        if done <= door:
            best = max(best, late)
            if done >= door - 1 or late >= bound:
                break
        late = min(bound, late + door - done)
    return best
