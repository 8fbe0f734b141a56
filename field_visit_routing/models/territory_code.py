"""The number or code by which other systems and official lists know a territory."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    code = fields.Char(
        "Code", index=True, copy=False,
        help="The area's number or code in another system, such as an official list of municipalities. "
             "A file that is imported again finds the area by it.")

    def init(self):
        super().init()
        compat.unique_index(self, ["code", "(COALESCE(company_id, 0))"], where="code IS NOT NULL AND code <> ''",
                            name="field_visit_territory_code_uniq")

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.company.id
        self._refuse_code_twins([(vals.get("code"), vals.get("company_id", default)) for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        if {"code", "company_id"}.intersection(vals):
            self._refuse_code_twins([(vals.get("code", area.code), vals.get("company_id", area.company_id.id))
                                     for area in self])
        return super().write(vals)

    def _refuse_code_twins(self, wanted):
        """Explain before the database refuses: its index acts at the insert, ahead of any constraint.

        :param wanted: ``(code, company id)`` of each area to be
        """
        wanted = [(code, company or False) for code, company in wanted if code]
        if not wanted:
            return
        # archived areas and those out of the user's reach count: the index knows them too
        others = self.sudo().with_context(active_test=False).search(
            [("code", "in", [code for code, _company in wanted]), ("id", "not in", self.ids)])
        taken = {(area.code, area.company_id.id) for area in others}
        for pair in wanted:
            if pair in taken:
                raise ValidationError(_(
                    'There is already a territory with the code "%s" in this company, perhaps an archived one. Choose '
                    "another code, or change that territory.", pair[0]))
            taken.add(pair)
