"""Where a photo was taken is where its rep was: looks at it are noted, and it is forgotten with those of check-ins."""
from odoo import api, fields, models

from .. import compat

NOWHERE = {"latitude": 0.0, "longitude": 0.0, "has_position": False}


class FieldVisitPicture(models.Model):
    _name = "field.visit.picture"
    _inherit = ["field.visit.picture", "field.visit.noted.mixin"]
    _noted_link = "user_id"

    # never fetched along with other fields: who reads them is noted, see track_noted.py
    latitude = fields.Float(prefetch=False, **compat.aggregator(None))
    longitude = fields.Float(prefetch=False, **compat.aggregator(None))

    @api.model
    def _noted_fields(self):
        return frozenset(("latitude", "longitude"))

    def _noted_reps(self):
        # whose they are is looked up of what the user has just read
        users = self.sudo().filtered("has_position").user_id
        reps = self.env["field.visit.rep"].sudo().with_context(active_test=False)
        return reps.search([("user_id", "in", users.ids)]).with_env(self.env)

    @api.model
    def _note_found(self, domain, way):
        super()._note_found(compat.all_of(domain or [], [("has_position", "=", True)]), way)


class FieldVisitCheck(models.Model):
    _inherit = "field.visit.check"

    @api.model
    def _forget_before(self, company, moment):
        """As before; the places of photos go with those of check-ins."""
        super()._forget_before(company, moment)
        self.env["field.visit.picture"].search([
            ("visit_id.company_id", "=", company.id), ("taken_at", "<", moment), ("has_position", "=", True)]).write(NOWHERE)
