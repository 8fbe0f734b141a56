"""Giving customers and leads to a salesperson or a team."""
from odoo import _, models
from odoo.exceptions import UserError

from .. import compat

ASSIGNED = ("user_id", "team_id")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def visit_assign(self, vals):
        """Give these customers or leads to a salesperson and a team; return True.

        :param dict vals: ``user_id`` and ``team_id``, at least one; 0 or False takes it away
        :raises UserError: for another key, or an unknown user or team
        :raises AccessError: when the user may not change one of the records
        """
        compat.check_access(self, "write")
        return self.write(self._visit_assigned(vals))

    def _visit_assigned(self, vals):
        known = [name for name in ASSIGNED if name in self._fields]
        if not isinstance(vals, dict) or not vals or set(vals) - set(known):
            raise UserError(_("vals: give %s and nothing else.") % ", ".join(known))
        models_of = {name: self._fields[name].comodel_name for name in known}
        return {name: self._visit_known(name, models_of[name], [value]).id if value else False
                for name, value in vals.items()}

    def action_open_assign(self):
        """Open the dialog that asks for the salesperson and the team."""
        self.ensure_one()
        compat.check_access(self, "write")
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        return {
            "type": "ir.actions.act_window", "name": _("Assign"), "target": "new",
            "res_model": "field.visit.assign.wizard", "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_" + link: self.id, "default_user_id": self.user_id.id,
                        "default_team_id": self._visit_team().id},
        }

    def _visit_team(self):
        return self.team_id if "team_id" in self._fields else self.env["crm.team"]
