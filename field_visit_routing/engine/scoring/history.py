"""What was known of customers at a moment in the past, from what happened with them.

Moments are days since 1970-01-01 UTC, with fractions. Nothing after the moment that is asked about is looked at;
only :meth:`Events.any_within` looks at what came then, which is what is to be learned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
YEAR, QUARTER = 365.0, 91.0


@dataclass(frozen=True)
class Events:
    """Purchases, visits, mails …: who (n,), when (n,) and, of purchases, the amount (n,)."""

    who: Ints
    at: Floats
    amount: Optional[Floats] = None

    def _placed(self, ids: Ints, within: NDArray[np.bool_]) -> Tuple[Ints, NDArray[np.bool_]]:
        """Return the row in ``ids`` (rising) of each event within, and which events are theirs."""
        rows = np.searchsorted(ids, self.who)
        rows[rows == len(ids)] = 0
        chosen = within & (ids[rows] == self.who) if len(ids) else np.zeros(len(self.who), dtype=bool)
        return rows[chosen], chosen

    def count(self, ids: Ints, after: float, until: float) -> Floats:
        """Return how many events of each of ``ids`` (rising) there were later than ``after``, up to ``until``."""
        rows, _chosen = self._placed(ids, (self.at > after) & (self.at <= until))
        return np.bincount(rows, minlength=len(ids)).astype(np.float64)

    def total(self, ids: Ints, after: float, until: float) -> Floats:
        """Return the sum of the amounts of each of ``ids`` (rising)."""
        rows, chosen = self._placed(ids, (self.at > after) & (self.at <= until))
        amounts = self.amount[chosen] if self.amount is not None else np.zeros(len(rows))
        return np.bincount(rows, weights=amounts, minlength=len(ids))

    def bounds(self, ids: Ints, until: float) -> Tuple[Floats, Floats]:
        """Return the first and the last moment of each of ``ids`` (rising) up to ``until``; NaN without events."""
        rows, chosen = self._placed(ids, self.at <= until)
        first, last = np.full(len(ids), np.inf), np.full(len(ids), -np.inf)
        np.minimum.at(first, rows, self.at[chosen])
        np.maximum.at(last, rows, self.at[chosen])
        first[np.isinf(first)] = last[np.isinf(last)] = np.nan
        return first, last

    def any_within(self, ids: Ints, after: float, days: float) -> Ints:
        """Return 1 for each of ``ids`` (rising) with an event in the ``days`` after the moment, else 0."""
        return (self.count(ids, after, after + days) > 0).astype(np.int64)


def purchase_figures(purchases: Events, ids: Ints, moment: float) -> Dict[str, Floats]:
    """Return what was known at ``moment`` of the purchases of each of ``ids`` (rising).

    Returns
    -------
    Columns (n,), NaN where there is nothing to tell: ``days_since_purchase``, ``days_since_first_purchase``,
    ``purchases``, ``purchases_year``, ``sales_year``, ``sales_quarter``, ``sales_trend`` (the last quarter compared
    with an average one of the year, 1 is as usual), ``mean_purchase``, ``days_between_purchases`` and
    ``purchase_cycle`` (days since the last purchase, in such intervals).
    """
    first, last = purchases.bounds(ids, moment)
    number = purchases.count(ids, -np.inf, moment)
    year = purchases.total(ids, moment - YEAR, moment)
    quarter = purchases.total(ids, moment - QUARTER, moment)
    between = _ratio(last - first, number - 1)
    return {
        "days_since_purchase": moment - last,
        "days_since_first_purchase": moment - first,
        "purchases": number,
        "purchases_year": purchases.count(ids, moment - YEAR, moment),
        "sales_year": year,
        "sales_quarter": quarter,
        "sales_trend": _ratio(4 * quarter, year),
        "mean_purchase": _ratio(purchases.total(ids, -np.inf, moment), number),
        "days_between_purchases": between,
        "purchase_cycle": _ratio(moment - last, between),
    }


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Return the quotient, NaN where the denominator is not above 0."""
    known = denominator > 0
    return np.where(known, numerator / np.where(known, denominator, 1.0), np.nan)


def expected_amounts(purchases: Events, ids: Ints, moment: float, weight: float = 2.0) -> Floats:
    """Return what a next purchase of each of ``ids`` (rising) is likely to be worth.

    The average of the last two years, drawn towards that of everybody as if each had made ``weight`` average
    purchases more; 0 when nobody has bought anything.
    """
    since = moment - 2 * YEAR
    number, total = purchases.count(ids, since, moment), purchases.total(ids, since, moment)
    amounts = purchases.amount if purchases.amount is not None else np.zeros(len(purchases.at))
    recent = (purchases.at > since) & (purchases.at <= moment)
    usual = float(amounts[recent].mean()) if recent.any() else 0.0
    return np.maximum(0.0, (total + weight * usual) / (number + weight))


def snapshots(now: float, oldest: float, horizon: float, most: int = 8) -> Floats:
    """Return the moments to look back from, rising: what followed each within ``horizon`` days is known by ``now``.

    They are ``horizon`` days apart, so that what followed one of them is known at the next.
    """
    moments = now - horizon * np.arange(1, most + 1)
    return np.sort(moments[moments > oldest])
