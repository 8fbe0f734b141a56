"""What if the rules had other weights: who moves up, who moves down, before anything is saved."""
from collections import namedtuple

from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.scoring.whatif import Weighing, compare, reason
from .call_values import check_keys
from .score_measured import measure
from .score_rule import BOTH

MOST_NAMED = 100
HEAVIEST = 1000.0
#: What was tried on which records: ids (n,), shares (n, rules), the weights before and after, and who moves.
Tried = namedtuple("Tried", "ids shares old new moves")


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    @api.model
    def preview_weights(self, vals):
        """Tell who would move with other weights; nothing is written.

        :param dict vals: ``weights``: ``{"<rule id>": weight}``, the others keep theirs; ``model``: res.partner (default) or
            crm.lead; ``company_id``: the user's company when left out; ``limit``: how many movers are named, 10 when left out
        :return: ``{"records", "fixed", "up", "down", "regraded", "mean_before", "mean_after", "grades", "histograms",
            "risers", "fallers", "failures"}``: ``grades`` are rows A to D before, columns A to D after; ``histograms`` count
            scores in steps of five, before and after; movers are ``{"id", "name", "before", "after", "grade_before",
            "grade_after", "rule", "points_before", "points_after"}``. Scores that a person has set are ``fixed`` and count
            nowhere else. Both sides are computed now: a change since the last computation is no move
        :raises UserError: for a weight that is none, an unknown rule, or when no rule that gives points has a weight
        """
        compat.check_access(self, "write")
        check_keys(self.env, vals, ("weights", "model", "company_id", "limit"))
        model, company = vals.get("model") or BOTH[0], self._whatif_company(vals.get("company_id"))
        if model not in BOTH:
            raise UserError(_("model: %s has no scores. Give res.partner or crm.lead.") % model)
        limit = vals.get("limit", 10)
        if not isinstance(limit, int) or not 0 <= limit <= MOST_NAMED:
            raise UserError(_("limit: %(limit)r is out of range. Give a number from 0 to %(most)d.") % {
                "limit": limit, "most": MOST_NAMED})
        rules = self._whatif_rules(model, company)
        weights = rules._whatif_weights(vals.get("weights") or {})
        measured = measure(self.env, model, company, rules)
        return rules._whatif_result(measured, weights, model, company, limit)

    @api.model
    def save_weights(self, vals):
        """Give rules other weights and compute the scores anew: at once when they are few, else soon.

        :param dict vals: ``weights``: ``{"<rule id>": weight}``
        :return: ``{"saved": how many rules have another weight than before}``, and when there are any what
            ``field.visit.score.run.compute_scores()`` returns: ``run_id``, ``state``, ``progress``, ``text``, ``failing``
        :raises UserError: for a weight that is none, or an unknown rule
        """
        compat.check_access(self, "write")
        check_keys(self.env, vals, ("weights",))
        rules = self.with_context(active_test=False).search([])
        weights = rules._whatif_weights(vals.get("weights") or {})
        changed = rules.filtered(lambda rule: weights[rule.id] != rule.weight)
        for rule in changed:
            rule.weight = weights[rule.id]
        status = self.env["field.visit.score.run"].compute_scores() if changed else {}
        return dict(status, saved=len(changed))

    # ---- the question ----------------------------------------------------------------------
    @api.model
    def _whatif_company(self, number):
        if not number:
            return self.env.company
        company = self.env["res.company"].browse(self._visit_known("company_id", "res.company", [number]).id)
        if company not in self.env.user.company_ids:
            raise UserError(_("company_id: you do not work in the company with id %s. Give one of yours.") % number)
        return company

    @api.model
    def _whatif_rules(self, model, company):
        """Return the rules that score the records of this model and company."""
        return self.search([("applies_to", "in", ("both", model)), ("company_id", "in", (False, company.id))]).filtered(
            lambda rule: rule._score_concerns(model))

    def _whatif_weights(self, given):
        """Return ``{rule id: weight}`` of these rules, with the weights ``{"<rule id>": weight}`` that are given."""
        check_keys(self.env, given, [str(number) for number in self.ids])
        weights = {rule.id: rule.weight for rule in self}
        for rule in self.filtered(lambda rule: str(rule.id) in given):
            weights[rule.id] = rule._visit_checked_number("weight", given[str(rule.id)], 0, HEAVIEST)
        return weights

    # ---- the answer ------------------------------------------------------------------------
    def _whatif_result(self, measured, weights, model, company, limit):
        """Return who moves when the rules, the columns of ``measured``, get these ``weights``; see ``preview_weights``."""
        counted = self.filtered(lambda rule: rule.id in measured.rule_ids and rule.id not in measured.failures)
        columns = [measured.rule_ids.index(number) for number in counted.ids]
        ids, shares = measured.ids[~measured.fixed], measured.shares[~measured.fixed][:, columns]
        old, new = counted._whatif_weighing({rule.id: rule.weight for rule in self}), counted._whatif_weighing(weights)
        if not new.gives:
            raise UserError(_("No rule that gives points has a weight, so there is no score: give at least one of them a "
                              "weight above 0. Until then everybody keeps the old score."))
        moves = compare(shares, old, new, [company["visit_grade_" + letter] for letter in "abc"], limit)
        tried = Tried(ids, shares, old, new, moves)
        return {
            "records": len(ids), "fixed": int(measured.fixed.sum()), "up": moves.up, "down": moves.down,
            "regraded": moves.regraded, "mean_before": _mean(moves.before), "mean_after": _mean(moves.after),
            "grades": [list(row) for row in moves.grades], "histograms": [list(row) for row in moves.histograms],
            "risers": counted._whatif_movers(tried, moves.risers, model, company),
            "fallers": counted._whatif_movers(tried, moves.fallers, model, company),
            "failures": {str(number): words for number, words in measured.failures.items()}}

    def _whatif_weighing(self, weights):
        """Return these rules' weights for the engine."""
        return Weighing([weights[rule.id] for rule in self], [rule.effect == "subtract" for rule in self])

    def _whatif_movers(self, tried, rows, model, company):
        """Return who is in these rows of what was tried, from which score to which, and by which rule most of all."""
        result = []
        for row, record in zip(rows, self.env[model].browse([int(tried.ids[row]) for row in rows])):
            column, points_before, points_after = reason(tried.old, tried.new, tried.shares[row])
            before, after = float(tried.moves.before[row]), float(tried.moves.after[row])
            result.append({
                "id": record.id, "name": record.display_name, "before": before, "after": after,
                "grade_before": company.visit_grade_of(before), "grade_after": company.visit_grade_of(after),
                "rule": self[column].name, "points_before": points_before, "points_after": points_after})
        return result


def _mean(scores):
    return round(float(scores.mean()), 2) if len(scores) else 0.0
