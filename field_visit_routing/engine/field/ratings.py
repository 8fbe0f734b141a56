"""What the ratings of a customer, rep or territory amount to: number, average and trend."""
from dataclasses import dataclass
from typing import Sequence

WORST, BEST = 1, 5
#: So many of the newest answers are compared with those before them.
NEWEST = 3
#: Fewer answers before them are no ground for a trend.
LEAST_BEFORE = 2
#: Smaller differences of the averages are chance.
NOTICEABLE = 0.5


@dataclass(frozen=True)
class Summary:
    """``average`` is 0.0 when ``count`` is 0; ``trend`` is "up", "down", "same", or "" with too few answers."""

    count: int
    average: float
    trend: str


def summarise(ratings: Sequence[int]) -> Summary:
    """Return the summary of ``ratings`` from 1 to 5, the oldest first.

    Raises ValueError for a rating out of range.
    """
    for rating in ratings:
        if not WORST <= rating <= BEST:
            raise ValueError("a rating is from %d to %d, not %r" % (WORST, BEST, rating))
    if not ratings:
        return Summary(0, 0.0, "")
    return Summary(len(ratings), sum(ratings) / len(ratings), trend(ratings))


def trend(ratings: Sequence[int]) -> str:
    """Compare the newest ratings with those before: "up", "down", "same"; "" when there are too few."""
    newest, before = ratings[-NEWEST:], ratings[:-NEWEST]
    if len(before) < LEAST_BEFORE:
        return ""
    difference = sum(newest) / len(newest) - sum(before) / len(before)
    if abs(difference) < NOTICEABLE:
        return "same"
    return "up" if difference > 0 else "down"
