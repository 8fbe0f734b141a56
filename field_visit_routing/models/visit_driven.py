"""The way really driven to each visit, by the positions of duty; it stays when they are deleted by time."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from .. import compat
from ..engine.field import legs
from .track_store import kept_of
from .track_take import seconds_of

#: What only positions say.
DRIVEN_FIELDS = ["has_real_leg", "real_leg_m", "real_leg_gap_m"]
DRIVEN = "From the visit before, or the start of duty, to check-in, by recorded positions."
WITHOUT_SIGNAL = "Straight lines across times of which nothing is known: the real way is longer."


class FieldVisit(models.Model):
    _inherit = "field.visit"

    has_real_leg = fields.Boolean("Way Was Measured", readonly=True, copy=False)
    real_leg_m = fields.Integer("Driven (m)", readonly=True, copy=False, help=DRIVEN)
    real_leg_gap_m = fields.Integer("Of These Without Signal (m)", readonly=True, copy=False, help=WITHOUT_SIGNAL)
    real_leg_km = fields.Float("Driven (km)", compute="_compute_real_leg_km", digits=(16, 1), help=DRIVEN)
    real_leg_gap_km = fields.Float("Of These Without Signal (km)", compute="_compute_real_leg_km", digits=(16, 1),
                                   help=WITHOUT_SIGNAL)

    @api.depends("real_leg_m", "real_leg_gap_m")
    def _compute_real_leg_km(self):
        for visit in self:
            visit.real_leg_km = visit.real_leg_m / 1000.0
            visit.real_leg_gap_km = visit.real_leg_gap_m / 1000.0

    # ---- closed fields -------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_driven(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_driven(vals)
        strange = self._legs_of_others(vals)
        result = super().write(vals)
        strange._write_legs({})
        return result

    @api.model
    def _refuse_driven(self, vals):
        closed = [name for name in DRIVEN_FIELDS if name in vals]
        if closed and not self.env.su:
            raise AccessError(_("%s cannot be written: recorded positions decide.") % self._visit_label(closed[0]))

    def _legs_of_others(self, vals):
        """The visits that after this write nobody has made, or somebody else: what was driven is no figure of them."""
        changed = self.browse()
        if "actual_start" in vals and not vals["actual_start"]:
            changed = self
        elif "rep_id" in vals:
            changed = self.filtered(lambda visit: visit.rep_id.id != vals["rep_id"])
        return changed.filtered("has_real_leg")

    def _corrected(self, values):
        before = self.actual_start
        result = super()._corrected(values)
        if self.rep_id and {"actual_start", "actual_end"}.intersection(values):
            for day in {self._local(moment).date() for moment in (before, self.actual_start) if moment}:
                self.rep_id._measure_legs(day)
        return result

    # ---- measuring -----------------------------------------------------------------------
    def _write_legs(self, found):
        """Let these visits have the ways ``found``, a :class:`legs.Leg` by id; nothing is known of those not in it.

        By SQL: a figure that positions add is no change of the visit that anybody should be told of.
        """
        if not self:
            return
        rows = [_row(number, found.get(number)) for number in self.ids]
        compat.flush(self, DRIVEN_FIELDS)
        self.env.cr.execute("""
            UPDATE field_visit v SET has_real_leg = d.known, real_leg_m = d.metres, real_leg_gap_m = d.gap_m
              FROM (VALUES %s) AS d (id, known, metres, gap_m)
             WHERE v.id = d.id AND (v.has_real_leg, v.real_leg_m, v.real_leg_gap_m)
                   IS DISTINCT FROM (d.known, d.metres, d.gap_m)""" % ", ".join(["%s"] * len(rows)), rows)
        compat.invalidate(self, [*DRIVEN_FIELDS, "real_leg_km", "real_leg_gap_km"])

    # ---- on the phone --------------------------------------------------------------------
    def _app_visit(self):
        driven = {"distance_m": self.real_leg_m, "gap_m": self.real_leg_gap_m}
        return dict(super()._app_visit(), driven=driven if self.has_real_leg else False)


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def _measure_legs(self, day, lasts=False):
        """Write what the positions of ``day`` say of the way to each visit made on it.

        Nothing is changed when positions of the day may be gone already.

        :param lasts: duty still lasts: only visits that are over are written, nobody works on those any more
        """
        start, end = self._track_span(day)
        keep_days = self.company_id.sudo().visit_track_keep_days  # setting
        rows = self._track_rows(day) if start > fields.Datetime.now() - timedelta(days=keep_days) else []
        # figures of the day, written whoever ends the duty
        Visit = self.env["field.visit"].sudo()
        stops = rows and compat.search_rows(Visit, [
            ("rep_id", "=", self.id), ("actual_start", ">=", start), ("actual_start", "<", end)],
            ["id", "actual_start", "actual_end"])
        if stops:
            found = legs.legs([kept_of(*row[:-1]) for row in rows], [_stop(*stop) for stop in stops])
            Visit.browse([number for number, _began, ended in stops if ended or not lasts])._write_legs(found)

    def export_tracking(self):
        """As before, with "ways": how far was driven to each visit, and "days": on each day."""
        exported = super().export_tracking()
        visits = self.env["field.visit"].search([("rep_id", "=", self.id), ("has_real_leg", "=", True)])
        routes = self.env["field.visit.route"].search([("rep_id", "=", self.id), ("real_distance_m", ">", 0)])
        return dict(exported, ways=self._export_rows_of(visits, WAYS), days=self._export_rows_of(routes, DAYS))

    def erase_tracking(self):
        """As before; the way to each visit is forgotten too, the kilometres of a day stay as part of the route."""
        count = super().erase_tracking()
        # nobody writes them, but the person may have everything of his own forgotten: the call above decides
        self.env["field.visit"].sudo().search([
            ("rep_id", "=", self.id), ("has_real_leg", "=", True)])._write_legs({})
        return count


WAYS = ("actual_start", "name", "real_leg_m", "real_leg_gap_m")
DAYS = ("date", "real_distance_m", "real_gap_m")


def _stop(number, began, ended):
    return legs.Stop(number, seconds_of(began), seconds_of(ended) if ended else None)


def _row(number, leg):
    """A row of SQL values; whole metres, so that all legs are together no longer than the way of the day."""
    return (number, leg is not None, int(leg.distance_m) if leg else 0, int(leg.gap_m) if leg else 0)
