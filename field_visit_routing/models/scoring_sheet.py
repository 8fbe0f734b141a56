"""What the rules make of many records at once: one column of values per rule, in NumPy.

Nothing here writes anything but the log. A rule that fails is noted with its sentence; the others go on.
"""
import contextlib
import logging
from dataclasses import replace

import numpy as np
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .. import compat
from ..engine.scoring import percentiles, points, totals
from ..engine.scoring.scale import QUANTILE

_logger = logging.getLogger(__name__)

#: Whoever changes another field of a rule than these changes which values it finds, not only what they are worth.
WORTH_FIELDS = {"name", "sequence", "active", "weight", "effect", "scale", "low", "high", "steps"}


class Sheet:
    """Values, points and scores of the records ``ids`` of one model.

    Attributes
    ----------
    ids : numpy array (n,), rising
    companies : numpy array (n,), the company whose rules and settings apply to each
    rules : list of records of ``field.visit.score.rule``, saved ones or such with other values
    values : numpy array (n, rules); NaN where a record has no value, or the rule is another company's
    failures : ``{rule id: sentence}``
    """

    def __init__(self, model, rows, rules, fresh=(), known=None):
        """Read the values.

        :param model: recordset of the scored model, with the rights to read everything
        :param rows: pairs of id and company, rising by id
        :param rules: recordset
        :param fresh: ids of rules whose ranking is that of these records, not that of the last computation
        :param known: ``{rule id: values (n,)}`` that were read before
        """
        self.model = model
        self.ids = np.array([row[0] for row in rows], dtype=np.int64)
        self.companies = np.array([row[1] for row in rows], dtype=np.int64)
        self.rules = list(rules)
        self.failures = {}
        self.fresh = set(fresh)
        self.values = np.full((len(rows), len(self.rules)), np.nan)
        self.known = known or {}
        compat.flush(model)
        self._read_all()

    # ---- values ----------------------------------------------------------------------------
    def _read_all(self):
        """Read the values of all rules, all at once; one by one when one of them fails."""
        try:
            with self._savepoint():
                for column, rule in enumerate(self.rules):
                    self.values[:, column] = self._read(rule)
        except Exception:  # which rule, and whatever it is, is found below
            for column, rule in enumerate(self.rules):
                self.values[:, column] = self._attempt(rule, self._read_alone, rule, default=np.nan)

    @contextlib.contextmanager
    def _savepoint(self):
        """What fails in the database must not spoil the transaction of the others."""
        with self.model.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
            yield

    def _read_alone(self, rule):
        with self._savepoint():
            return self._read(rule)

    def _attempt(self, rule, method, *arguments, default):
        """Return what the method returns; the default, and a failure of this rule, when it raises anything."""
        try:
            return method(*arguments)
        except Exception as error:  # whatever it is: a broken rule never stops the others
            self.failures[number_of(rule)] = _sentence(rule, error)
            return default

    def _read(self, rule):
        """Return the rule's values (n,)."""
        column = np.full(len(self.ids), np.nan)
        if number_of(rule) in self.known:
            return self.known[number_of(rule)]
        rows = self._rows(rule)
        found = rule._score_values(self.model._name, self.ids[rows].tolist()) if rows.any() else {}
        if found:
            keys = np.fromiter(found.keys(), np.int64, len(found))
            given = np.fromiter(found.values(), np.float64, len(found))
            places = np.minimum(np.searchsorted(self.ids, keys), len(self.ids) - 1)
            known = self.ids[places] == keys
            column[places[known]] = given[known]
        column[~np.isfinite(column)] = np.nan
        return column

    def _rows(self, rule):
        """Return which records the rule is for."""
        company = rule.company_id.id
        return self.companies == company if company else np.ones(len(self.ids), dtype=bool)

    # ---- points ----------------------------------------------------------------------------
    def shares(self):
        """Return what the values earn of each rule's weight (n, rules), 0 to 1; nothing by a rule that fails."""
        return np.column_stack([
            self._attempt(rule, self._shares, rule, column, default=np.zeros(len(self.ids)))
            for column, rule in enumerate(self.rules)]) if self.rules else self.values

    def scores(self):
        """Return ``(points (n, rules), scores (n,))``; a score is NaN where no rule that gives has a weight."""
        shares = self.shares()
        given = np.zeros(self.values.shape)
        result = np.full(len(self.ids), np.nan)
        for company in np.unique(self.companies):
            rows = np.flatnonzero(self.companies == company)
            columns = [column for column, rule in enumerate(self.rules) if self._counts(rule, company)]
            chosen = [self.rules[column] for column in columns]
            try:
                given[np.ix_(rows, columns)] = points(
                    [rule.weight for rule in chosen], [rule.effect == "subtract" for rule in chosen],
                    shares[np.ix_(rows, columns)])
            except ValueError:
                continue  # no rule gives anything: the old score stays
            result[rows] = totals(given[rows])
        return given, result

    def _counts(self, rule, company):
        return rule.weight > 0 and number_of(rule) not in self.failures and rule.company_id.id in (False, company)

    def _shares(self, rule, column):
        values = self.values[:, column]
        scale = rule._score_scale(self.model._name)
        if rule.scale == QUANTILE and (not scale.breaks or number_of(rule) in self.fresh):
            scale = replace(scale, breaks=percentiles(values))
        return scale.shares(values)


def number_of(rule):
    """Return the id of a rule, also of one that is tried with other values; 0 for one that is not saved."""
    return rule._origin.id or 0


def _sentence(rule, error):
    """Return what is wrong with the rule in one sentence; what nobody foresaw is in the log as well."""
    words = str(error.args[0] if isinstance(error, UserError) and error.args else error).strip() or type(error).__name__
    if not isinstance(error, UserError):
        _logger.warning("score rule %s failed: %s", rule.id, words, exc_info=True)
        _ = compat.translator(rule.env)
        return _('"%(rule)s" could not be computed (%(error)s). Change it or archive it; the server\'s log says more.') % {
            "rule": rule.name, "error": words.splitlines()[0][:200]}
    return words.splitlines()[0]
