"""Rules that need nothing but the record itself: a filter, or a field that holds a number."""
from odoo import _, models
from odoo.exceptions import UserError

from .. import compat
from .safe_domain import read_domain

NUMBERS = ("integer", "float", "monetary")


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_values_domain(self, model, ids):
        """1 for every record that the filter finds."""
        domain = read_domain(self.env, model, self.domain, self.name)
        found = self.env[model].with_context(active_test=False).search(compat.all_of([("id", "in", ids)], domain))
        return dict.fromkeys(found.ids, 1.0)

    def _score_text_domain(self, value):
        return _("fits the filter")

    def _score_values_field(self, model, ids):
        """The number in the field."""
        target = self.env[model]
        field = target._fields.get(self.field_name or "")
        if field is None:
            if self.applies_to == "both" and any(self.field_name in self.env[name]._fields for name in (
                    "res.partner", "crm.lead")):
                return {}
            raise UserError(_('"%(rule)s" looks at the field "%(field)s", which %(model)s does not have. Choose another '
                              "field, or archive the rule.", rule=self.name, field=self.field_name or "",
                              model=target._description))
        if field.type not in NUMBERS or not field.store:
            raise UserError(_('"%(rule)s": the field "%(field)s" holds no number that is stored. Choose a number field.',
                              rule=self.name, field=field.name))
        rows = compat.search_rows(target.with_context(active_test=False), [("id", "in", ids)], ["id", field.name])
        return {number: float(value) for number, value in rows if value is not None}
