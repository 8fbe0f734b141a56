"""Which products customers are likely to buy next: those that others bought who bought the same.

Of two products the *confidence* is the share of the buyers of one who also bought the other, and the *lift* how
many times more that is than the share of all customers who bought it. A product is proposed to who has not bought
it, for the one reason that is strongest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

#: So many customers must have bought both for it to be more than chance.
FEWEST = 5
#: A product that everybody buys follows from nothing.
LEAST_LIFT = 1.2
#: Of each product only so many that go with it are kept.
MOST_RULES = 50
#: The products most bought; the others are too rare for a rule.
MOST_PRODUCTS = 5000


@dataclass(frozen=True)
class Proposal:
    """A product that a customer may buy next.

    Attributes
    ----------
    product, because
        Ids of the product, and of the one whose buyers also bought it.
    confidence
        Share of those buyers, 0 to 1.
    lift
        How many times more that is than among all customers.
    """

    product: int
    because: int
    confidence: float
    lift: float


def proposals(
    customers: Sequence[int], products: Sequence[int], most: int = 3, fewest: int = FEWEST
) -> Dict[int, List[Proposal]]:
    """Return the likely next products of each customer, the likeliest first.

    Parameters
    ----------
    customers, products
        Who bought what: two columns of ids of equal length, in any order, repetitions allowed.
    most
        Most proposals of a customer.
    fewest
        Customers who must have bought both products.
    """
    if not len(customers):
        return {}
    who, row = np.unique(np.asarray(customers), return_inverse=True)
    what, column = np.unique(np.asarray(products), return_inverse=True)
    bought = sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(who), len(what)))
    bought.data[:] = 1.0
    bought, what = _most_bought(bought, what)
    confidence, lift = _rules(bought, fewest)
    if not confidence.nnz:
        return {}
    found: Dict[int, List[Proposal]] = {}
    for at in range(len(who)):
        chosen = _of_customer(bought.indices[bought.indptr[at] : bought.indptr[at + 1]], confidence, most)
        if chosen:
            found[int(who[at])] = [
                Proposal(int(what[item]), int(what[because]), round(share, 4), round(float(lift[because, item]), 2))
                for item, because, share in chosen
            ]
    return found


def _most_bought(
    bought: sparse.csr_matrix, what: NDArray[np.int64]
) -> Tuple[sparse.csr_matrix, NDArray[np.int64]]:
    if bought.shape[1] <= MOST_PRODUCTS:
        return bought, what
    buyers = np.asarray(bought.sum(axis=0)).ravel()
    kept = np.sort(np.argsort(-buyers, kind="stable")[:MOST_PRODUCTS])
    return bought[:, kept].tocsr(), what[kept]


def _rules(bought: sparse.csr_matrix, fewest: int) -> Tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return confidence and lift (products, products): of the product in the row follows that of the column."""
    both = (bought.T @ bought).tocoo()
    buyers = np.asarray(bought.sum(axis=0)).ravel()
    confidence = both.data / buyers[both.row]
    lift = confidence / (buyers[both.col] / bought.shape[0])
    kept = (both.row != both.col) & (both.data >= fewest) & (lift >= LEAST_LIFT)
    rows, columns, confidence, lift = (part[kept] for part in (both.row, both.col, confidence, lift))
    best = _best_of_each(rows, confidence)
    size = both.shape
    return (
        sparse.csr_matrix((confidence[best], (rows[best], columns[best])), shape=size),
        sparse.csr_matrix((lift[best], (rows[best], columns[best])), shape=size),
    )


def _best_of_each(rows: NDArray[np.int64], confidence: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the positions of the ``MOST_RULES`` strongest rules of each product."""
    order = np.lexsort((-confidence, rows))
    ordered = rows[order]
    rank = np.arange(len(ordered)) - np.searchsorted(ordered, ordered, side="left")
    chosen: NDArray[np.int64] = order[rank < MOST_RULES]
    return chosen


def _of_customer(
    owned: NDArray[np.int64], confidence: sparse.csr_matrix, most: int
) -> List[Tuple[int, int, float]]:
    """Return (product, reason, confidence) of what goes best with the products that a customer has."""
    best: Dict[int, Tuple[float, int]] = {}
    has = set(owned.tolist())
    for because in owned.tolist():
        first, last = confidence.indptr[because], confidence.indptr[because + 1]
        for item, share in zip(confidence.indices[first:last].tolist(), confidence.data[first:last].tolist()):
            if item not in has and share > best.get(item, (0.0, 0))[0]:
                best[item] = (share, because)
    order = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0]))[:most]
    return [(item, because, share) for item, (share, because) in order]
