"""Why somebody is alike, in words."""
from odoo import _, api, models
from odoo.tools.misc import formatLang

from ..engine.geo.distance import great_circle_m
from .alike_table import WEIGHTS

#: From this closeness on two records are called alike in a trait; up to the other one they differ in it.
ALIKE, DIFFERS = 0.85, 0.4


class FieldVisitAlikeTable(models.AbstractModel):
    _inherit = "field.visit.alike.table"

    @api.model
    def _alike_labels(self):
        return {
            "industry": _("Industry"), "value": _("Sales of 12 months"), "tags": _("Tags"), "place": _("Place"),
            "area": _("Region"), "kind": _("Company or person"), "size": _("People known"),
            "employees": _("Employees"), "revenue": _("Expected revenue"), "source": _("Source"),
        }

    @api.model
    def _alike_reasons(self, table, found, number):
        """Return in what the ``number``-th of those found is alike, the weightiest first, and in what it differs.

        :return: two lists of ``{"key", "label", "text", "closeness"}``
        """
        labels, row = self._alike_labels(), int(found.rows[number])
        near = [int(other) for other in found.nearest[number]]
        same, other = [], []
        for key, closeness in sorted(zip(found.traits, found.closeness[number]), key=lambda pair: -WEIGHTS[pair[0]]):
            told = {"key": key, "label": labels[key], "closeness": round(float(closeness), 2),
                    "text": self._alike_text(table, key, row, near)}
            if closeness >= ALIKE:
                same.append(told)
            elif closeness <= DIFFERS:
                other.append(told)
        return same, other

    @api.model
    def _alike_text(self, table, key, row, near):
        """What the record has there, in words."""
        return getattr(self, "_alike_text_" + key)(table, row, near)

    @api.model
    def _alike_text_industry(self, table, row, near):
        return self.env["res.partner.industry"].browse(table["industry"][row]).name or ""

    @api.model
    def _alike_text_source(self, table, row, near):
        # the name of a linked record is shown with the record
        return self.env["utm.source"].sudo().browse(table["source"][row]).name or ""

    @api.model
    def _alike_text_kind(self, table, row, near):
        return _("company") if table["kind"][row] == "company" else _("person")

    @api.model
    def _alike_text_area(self, table, row, near):
        models_of = {"country": "res.country", "state": "res.country.state"}
        return ", ".join(self.env[models_of[kind]].browse(number).name for kind, number in table["area"][row])

    @api.model
    def _alike_text_tags(self, table, row, near):
        others = {tag for other in near for tag in table["tags"][other]}
        shared = [tag for tag in table["tags"][row] if tag in others]
        return ", ".join(sorted(shared or table["tags"][row]))

    @api.model
    def _alike_text_place(self, table, row, near):
        here, there = ((table["lat"][i], table["lon"][i]) for i in (row, near[0]))
        if None in here + there:
            return ""
        metres = great_circle_m(*here, *there)
        if metres < 1000:
            return _("%d m away") % (10 * round(metres / 10))
        return _("%s km away") % formatLang(self.env, metres / 1000.0, digits=1)

    @api.model
    def _alike_text_size(self, table, row, near):
        return str(table["size"][row] or 0)

    @api.model
    def _alike_text_employees(self, table, row, near):
        return str(table["employees"][row] or 0)

    @api.model
    def _alike_text_value(self, table, row, near):
        return self._alike_amount(table["value"][row])

    @api.model
    def _alike_text_revenue(self, table, row, near):
        return self._alike_amount(table["revenue"][row])

    @api.model
    def _alike_amount(self, amount):
        # what the currency of the own company is called is no secret
        return formatLang(self.env, amount or 0.0, currency_obj=self.env.company.sudo().currency_id)
