"""What a visit can ask of a rep: a skill or a language."""
from odoo import api, fields, models

from .. import compat


class FieldVisitSkill(models.Model):
    _name = "field.visit.skill"
    _description = "Skill or Language of a Rep"
    _order = "kind, name, id"

    name = fields.Char("Name", required=True)
    kind = fields.Selection([("skill", "Skill"), ("language", "Language")], "Kind", required=True, default="skill")
    company_id = fields.Many2one("res.company", "Company", index=True, help="Empty: for all companies.")
    active = fields.Boolean("Active", default=True)

    @api.constrains("name", "kind", "company_id")
    def _check_twin(self):
        _ = compat.translator(self.env)
        compat.check_unique(
            self, ["name", "kind", "company_id"],
            lambda skill: _('"%s" is in the list already (it may be archived). Use that one.') % skill.name)
