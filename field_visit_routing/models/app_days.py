"""Pages of visits on the phone that are no stops of today: asked for one by one, or for a whole day to take along."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from . import call_values

VISITS_KEYS = {"date", "visit_id"}
#: So many visits beside the route go with a load; each is told as a stop is.
MOST_BESIDE = 40


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    def _app_parts(self):
        return super()._app_parts() + ["beside"]

    def _app_part_beside(self, rep, today):
        """Visits that have their steps today though they are no stops of today's route, the latest day first.

        Those of today without a route, and those of any other day that are still in progress; each with its "date".
        """
        if not rep:
            return []
        route = self.env["field.visit.route"].search([("rep_id", "=", rep.id), ("date", "=", today)], limit=1)
        return self._app_dated(self.env["field.visit"].search([
            ("rep_id", "=", rep.id), "|", ("route_id", "=", False), ("route_id", "!=", route.id),
            "|", ("state", "=", "in_progress"), "&", ("date", "=", today), ("state", "!=", "cancelled"),
        ], order="date desc, id", limit=MOST_BESIDE))

    @api.model
    def get_visits(self, vals):
        """Return the pages of own visits of any day, as the phone shows them.

        :param dict vals: ``date`` ("YYYY-MM-DD"): all of the user's visits of that day that are not cancelled, in their
            order; or ``visit_id``: that one alone, whatever became of it
        :return: list of dicts as the stops in the part "route" of ``load``, each with its "date"
        :raises UserError: for neither or an unknown key, what is no date, and a visit that is not the user's
        """
        call_values.check_keys(self.env, vals, VISITS_KEYS)
        visits = self._app_own_visit(vals["visit_id"]) if "visit_id" in vals else self._app_visits_on(vals.get("date"))
        return self._app_dated(visits)

    @api.model
    def _app_dated(self, visits):
        return [dict(visit._app_visit(), date=fields.Date.to_string(visit.date) or "") for visit in visits]

    @api.model
    def _app_own_visit(self, visit_id):
        # whoever sees visits of others at the desk has only the own ones on the phone
        visit = self.env["field.visit"].search([
            ("id", "=", call_values.record_id(visit_id)), ("rep_id", "=", self._app_rep().id), ("rep_id", "!=", False)])
        if not visit:
            raise UserError(_("This visit is no longer there, or not yours any more. Load the week again."))
        return visit

    @api.model
    def _app_visits_on(self, date):
        visits = self.env["field.visit"]
        return visits.search([
            ("rep_id", "=", self._app_rep().id), ("rep_id", "!=", False), ("state", "!=", "cancelled"),
            ("date", "=", visits._visit_day("date", date))])._app_in_order()
