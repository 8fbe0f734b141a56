"""Naive UTC and local times ↔ seconds of the engine."""
from datetime import datetime, time, timedelta
from functools import lru_cache

import pytz


@lru_cache(maxsize=8192)
def local_moment(timezone, day, seconds):
    """Naive UTC of ``seconds`` after midnight on the wall clock of ``timezone``."""
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    local = timezone.normalize(timezone.localize(wall, is_dst=False))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def seconds_since(origin, moment):
    return int((moment - origin).total_seconds())


def merged(blocks):
    """Sorted blocks without overlaps; touching ones become one."""
    result = []
    for start, end in sorted(blocks):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        elif end > start:
            result.append((start, end))
    return result


def without(blocks, holes):
    """What is left of the blocks when the holes are cut out."""
    result = []
    for start, end in blocks:
        for low, high in merged(holes):
            if high <= start or low >= end:
                continue
            if low > start:
                result.append((start, low))
            start = max(start, high)
        if start < end:
            result.append((start, end))
    return result
