"""What the answers of ``res_users_territory`` rest on: its changes make all workers forget them."""
from odoo import api, models

from .. import compat


class AccessSource(models.AbstractModel):
    """Mix into a model; ``_visit_access_fields`` are those that say who may act where."""

    _name = "field.visit.access.source"
    _description = "Source of access"
    _visit_access_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        compat.clear_caches(self.env)
        return records

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in self._visit_access_fields):
            compat.clear_caches(self.env)
        return result

    def unlink(self):
        result = super().unlink()
        compat.clear_caches(self.env)
        return result


class FieldVisitTerritory(models.Model):
    _name = "field.visit.territory"
    _inherit = ["field.visit.territory", "field.visit.access.source"]
    _visit_access_fields = ("parent_id", "team_id", "user_id", "dealer_id", "company_id")


class FieldVisitRep(models.Model):
    _name = "field.visit.rep"
    _inherit = ["field.visit.rep", "field.visit.access.source"]
    _visit_access_fields = ("team_id", "user_id", "active", "company_id")


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "field.visit.access.source"]
    _visit_access_fields = ("user_id", "member_ids", "crm_team_member_ids", "company_id", "active")


#: Of users, and of who is a member of a team: in 14.0 these are the same records.
MEMBER_FIELDS = ("sale_team_id", "crm_team_id", "user_id", "partner_id", "active", "company_id", "company_ids",
                 "share", compat.USER_GROUPS)


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "field.visit.access.source"]
    _visit_access_fields = MEMBER_FIELDS


class TeamMember(models.Model):
    _name = compat.TEAM_MEMBER
    _inherit = [compat.TEAM_MEMBER, "field.visit.access.source"]
    _visit_access_fields = MEMBER_FIELDS


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "field.visit.access.source"]
    _visit_access_fields = ("visit_access_mode", "visit_access_nobodys", "partner_id")
