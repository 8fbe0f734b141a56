"""Scores by rules: who is scored, which rules count, what they give, and what becomes of it.

Everything here works on all records that it is asked about at once. Scores are the same for everybody, so they are
computed with the rights to read everything; what a reader gets to see of the reasons is decided when he looks.
"""
import json
from collections import namedtuple

import numpy as np
from odoo import api, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.scoring import percentiles
from ..engine.scoring.scale import QUANTILE
from .located_mixin import PLACED
from .scoring_sheet import WORTH_FIELDS, Sheet, number_of

MODELS = ("res.partner", "crm.lead")
#: Records computed and written together.
BATCH = 20000
#: So many are written while a user waits; for more there is the scheduled action.
AT_ONCE = 5000
#: What rules give, without writing: ids (n,), rule_ids (0 for a rule that is not saved), values and points (n, rules),
#: scores (n,), which are NaN where no rule that gives has a weight, and failures {rule id: sentence}.
Preview = namedtuple("Preview", "ids rule_ids values points scores failures")
#: Addresses of a customer where somebody may call although they are of another type.
OWN_PLACE = [("parent_id", "!=", False), ("type", "not in", ("contact", "private")), ("geo_state", "in", PLACED),
             ("is_competitor", "=", False)]


class FieldVisitScoring(models.AbstractModel):
    _name = "field.visit.scoring"
    _description = "Computation of scores"

    # ---- who and by what -------------------------------------------------------------------
    @api.model
    def _visit_scored_domain(self, model):
        """Return the domain of the records that rules score: customers, their addresses with a position, open leads."""
        members = self.env["field.visit.territory"]._visit_member_domain(model)
        return compat.any_of(members, OWN_PLACE) if model == "res.partner" else members

    @api.model
    def _visit_scored_rows(self, model, ids=None):
        """Return pairs of id and company, by id, of those of the records (of all without ``ids``) that are scored.

        A record of no company takes the rules and settings of the database's first.
        """
        domain = self._visit_scored_domain(model)
        if ids is not None:
            domain = compat.all_of([("id", "in", list(ids))], domain)
        first = self.env["res.company"]._visit_first_company().id
        rows = compat.search_rows(self._visit_target(model), domain, ["id", "company_id"])
        return [(number, company or first) for number, company in rows]

    @api.model
    def _visit_target(self, model):
        # a score is a fact about everybody, whoever asks; archived records keep theirs
        return self.env[model].sudo().with_context(active_test=True)

    @api.model
    def _visit_rules(self, model):
        """Return the active rules that look at records of ``model``, of all companies."""
        # who may not read the rules still gets a score
        rules = self.env["field.visit.score.rule"].sudo().search([("applies_to", "in", ("both", model))])
        return rules.filtered(lambda rule: rule._score_concerns(model))

    # ---- what would be ---------------------------------------------------------------------
    @api.model
    def _visit_preview(self, model, ids=None, rules_values=None):
        """Return what rules give to those of the records that are scored, as :class:`Preview`; nothing is written.

        :param ids: the records; all of them without it
        :param rules_values: None for the rules as they are; ``{rule id: {field: value}}`` for some of them with other
            values (``{"active": False}`` leaves one out); or a recordset of rules, which may be new ones
        """
        rules, fresh = self._visit_other_rules(model, rules_values)
        sheet = Sheet(self._visit_target(model), self._visit_scored_rows(model, ids), rules, fresh)
        return self._visit_previewed(sheet)

    @api.model
    def _visit_previewed(self, sheet):
        given, scores = sheet.scores()
        return Preview(sheet.ids, [number_of(rule) for rule in sheet.rules], sheet.values, given, scores, sheet.failures)

    @api.model
    def _visit_other_rules(self, model, rules_values):
        """Return the rules to try, and the ids of those whose ranking has to be made anew."""
        if isinstance(rules_values, models.BaseModel):
            # as in _visit_rules
            return [rule for rule in rules_values.sudo() if rule._score_concerns(model)], ()
        changes = rules_values or {}
        Rule = self.env["field.visit.score.rule"].sudo()  # as in _visit_rules
        known = Rule.with_context(active_test=False).browse(changes).exists() | Rule.search([])
        tried = [Rule.new(dict(changes[rule.id]), origin=rule) if changes.get(rule.id) else rule for rule in known]
        tried = [rule for rule in tried if rule.active and rule.applies_to in ("both", model) and rule._score_concerns(model)]
        return tried, [number for number, values in changes.items() if set(values) - WORTH_FIELDS]

    # ---- what is ---------------------------------------------------------------------------
    @api.model
    def _visit_score(self, model, ids=None):
        """Compute those of the records that are scored, write it and what follows from it; the others keep their numbers.

        :return: ``{"scored": number, "left": number without any rule that gives, "failures": {rule id: sentence}}``
        """
        rows = self._visit_scored_rows(model, ids)
        if ids is not None:
            self._visit_choose(model, sorted(set(ids).difference(row[0] for row in rows)))
        result = {"scored": 0, "left": 0, "failures": {}}
        for start in range(0, len(rows), BATCH):
            found = self._visit_score_rows(model, rows[start:start + BATCH])
            result["failures"].update(found.pop("failures"))
            for key, number in found.items():
                result[key] += number
        return result

    @api.model
    def _visit_score_rows(self, model, rows, known=None):
        """Compute and write one batch; see ``_visit_score``.

        :param dict known: rule id → values of these rows that were read before
        """
        sheet = Sheet(self._visit_target(model), rows, self._visit_rules(model), known=known)
        given, scores = sheet.scores()
        known = np.flatnonzero(~np.isnan(scores))
        computed = [np.round(scores[known], 2).tolist(), self._visit_parts(sheet, given, known)]
        self._visit_choose(sheet.model._name, sheet.ids[known].tolist(), computed)
        rest = np.flatnonzero(np.isnan(scores))
        if len(rest):
            self._visit_choose(sheet.model._name, sheet.ids[rest].tolist())
        return {"scored": len(known), "left": len(rest), "failures": sheet.failures}

    @api.model
    def _visit_rank(self, model, rows):
        """Make the rankings of the rules that rank from everybody's values, and keep them on the rules.

        :return: ``{rule id: values (n,)}`` of these rules
        """
        rules = self._visit_rules(model).filtered(lambda rule: rule.scale == QUANTILE)
        sheets = [Sheet(self._visit_target(model), rows[start:start + BATCH], rules) for start in range(0, len(rows), BATCH)]
        columns = {}
        for place, rule in enumerate(rules):
            if any(rule.id in sheet.failures for sheet in sheets):
                continue  # the last ranking stays
            columns[rule.id] = np.concatenate([sheet.values[:, place] for sheet in sheets] or [np.empty(0)])
            breaks = dict(json.loads(rule.breaks or "{}"), **{model: percentiles(columns[rule.id])})
            rule._score_set({"breaks": json.dumps(breaks)})
        return columns

    @api.model
    def _visit_parts(self, sheet, given, rows):
        """Return the reasons of each of these rows as JSON: the rules that gave points or had a value to look at.

        Words are not kept: who reads them may speak another language, and has other rights.
        """
        numbers = [number_of(rule) for rule in sheet.rules]
        told = (given != 0) | (np.nan_to_num(sheet.values) != 0)
        points, values = np.round(given, 2), np.round(sheet.values, 2)
        texts = []
        for row in rows:
            columns = np.flatnonzero(told[row])
            texts.append(json.dumps({"parts": [
                {"rule_id": numbers[column], "points": worth, "value": value} for column, worth, value in zip(
                    columns, points[row, columns].tolist(), values[row, columns].tolist())]}))
        return texts

    @api.model
    def _visit_choose_all(self, companies):
        """These companies use another number from now on: set it for all of theirs, or have it set soon when they are many."""
        found = {model: [number for number, company in self._visit_scored_rows(model) if company in companies.ids]
                 for model in MODELS}
        if sum(map(len, found.values())) <= AT_ONCE:
            for model, ids in found.items():
                self._visit_choose(model, ids)
        else:
            self.env["field.visit.score.run"]._request()
            compat.trigger_cron(self.env.ref("field_visit_routing.cron_scores"))

    @api.model
    def _visit_scored_model(self, model):
        """:raises UserError: for a model whose records have no score"""
        _ = compat.translator(self.env)
        if model not in MODELS:
            raise UserError(_('Records of "%s" have no score. Give res.partner or crm.lead.') % model)
        return self.env[model]
