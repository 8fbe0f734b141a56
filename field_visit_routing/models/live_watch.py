"""Who looks at the live map now, and the bell that tells these pages whose day has changed.

The bell carries ids of reps only: the page asks :meth:`get_live` for the rest, with the rights of its user.  So no
position ever goes over the bus.
"""
from datetime import timedelta

from odoo import api, fields, models

from .. import compat, compat_bus
from .live_later import LiveLater

#: Type of the message, and how long after its last question a page still counts as open.
BELL, WATCHED_S = "field_visit_live", 150
#: A page that asks often is noted this seldom.
NOTED_S = 20
#: Changes of a visit that show on the live map.
SHOWN = {"state", "travel_started_at", "route_id", "rep_id", "sequence", "planned_start", "customer_informed_at"}


class FieldVisitLiveWatch(models.Model):
    _name = "field.visit.live.watch"
    _description = "Open Live Map"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "User", required=True, ondelete="cascade", readonly=True)
    seen_at = fields.Datetime("Last Asked", required=True, readonly=True, index=True)
    rep_ids = fields.Many2many("field.visit.rep", "field_visit_live_watch_rep", string="Reps on It", readonly=True)

    def init(self):
        compat.unique_index(self, ["user_id"])

    @api.model
    def _watched(self, reps, whole):
        """Note that the user's page shows ``reps``; ``whole``: these and no others."""
        now = fields.Datetime.now()
        compat.flush(self)
        # two pages of one user may ask at the same moment for the first time
        self.env.cr.execute("""
            INSERT INTO field_visit_live_watch AS watch (user_id, seen_at, create_uid, create_date) VALUES (%s, %s, %s, %s)
            ON CONFLICT (user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at WHERE watch.seen_at < %s""",
                            [self.env.uid, now, self.env.uid, now, now - timedelta(seconds=NOTED_S)])
        compat.invalidate(self)
        # nobody writes these rows but this method
        watch = self.sudo().search([("user_id", "=", self.env.uid)], limit=1)
        missing = set(reps.ids) - set(watch.rep_ids.ids)
        if missing or (whole and len(watch.rep_ids) != len(reps)):
            watch.rep_ids = [(6, 0, reps.ids)] if whole else [(4, rep_id) for rep_id in missing]

    @api.model
    def _ring(self, rep_ids):
        """Tell the open pages on which one of these reps is; each hears of those only that it may show."""
        since = fields.Datetime.now() - timedelta(seconds=WATCHED_S)
        # who looks at the map is no business of the one whose phone reports
        for watch in self.sudo().search([("seen_at", ">=", since), ("rep_ids", "in", list(rep_ids))]):
            shown = sorted(set(rep_ids) & set(watch.rep_ids.ids))
            compat_bus.send(watch.user_id, BELL, {"rep_ids": shown})


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def _tracked(self, positions):
        result = super()._tracked(positions)
        self._live_changed()
        return result

    def _duty_started(self, duty):
        result = super()._duty_started(duty)
        self._live_changed()
        return result

    def _duty_ended(self, duty):
        result = super()._duty_ended(duty)
        self._live_changed()
        return result

    def _live_changed(self):
        """Ring for these reps when the transaction is committed, once for all of its changes."""
        later = self.env.context.get("visit_live_later")
        if isinstance(later, LiveLater) and later.is_open:
            later.rep_ids.update(self.ids)
            return
        waiting = self.env.cr.precommit.data.setdefault("field_visit_live", set())
        first = not waiting
        waiting.update(self.ids)
        if first and waiting:
            env = self.sudo().env  # rows of the bus are nobody's

            @env.cr.precommit.add
            def ring():
                rep_ids = env.cr.precommit.data.pop("field_visit_live", set())
                env["field.visit.live.watch"]._ring(rep_ids)
                compat.flush(env["bus.bus"])


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def write(self, vals):
        shown = SHOWN.intersection(vals)
        before = self._live_reps() if shown & {"rep_id", "route_id"} else self.env["field.visit.rep"]
        result = super().write(vals)
        if shown:
            (before | self._live_reps())._live_changed()
        return result

    def _live_reps(self):
        """The reps for whom these visits are on the live map: those of about today."""
        today = fields.Date.today()
        near = {today + timedelta(days=days) for days in (-1, 0, 1)}
        return self.filtered(lambda visit: visit.date in near).mapped("rep_id")
