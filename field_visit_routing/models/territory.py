from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat


class FieldVisitTerritory(models.Model):
    """A named area in a tree, owned by a team or a rep."""

    _name = "field.visit.territory"
    _inherit = "field.visit.checked.mixin"
    _description = "Territory"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"

    name = fields.Char("Name", required=True)
    complete_name = fields.Char("Full Name", compute="_compute_complete_name", store=True, recursive=True)
    tree_name = fields.Char("Territory", compute="_compute_tree_name", help="The name, further right the deeper in the tree.")
    parent_id = fields.Many2one("field.visit.territory", "Part Of", index=True, ondelete="restrict")
    parent_path = fields.Char(**compat.PARENT_PATH)
    child_ids = fields.One2many("field.visit.territory", "parent_id", "Parts")
    company_id = fields.Many2one("res.company", "Company", index=True, default=lambda self: self.env.company)
    team_id = fields.Many2one("crm.team", "Sales Team")
    user_id = fields.Many2one("res.users", "Rep", help="Who sells here.")
    priority_percent = fields.Integer(
        "Priority (%)", default=100,
        help="How much a visit here counts: 150 is half as much again. At 100 the territory above decides.")
    color = fields.Integer("Colour")
    active = fields.Boolean("Active", default=True)
    partner_ids = fields.One2many("res.partner", "territory_id", "Customers")
    lead_ids = fields.One2many("crm.lead", "territory_id", "Leads")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), priority_percent=(10, 1000))

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for territory in self:
            names = [territory.parent_id.complete_name, territory.name]
            territory.complete_name = " / ".join(name for name in names if name)

    @api.depends("name", "parent_path")
    def _compute_tree_name(self):
        for territory in self:
            depth = max(0, (territory.parent_path or "").count("/") - 1)
            # browsers do not fold these spaces
            territory.tree_name = "\u2003" * depth + (territory.name or "")

    def write(self, vals):
        if vals.get("parent_id"):
            self._refuse_loop(vals["parent_id"])
        return super().write(vals)

    def _refuse_loop(self, parent_id):
        """Refuse a parent that lies within one of these territories, before the tree is touched."""
        parent = self.browse(parent_id)
        for territory in self:
            if parent in territory.with_context(active_test=False).search([("id", "child_of", territory.id)]):
                raise ValidationError(_(
                    '"%(child)s" cannot be part of "%(parent)s", which is part of it. Choose another parent.'
                ) % {"child": territory.complete_name, "parent": parent.complete_name})

    @api.constrains("parent_id", "company_id")
    def _check_company_of_parent(self):
        for territory in self:
            above = territory.parent_id.company_id
            if above and territory.company_id and above != territory.company_id:
                raise ValidationError(_(
                    'Territory "%(name)s" is of company %(own)s, its parent of %(above)s. Choose one company for both.'
                ) % {"name": territory.name, "own": territory.company_id.name, "above": above.name})

    def priority(self):
        """Return in percent how much a visit counts here; 100 without a territory that says so."""
        territory = self
        while territory and territory.priority_percent == 100:
            territory = territory.parent_id
        return territory.priority_percent if territory else 100
