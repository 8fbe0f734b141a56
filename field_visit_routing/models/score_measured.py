"""What the rules of a company measure of its customers or leads: the part of a score that weights do not change.

It is measured once and kept while somebody tries weights; see ``engine/scoring/whatif.py``.
"""
import base64
import io
from collections import namedtuple

import numpy as np

from .. import compat
from .scoring_sheet import Sheet

#: ids (n,) of the records, fixed (n,) whether a person has set the score, shares (n, rules), the rules' ids, and
#: ``{rule id: why it fails}``.
Measured = namedtuple("Measured", "ids fixed shares rule_ids failures")


def sheet_of(env, model, company, rules):
    """Return the sheet of those records of the company that are scored and that the user may read, and (n,) which are fixed.

    A record of no company belongs to the database's first, whose rules it takes.
    """
    scoring = env["field.visit.scoring"]
    first = env["res.company"]._visit_first_company()
    owners = [company.id] + ([False] if company == first else [])
    found = compat.search_rows(env[model], compat.all_of(
        scoring._visit_scored_domain(model), [("company_id", "in", owners)]), ["id", "visit_score_fixed"])
    # a score is the same whoever asks, so it is computed with the rights to read what rules look at
    sheet = Sheet(scoring._visit_target(model), [(row[0], company.id) for row in found], rules.sudo())
    return sheet, np.array([bool(row[1]) for row in found], dtype=bool)


def measure(env, model, company, rules):
    """Return what ``rules`` measure of the records of :func:`sheet_of`."""
    sheet, fixed = sheet_of(env, model, company, rules)
    return Measured(sheet.ids, fixed, sheet.shares(), rules.ids, sheet.failures)


def pack(measured):
    """Return the numbers as a binary field keeps them; the failures are words and are kept elsewhere."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, ids=measured.ids, fixed=measured.fixed, shares=measured.shares.astype(np.float32),
                        rule_ids=np.array(measured.rule_ids, dtype=np.int64))
    return base64.b64encode(buffer.getvalue())


def unpack(packed):
    """Return what :func:`pack` has packed, without failures."""
    with np.load(io.BytesIO(base64.b64decode(packed)), allow_pickle=False) as kept:
        return Measured(kept["ids"], kept["fixed"], kept["shares"].astype(np.float64), kept["rule_ids"].tolist(), {})
