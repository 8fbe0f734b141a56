"""What is known of a check-in when it is made, checked and put into the engine's terms."""
import math
from datetime import timedelta

import pytz
from odoo import _, api, models
from odoo.exceptions import UserError

from ..engine.field import trust
from ..engine.geo import CoordinateError, check_pair
from . import call_values
from .checked_mixin import blank
from .plan_time import local_moment

#: A rep's former position counts for the speed so long (hours).
FORMER_H = 12
#: No clock is farther off than twenty years (s).
MOST_DRIFT_S = 631_152_000


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _prepare_trust_step(self, kind, vals):
        place = self._place().sudo()  # a rep may be sent to a lead that he may not open
        ground = place._visit_ground()
        fix = self._trust_fix(vals)
        arrived = self.actual_start or vals["at"]
        return trust.Step(
            kind, fix, ground and ground[:2], float(place._visit_radius_m()), drift_s=self._trust_drift_s(vals),
            dwell_s=max(0.0, (vals["at"] - arrived).total_seconds()) if kind == "check_out" else None,
            former=fix and self._trust_former(vals["at"]), is_mocked=bool(vals.get("is_mocked")),
            moved=ground and self._trust_moved(place, vals["at"]))

    def _trust_fix(self, vals):
        """The position of a step, checked; None without one."""
        if blank(vals.get("latitude")) or blank(vals.get("longitude")):
            return None
        try:
            latitude, longitude = check_pair(vals["latitude"], vals["longitude"])
        except CoordinateError as error:
            raise UserError(self._place()._visit_coordinate_sentence(error)) from None
        measured = call_values.moment(self.env, vals, "position_at")
        # the phone's clock read both, but only the step's moment was put right
        drift = timedelta(seconds=self._trust_drift_s(vals))
        age = (vals["at"] - (measured - drift)).total_seconds() if measured else None
        return trust.Fix(latitude, longitude, self._trust_accuracy(vals), age)

    def _trust_accuracy(self, vals):
        """Metres; None when the phone did not say."""
        if blank(vals.get("accuracy_m")):
            return None
        accuracy = self._trust_number(vals["accuracy_m"])
        if accuracy is None or accuracy < 0:
            raise UserError(_("accuracy_m: %s is no number of metres. Give 0 or more, or leave it out.")
                            % str(vals["accuracy_m"])[:40])
        return accuracy

    def _trust_drift_s(self, vals):
        """Seconds that the phone's clock was ahead."""
        drift = 0.0 if blank(vals.get("drift_s")) else self._trust_number(vals["drift_s"])
        if drift is None or abs(drift) > MOST_DRIFT_S:
            raise UserError(_("drift_s: %s is no number of seconds. Give how far the phone's clock is ahead, or leave it "
                              "out.") % str(vals["drift_s"])[:40])
        return drift

    @api.model
    def _trust_number(self, value):
        """The finite number that ``value`` is; None when it is none."""
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None

    def _trust_moved(self, place, at):
        """What the place was before reps changed it since the start of the day before; None when nobody did."""
        zone = pytz.timezone(self.rep_id.timezone() if self.rep_id else "UTC")
        since = local_moment(zone, self._local(at).date() - timedelta(days=1), 0)
        changes = self.env["field.visit.place.change"]._since(place, self.rep_id.user_id, since)
        changes = changes or self._trust_lead_left(place, since)
        if not changes:
            return None
        ground = changes[0]._ground()
        return trust.Moved(
            self._local(changes[-1].at).date().toordinal(), ground and ground[:2],
            # the customer's own radius is set by leaders only
            float(max(ground[2], place.visit_radius_m)) if ground else 0.0)

    def _trust_lead_left(self, place, since):
        """The changes since which the lead has no position, so that the visit is judged by its customer; or none."""
        changes = self.env["field.visit.place.change"]
        if self.lead_id and place._name != self.lead_id._name:
            changes = changes._by_reps(self.lead_id, self.rep_id.user_id, since)
        return changes if changes[:1].had_place else changes.browse()

    def _trust_former(self, at):
        """Where this rep was last before ``at``: by a check, or as the tracking knows it."""
        check = self.env["field.visit.check"].search([
            ("rep_id", "=", self.rep_id.id), ("has_position", "=", True), ("at", "<=", at),
            ("at", ">=", at - timedelta(hours=FORMER_H))], limit=1)
        rep = self.rep_id
        tracked = rep.last_position_at
        if tracked and at - timedelta(hours=FORMER_H) <= tracked < at and (not check or tracked > check.at):
            return trust.Former(rep.last_latitude, rep.last_longitude, rep.last_position_accuracy_m,
                                (at - tracked).total_seconds())
        return trust.Former(check.latitude, check.longitude, float(check.accuracy_m),
                            (at - check.at).total_seconds()) if check else None

    def _trust_limits(self):
        company = self.company_id
        return trust.Limits(
            accuracy_m=company.visit_check_accuracy_m, age_s=60.0 * company.visit_check_age_min,
            drift_s=60.0 * company.visit_check_drift_min, dwell_s=60.0 * company.visit_check_dwell_min,
            speed_kmh=company.visit_check_speed_kmh)
