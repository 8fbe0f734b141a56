"""What the rep decided about a conflict, and how long events are kept."""
import hashlib
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values

#: Events are never deleted while a copy of them could still be taken for a new one.
LEAST_DAYS = 90
RESOLUTIONS = [("understood", "Understood"), ("again", "Done Anyway")]


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    resolution = fields.Selection(RESOLUTIONS, "The Rep's Answer", readonly=True)
    resolved_at = fields.Datetime("Answered", readonly=True)
    is_open = fields.Boolean("Waits for an Answer", compute="_compute_is_open", search="_search_is_open")

    @api.depends("state", "resolution")
    def _compute_is_open(self):
        for event in self:
            event.is_open = event.state != "done" and not event.resolution

    @api.model
    def _search_is_open(self, operator, value):
        still = ["&", ("state", "!=", "done"), ("resolution", "=", False)]
        return still if compat.search_flag(operator, value) else ["!"] + still

    @api.model
    def _event_kinds(self):
        return super()._event_kinds() | {"settle"}

    @api.model
    def _event_settle(self, data, values):
        """The rep has seen what became of an event: ``uuid``, and ``how`` it goes on (a resolution)."""
        if not call_values.is_one_of(data.get("how"), dict(RESOLUTIONS)):
            raise UserError(_("how: this is understood or again."))
        # events are written by nobody but this model; only the user's own are found
        event = self.sudo().search([("uuid", "=", str(data.get("uuid"))), ("user_id", "=", self.env.uid)], limit=1)
        event.write({"resolution": data["how"], "resolved_at": values["happened_at"]})
        return None

    @api.model
    def _cron_forget_events(self):
        """Delete the events that each company does not want to keep any longer."""
        for company in self.env["res.company"].with_context(active_test=False).search([]):
            before = fields.Datetime.now() - timedelta(days=max(company.visit_event_keep_days, LEAST_DAYS))
            self.search([("company_id", "=", company.id), ("create_date", "<", before)]).unlink()
        return True


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_event_keep_days = fields.Integer("Keep Phone Events (Days)", default=180, groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_event_keep_days=(LEAST_DAYS, 3650))


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_event_keep_days = fields.Integer(related="company_id.visit_event_keep_days", readonly=False)


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    @api.model
    def _app_store(self):
        """A name of this user in this database: what a phone keeps under it is nobody else's."""
        # the name of the database is open to nobody; a fingerprint of it tells two apart
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid") or ""
        return "%s-%s" % (self.env.uid, hashlib.sha256(database.encode()).hexdigest()[:12])

    @api.model
    def _app_user(self, rep):
        return dict(super()._app_user(rep), store=self._app_store())
