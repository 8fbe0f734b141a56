"""Why a customer's or lead's learned probability is so high or low: what each thing adds, computed when asked."""
import logging

import numpy as np
from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from .. import compat
from ..engine.scoring.learning import Table

_logger = logging.getLogger(__name__)
#: Reasons that add or take less than this many percentage points are not told, and no more than so many.
LEAST_POINTS, MOST = 0.3, 8
#: Features that tell of documents: only those who may read these see them.
OF_PURCHASES = ("purchase", "sales", "earlier_purchases")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def get_learned_reasons(self):
        """What makes the learned probability of this customer or lead, the strongest first.

        :return: list of ``{"feature", "label", "value", "points", "text"}``; ``points`` are percentage points more or
            less than usual. Empty when there is no prediction, or none that can be read.
        :raises AccessError: for a record that the user may not read
        """
        self.ensure_one()
        self._visit_refuse_closed(["visit_learned_date"])
        compat.check_access(self, "read")
        prediction = self._visit_learned_source()
        if not self.visit_learned_date or not prediction:
            return []
        try:
            found = prediction._visit_explained(self._visit_predicted_id())
        except UserError as error:
            _logger.info("no reasons for %s: %s", self, error.args[0])
            return []
        hidden = self._visit_hidden_features()
        told = [part for part in found if abs(part.points) >= LEAST_POINTS and not part.name.startswith(hidden)]
        return [self._visit_reason(prediction, part) for part in told[:MOST]]

    def _visit_predicted_id(self):
        return self.id

    def _visit_learned_source(self):
        """The prediction whose live version says something about this record, empty when there is none."""
        target = "convert" if self._name == "crm.lead" else "buy"
        company = self.company_id.sudo() or self.env["res.company"]._visit_first_company()
        # who reads the reasons of a customer need not be allowed to read predictions
        return self.env["field.visit.prediction"].sudo().search([
            ("target", "=", target), ("company_id", "=", company.id), ("version_ids.state", "=", "live")], limit=1)

    def _visit_hidden_features(self):
        """Beginnings of the names of features that the user must not learn of."""
        documents = [name for name in ("sale.order", "account.move") if name in self.env]
        may = not documents or any(compat.has_access(self.env[name], "read") for name in documents)
        return () if may else OF_PURCHASES + ("days_since_purchase", "days_since_first_purchase", "mean_purchase",
                                              "days_between_purchases")

    def _visit_reason(self, prediction, part):
        label = prediction.with_env(self.env).sudo()._visit_label(part.name)  # names of features are no secret
        value = part.value
        shown = _("not known") if value is None or value == "" else (
            "%g" % round(value, 2) if isinstance(value, (int, float, np.number)) else str(value))
        return {"feature": part.name, "label": label, "value": shown, "points": round(part.points, 1),
                "text": "%s: %s" % (label, shown)}

    def _score_told_numbers(self, used):
        """The learned probability comes with the amount to expect, for those who may know it."""
        expected = self._visit_expected_words()
        return [dict(number, explanation="%s %s" % (number["explanation"], expected))
                if expected and number["key"] == "learned" else number for number in super()._score_told_numbers(used)]

    def _visit_expected_words(self):
        name = "visit_learned_amount"
        if name not in self.fields_get([name], ["type"]) or self._name == "res.partner" and self._visit_hidden_features():
            return ""
        company = self.company_id.sudo() or self.env["res.company"]._visit_first_company()  # what its currency is, is no secret
        amount = formatLang(self.env, self[name], currency_obj=company.sudo().currency_id)
        return _("Expected amount: %s.", amount) if self[name] else ""

    def _score_told_learned(self):
        return [{"text": reason["text"], "points": reason["points"]} for reason in self.get_learned_reasons()]


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _visit_predicted_id(self):
        return self.commercial_partner_id.id


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    def _visit_explained(self, number):
        """Return the engine's contributions for one record as it is now."""
        version = self.live_version_id
        columns = self._visit_columns_now(np.array([number], dtype=np.int64), self._visit_now(version, [number]))
        return version._visit_loaded().explain(Table(columns))[0]
