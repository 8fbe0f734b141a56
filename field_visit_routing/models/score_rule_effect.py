"""When a rule counts, which changes of records it has to be told of, and its values in words."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache
from odoo.tools.misc import formatLang
from psycopg2 import sql

from .. import compat
from ..engine.scoring import Scale
from .safe_domain import read_domain
from .score_rule import BOTH
from .scoring_sheet import Sheet

#: Fields of a rule that decide about no points: its name and place, and what the computation notes on it.
ASIDE = {"name", "sequence", "failure", "breaks"}


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._score_edited()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if set(vals) - ASIDE:
            self._score_edited()
        return result

    def unlink(self):
        result = super().unlink()
        self.browse()._score_edited()
        return result

    def _score_edited(self):
        """Everybody is computed anew soon, and each of these is tried, so that a broken one says so at once."""
        compat.clear_caches(self.env)
        # runs are the server's own records
        self.env["field.visit.score.run"].sudo()._request()
        # what the trial reads is shown to nobody
        for rule in self.sudo().filtered("active"):
            rule._score_set({"failure": rule._score_trial()})

    def _score_trial(self):
        """Return the sentence that this rule fails with, False when it does not."""
        for model in BOTH:
            if self.applies_to in ("both", model) and self._score_concerns(model):
                target = self.env[model]
                newest = target.search([], order="id desc", limit=1)
                sheet = Sheet(target, [(newest.id or 1, self.company_id.id or 1)], self)
                sheet.scores()
                if sheet.failures:
                    return next(iter(sheet.failures.values()))
        return False

    def _score_set(self, values):
        """Write what the computation notes on this rule: it is no edit of the rule."""
        compat.flush(self.browse())
        columns = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in values)
        self.env.cr.execute(sql.SQL("UPDATE {} SET {} WHERE id = %s").format(sql.Identifier(self._table), columns),
                            [value or None for value in values.values()] + [self.id])
        compat.invalidate(self.browse(), list(values))

    @api.model
    @ormcache("self.env.lang")
    def _score_known_kinds(self):
        """Return ``_score_kinds()`` as remembered: asking dozens of names for their translation takes its time."""
        return self._score_kinds()

    def _score_concerns(self, model):
        """Whether records of ``model`` can have a value; where they cannot, the weight does not count either."""
        kind = self._score_known_kinds().get(self.kind)
        if kind and model not in kind.models:
            return False
        if self.kind != "field" or self.applies_to != "both":
            return True  # what is wrong with the rule is said by its failure
        known = [name for name in BOTH if (self.field_name or "") in self.env[name]._fields]
        return not known or model in known

    def _score_scale(self, model):
        # a filter finds a record or does not: there is nothing to scale
        return Scale() if self.kind == "domain" else super()._score_scale(model)

    # ---- changes ---------------------------------------------------------------------------
    @api.model
    @ormcache("model")
    def _score_watched(self, model):
        """Return the names of the fields of ``model`` that the rules in force look at.

        A kind may have a method ``_score_fields_<kind>(model)`` that gives them.
        """
        names = set()
        for rule in self.env["field.visit.scoring"]._visit_rules(model):
            method = getattr(rule, "_score_fields_" + rule.kind, None)
            names.update(method(model) if method else ())
        return frozenset(names)

    def _score_fields_domain(self, model):
        try:
            domain = read_domain(self.env, model, self.domain, self.name)
        except UserError:
            return ()  # the rule fails, and says so
        return {leaf[0].split(".")[0] for leaf in domain if isinstance(leaf, (list, tuple)) and isinstance(leaf[0], str)}

    def _score_fields_field(self, _model):
        return (self.field_name or "",)

    def _score_changed(self, model, since):
        """Return the ids of the records whose value may have changed since that UTC time."""
        method = getattr(self, "_score_changed_" + self.kind, None)
        if method:
            return set(method(model, since))
        documents = self._score_documents().get(self.kind)
        return set(self._score_touched(model, since, *documents)) if documents else set()

    def _score_changed_domain(self, model, since):
        return self._score_written(model, since)

    def _score_changed_field(self, model, since):
        return self._score_written(model, since)

    @api.model
    def _score_written(self, model, since):
        return self.env[model].with_context(active_test=False).search(
            [("write_date", ">=", fields.Datetime.to_string(since))]).ids

    # ---- words -----------------------------------------------------------------------------
    def _score_value_text(self, value):
        """Return what the rule saw, in words of the reader's language."""
        self.ensure_one()
        method = getattr(self, "_score_text_" + self.kind, None)
        if method:
            return method(value)
        kind = self._score_known_kinds().get(self.kind)
        return getattr(self, "_score_unit_" + (kind.unit if kind and kind.unit else "number"))(value)

    def _score_unit_number(self, value):
        return formatLang(self.env, value, digits=0 if value == int(value) else 2)

    def _score_unit_count(self, value):
        return self._score_unit_number(value)

    def _score_unit_score(self, value):
        return self._score_unit_number(value)

    def _score_unit_days(self, value):
        return _("%d days") % round(value)

    def _score_unit_percent(self, value):
        return "%s %%" % self._score_unit_number(value)

    def _score_unit_amount(self, value):
        company = self.company_id or self.env["res.company"]._visit_first_company()
        # what its currency is called is no secret
        return formatLang(self.env, value, digits=0, currency_obj=company.sudo().currency_id)
