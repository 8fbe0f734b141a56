"""Positions of reps on duty: checked, thinned and stored, each once."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.field.clock import ON_THE_WAY_S
from . import call_values

SOURCES = [("app", "Phone app"), ("owntracks", "OwnTracks"), ("traccar", "Traccar Client"), ("step", "Step of a visit")]
BATCH_KEYS = {"device", "user", "sent_at", "positions"}
MAX_POSITIONS = 500
#: A clock that is ahead by no more than this is right as well.
AGREES_S = 5


class FieldVisitPosition(models.Model):
    """Where a rep was from ``at`` to ``until_at``; nobody writes it but ``_take_positions``."""

    _name = "field.visit.position"
    _description = "Position of a Rep"
    _order = "at desc, id desc"
    _rec_name = "rep_id"

    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, readonly=True, ondelete="cascade")
    duty_id = fields.Many2one("field.visit.duty", "Duty", readonly=True, index=True, ondelete="cascade")
    at = fields.Datetime("From", required=True, readonly=True, help="By the server's clock.")
    until_at = fields.Datetime("Until", required=True, readonly=True, help="So long later positions were the same place.")
    measured_at = fields.Datetime("Measured", required=True, readonly=True, help="By the clock of the device.")
    latitude = fields.Float("Latitude", digits=(10, 7), readonly=True, **compat.aggregator(None))
    longitude = fields.Float("Longitude", digits=(10, 7), readonly=True, **compat.aggregator(None))
    accuracy_m = fields.Float("Accuracy (m)", digits=(10, 1), readonly=True, help="-1: not known.",
                              **compat.aggregator("avg"))
    speed = fields.Float("Speed (m/s)", digits=(10, 1), readonly=True, help="-1: not known.", **compat.aggregator("avg"))
    source = fields.Selection(SOURCES, required=True, readonly=True)
    mark = fields.Char("What Happened", readonly=True)

    def init(self):
        # a batch that is sent again adds nothing; the device's clock is the same then, its drift is not
        compat.unique_index(self, ["rep_id", "source", "measured_at"])
        self.env.cr.execute("CREATE INDEX IF NOT EXISTS field_visit_position_rep_at ON field_visit_position (rep_id, at)")
        # the live map asks every few seconds for what is new, and who was seen lately
        for name in ("create_date", "until_at"):
            self.env.cr.execute("CREATE INDEX IF NOT EXISTS field_visit_position_%s ON field_visit_position (%s)"
                                % (name, name))

    @api.model
    def receive(self, batch):
        """Store positions of the user's own phone.

        :param dict batch: ``device``; ``user``: id of the user who measured them (may be left out); ``sent_at``: the
            device's clock when it sent (UTC); ``positions``: list of at most ``MAX_POSITIONS`` of ``{"at", "latitude",
            "longitude", "accuracy_m", "speed"}``
        :return: ``{"taken", "kept", "dropped": {reason: count}}``: ``taken`` were believed, ``kept`` of them say
            something new
        :raises UserError: for what is no batch, and for users who are no rep
        """
        call_values.check_keys(self.env, batch, BATCH_KEYS)
        positions = batch.get("positions")
        if not isinstance(positions, list) or len(positions) > MAX_POSITIONS:
            raise UserError(_("positions: this is a list of at most %s positions. Send more in several calls.")
                            % MAX_POSITIONS)
        if batch.get("user") not in (None, self.env.uid):
            raise UserError(_("user: these positions are somebody else's. Log in as the person who measured them."))
        rep = self.env["field.visit.app"]._app_rep()
        if not rep:
            raise UserError(_("You are no rep of %s: there is nobody to be tracked.") % self.env.company.name)
        sent_at = call_values.moment(self.env, batch, "sent_at", any_year=True)
        ahead_s = round((sent_at - fields.Datetime.now()).total_seconds()) if sent_at else 0
        return rep._take_positions("app", positions, 0 if -ON_THE_WAY_S <= ahead_s <= AGREES_S else ahead_s)
