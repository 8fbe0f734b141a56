"""How urgent a visit is: the share of the wanted interval that has passed, raised by what happens in the business.

``urgency = share + raised``.  The share is days since the last visit / wanted days; 1 for who was never
visited, 0.5 where no interval is wanted but a signal says that a visit is due, 0 where nothing says so.
From the share ``due_from`` on (0.7 by default) a visit is due; past the whole interval it is overdue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Optional, Sequence, Tuple

from .prize import NEUTRAL, NEVER_VISITED

OVERDUE, DUE, IN_VISIT, VISITED, NONE = "overdue", "due", "in_visit", "visited", "none"


@dataclass(frozen=True)
class Standing:
    """What is known of one customer or lead.

    Attributes
    ----------
    wanted_days
        Wanted days between two visits; 0 when none are.
    last, planned
        Days of the last visit made and of the first one planned; None without.
    in_visit
        Whether somebody is there now.
    signals
        Pairs of the day since which a signal holds and what it adds to the urgency.
    """

    wanted_days: int = 0
    last: Optional[date] = None
    planned: Optional[date] = None
    in_visit: bool = False
    signals: Tuple[Tuple[date, float], ...] = ()


@dataclass(frozen=True)
class Judgement:
    """How a customer or lead stands on a day.

    ``due_date`` is the day from which it is due; None when nothing makes it so, or when it was never
    visited and is due at once.
    """

    urgency: float
    state: str
    due_date: Optional[date]
    signal_count: int
    raised: float


def judge(standing: Standing, today: date, due_from: float, rest_days: int) -> Judgement:
    """Return how ``standing`` is to be seen ``today``.

    Parameters
    ----------
    due_from
        Share of the interval from which a visit is due, above 0.
    rest_days
        A signal that was there at the last visit was talked about: it counts again when so many days
        have passed since.
    """
    counting = [signal for signal in standing.signals if _counts(signal[0], standing.last, today, rest_days)]
    raised = sum(extra for _since, extra in counting)
    urgency = share(standing, today, bool(counting)) + raised
    due_date = _due_date(standing, today, due_from, counting, urgency)
    return Judgement(urgency, _state(standing, today, due_date), due_date, len(counting), raised)


def share(standing: Standing, today: date, signalled: bool = False) -> float:
    """Return how much of the wanted interval has passed, before any signal."""
    if standing.wanted_days <= 0:
        return NEUTRAL if signalled else 0.0
    if standing.last is None:
        return NEVER_VISITED
    return max(0, (today - standing.last).days) / standing.wanted_days


def _counts(since: date, last: Optional[date], today: date, rest_days: int) -> bool:
    return last is None or since > last or (today - last).days >= rest_days


def _due_date(
    standing: Standing, today: date, due_from: float, counting: Sequence[Tuple[date, float]], urgency: float
) -> Optional[date]:
    """The first day on which the visit is due, as it looks today; None for who was never visited."""
    days = []
    if counting and urgency >= due_from:
        days.append(min(today, max(since for since, _extra in counting)))
    if standing.wanted_days > 0 and standing.last:
        days.append(standing.last + timedelta(days=ceil(due_from * standing.wanted_days - 1e-9)))
    return min(days) if days else None


def _state(standing: Standing, today: date, due_date: Optional[date]) -> str:
    last, planned = standing.last, standing.planned
    if standing.in_visit:
        return IN_VISIT
    if planned and planned < today or _is_past(standing, today):
        return OVERDUE
    never = standing.wanted_days > 0 and last is None
    if never or planned == today or due_date and due_date <= today:
        return DUE
    return VISITED if last else NONE


def _is_past(standing: Standing, today: date) -> bool:
    if not standing.last or standing.wanted_days <= 0:
        return False
    return (today - standing.last).days > standing.wanted_days
