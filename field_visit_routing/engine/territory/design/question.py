"""What is asked of a design of areas: customers, reps, the number to balance, what counts how much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable, Optional, Sequence, Tuple

from ...errors import EngineError

#: Numbers that areas can be balanced by.
BALANCES = ("customers", "amount", "visit_hours", "drive_hours", "work_hours")
MOST_CUSTOMERS = 20_000
MOST_REPS = 200


@dataclass(frozen=True)
class Customer:
    """A customer who is to be in one of the areas.

    Attributes
    ----------
    visits
        Visits a month.
    service_h
        Hours of one visit.
    amount
        Any number, for ``balance="amount"``.
    owner
        Id of the rep who has the customer now, if one of this design does.
    locked
        Id of the rep who keeps the customer whatever the areas are.
    """

    id: int
    lat: float
    lon: float
    visits: float = 1.0
    service_h: float = 0.5
    amount: float = 1.0
    owner: Optional[int] = None
    locked: Optional[int] = None


@dataclass(frozen=True)
class Rep:
    """Who gets an area; ``lat`` and ``lon`` are where his days begin, None when that is not known.

    ``share`` is the size of his area beside the others': 0.5 for half a working week.
    """

    id: int
    lat: Optional[float] = None
    lon: Optional[float] = None
    share: float = 1.0


@dataclass(frozen=True)
class Aim:
    """What a scenario strives for beside balance; each is a weight from 0 on.

    ``compact``: near to one another; ``home``: near to the rep's start; ``keep``: with the rep who has them now.
    """

    name: str
    compact: float = 1.0
    home: float = 0.0
    keep: float = 0.0


@dataclass(frozen=True)
class DesignQuestion:
    """All that a design depends on; equal questions have equal answers.

    Attributes
    ----------
    tolerance
        How far an area's load may be from the mean (by share), as a part of it: 0.1 is ±10 %.
    day_h
        Hours of a working day: how many visits share one way from home and back.
    work
        Effort of the search for each scenario, in CP-SAT's deterministic time (about seconds).
    """

    customers: Tuple[Customer, ...]
    reps: Tuple[Rep, ...]
    aims: Tuple[Aim, ...] = (Aim("compact"),)
    balance: str = "customers"
    tolerance: float = 0.1
    speed_kmh: float = 40.0
    detour_factor: float = 1.3
    day_h: float = 8.0
    seed: int = 0
    work: float = 3.0


def check_question(question: DesignQuestion) -> None:
    """Refuse what cannot be designed, before any work is done.

    Raises
    ------
    EngineError
        ``bad_design`` with ``fault`` (what is wrong) and what names the place: ``id``, ``count``, ``value``.
    """
    _check_setting(question)
    _check_reps(question.reps)
    _check_customers(question.customers, {rep.id for rep in question.reps})
    places = {place_of(item) for item in question.customers if item.locked is None}
    if len(places) < len(question.reps):
        raise refusal("too_few_places", count=len(places), value=len(question.reps))


def place_of(customer: Customer) -> Tuple[int, int]:
    """Return the cell of about a metre that the customer is in: who shares it shares his area."""
    return round(customer.lat * 1e5), round(customer.lon * 1e5)


def refusal(fault: str, **params: float) -> EngineError:
    """Return the error of a question that has no answer."""
    return EngineError("bad_design", dict(params, fault=fault))


def _check_setting(question: DesignQuestion) -> None:
    if question.balance not in BALANCES:
        raise refusal("balance")
    if not question.aims:
        raise refusal("aims")
    _need_range("tolerance", question.tolerance, 0.01, 0.5)
    _need_range("speed_kmh", question.speed_kmh, 1.0, 200.0)
    _need_range("detour_factor", question.detour_factor, 1.0, 5.0)
    _need_range("day_h", question.day_h, 1.0, 24.0)
    _need_range("work", question.work, 0.0, 3600.0)
    for aim in question.aims:
        for weight in (aim.compact, aim.home, aim.keep):
            _need_range("aims", weight, 0.0, 100.0)
        if aim.compact + aim.home <= 0.0:
            raise refusal("aims")


def _check_reps(reps: Sequence[Rep]) -> None:
    if len(reps) < 2:
        raise refusal("too_few_reps", count=len(reps))
    if len(reps) > MOST_REPS:
        raise refusal("too_many_reps", count=len(reps), value=MOST_REPS)
    _need_different("reps", (rep.id for rep in reps))
    for rep in reps:
        if (rep.lat is None) != (rep.lon is None):
            raise refusal("position_of_rep", id=rep.id)
        if rep.lat is not None and rep.lon is not None and not _is_place(rep.lat, rep.lon):
            raise refusal("position_of_rep", id=rep.id)
        if not 0.01 <= rep.share <= 100.0:
            raise refusal("share", id=rep.id, value=rep.share)


def _check_customers(customers: Sequence[Customer], reps: set[int]) -> None:
    if not customers:
        raise refusal("no_customers")
    if len(customers) > MOST_CUSTOMERS:
        raise refusal("too_many_customers", count=len(customers), value=MOST_CUSTOMERS)
    _need_different("customers", (item.id for item in customers))
    for item in customers:
        if not _is_place(item.lat, item.lon):
            raise refusal("position_of_customer", id=item.id)
        for number in (item.visits, item.service_h, item.amount):
            if not (math.isfinite(number) and number >= 0.0):
                raise refusal("number_of_customer", id=item.id, value=number)
        if item.locked is not None and item.locked not in reps:
            raise refusal("lock_without_rep", id=item.id, value=item.locked)


def _is_place(lat: float, lon: float) -> bool:
    return -90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0


def _need_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise refusal(name, value=value)


def _need_different(name: str, ids: Iterable[int]) -> None:
    known: set[int] = set()
    for number in ids:
        if number in known:
            raise refusal("twice_" + name, id=number)
        known.add(number)
