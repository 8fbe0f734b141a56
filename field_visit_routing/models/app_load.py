"""What the phone takes along: one load with everything for a day without network.

Every slice adds a part: override ``_app_parts`` and write ``_app_part_<key>(rep, today)``, which returns what JSON can
hold; ``rep`` may be empty, for users who visit nobody.  Everything is read with the user's own rights.
"""
import pytz
from odoo import api, fields, models

from .. import compat
from . import call_values, plan_request

SCHEMA = 1


class FieldVisitApp(models.AbstractModel):
    _name = "field.visit.app"
    _inherit = "field.visit.app.words"
    _description = "Data of the phone app"

    @api.model
    def load(self, options=None):
        """Return everything that the phone of this user keeps.

        :param dict options: nothing yet
        :return: dict with "schema", "at" (UTC), "user", "rep" (or False), "words", "today" (the rep's date) and a
            value for each part of ``_app_parts``
        :raises UserError: for an unknown option
        """
        call_values.check_keys(self.env, options or {}, self._app_options())
        rep = self._app_rep()
        today = plan_request.local_now(self._app_timezone(rep)).date()
        parts = {key: getattr(self, "_app_part_" + key)(rep, today) for key in self._app_parts()}
        return dict(
            parts, schema=SCHEMA, at=fields.Datetime.to_string(fields.Datetime.now()), user=self._app_user(rep),
            rep=self._app_rep_values(rep), words=self._app_words(), today=fields.Date.to_string(today))

    @api.model
    def _app_options(self):
        """Return the names of the options that ``load`` knows."""
        return set()

    @api.model
    def _app_parts(self):
        """Return the names of the parts of a load."""
        return ["route"]

    @api.model
    def _app_rep(self):
        """The rep that this user is in the present company; may be empty."""
        return self.env["field.visit.rep"].search(
            [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id)], limit=1)

    @api.model
    def _app_timezone(self, rep):
        return plan_request.rep_timezone(rep) if rep else pytz.timezone(self.env.user.tz or "UTC")

    @api.model
    def _app_user(self, rep):
        return {"id": self.env.uid, "name": self.env.user.name, "lang": self.env.lang or "en_US",
                "tz": str(self._app_timezone(rep))}

    @api.model
    def _app_rep_values(self, rep):
        return bool(rep) and {"id": rep.id, "name": rep.name, "company": rep.company_id.name}

    @api.model
    def _app_part_route(self, rep, today):
        """The rep's route of today with its stops; False without one."""
        route = self.env["field.visit.route"].search(
            [("rep_id", "=", rep.id), ("date", "=", today)], limit=1) if rep else None
        return bool(route) and dict(route._to_dict(), stops=[
            visit._app_visit() for visit in route._ordered_visits()])


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _app_visit(self):
        """This visit as the phone shows it; slices add keys."""
        to_string = fields.Datetime.to_string
        return dict(
            self._to_dict(), travel_started_at=to_string(self.travel_started_at) or "",
            actual_start=to_string(self.actual_start) or "", actual_end=to_string(self.actual_end) or "",
            has_position=self.has_position, score=self.visit_score, grade=self.visit_grade or "", **self._app_way_there())

    def _app_way_there(self):
        """Where the visit is made, and the number to call."""
        # the way there is part of the visit, also to a lead that the rep may not open
        visit = self.sudo()
        return {"address": visit.address or "", "phone": visit.phone or ""}

    def _app_customer(self):
        """The customer or lead of this visit, empty when the user may not open it."""
        customer = self._customer()
        readable = customer and not self.is_waypoint and compat.has_access(customer, "read")
        return customer if readable else customer.browse()
