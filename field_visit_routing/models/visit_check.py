"""One judged check-in or check-out: what the phone said, what it was compared with, the result and why."""
import json
from datetime import timedelta

from odoo import api, fields, models

from .. import compat
from ..engine.field.trust import Reason, Verdict
from .visit_check_words import sentences

KINDS = [("check_in", "Check-in"), ("check_out", "Check-out")]
RESULTS = [("verified", "Verified"), ("unverified", "Not verified"), ("invalid", "Invalid")]
#: What is forgotten when positions are no longer kept: who was where.
PLACE_FIELDS = {"latitude": 0.0, "longitude": 0.0, "has_position": False}


class FieldVisitCheck(models.Model):
    _name = "field.visit.check"
    _description = "Check-in or check-out of a visit"
    _order = "at desc, id desc"
    _rec_name = "visit_id"

    visit_id = fields.Many2one("field.visit", "Visit", required=True, readonly=True, index=True, ondelete="cascade")
    rep_id = fields.Many2one("field.visit.rep", "Rep", readonly=True, index=True, ondelete="set null",
                             help="Who made it, also when the visit was handed over later.")
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="visit_id.partner_id", store=True, index=True)
    lead_id = fields.Many2one(related="visit_id.lead_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    at = fields.Datetime("Happened", required=True, readonly=True, index=True)
    result = fields.Selection(RESULTS, required=True, readonly=True, index=True)
    reasons_json = fields.Text(readonly=True)
    reason_text = fields.Text("Why", compute="_compute_reason_text")
    # never fetched along with other fields: who reads them is noted, see check_person.py
    latitude = fields.Float(digits=(10, 7), readonly=True, prefetch=False, **compat.aggregator(None))
    longitude = fields.Float(digits=(10, 7), readonly=True, prefetch=False, **compat.aggregator(None))
    has_position = fields.Boolean("Position Given", readonly=True)
    is_exact = fields.Boolean("Good Position", readonly=True,
                              help="Fresh and exact enough to say where the customer is.")
    accuracy_m = fields.Integer("Accuracy (m)", readonly=True, **compat.aggregator("avg"))
    position_at = fields.Datetime("Position Measured", readonly=True)
    has_place = fields.Boolean("Customer Located", readonly=True)
    distance_m = fields.Integer("Distance (m)", readonly=True, **compat.aggregator("avg"))
    radius_m = fields.Integer("Radius (m)", readonly=True, **compat.aggregator("avg"))
    dwell_s = fields.Integer("Stay (s)", readonly=True, **compat.aggregator("avg"))
    dwell_min = fields.Float("Stay (min)", compute="_compute_dwell_min", digits=(16, 1))
    drift_s = fields.Integer("Clock Ahead (s)", readonly=True, **compat.aggregator("avg"))
    speed_kmh = fields.Float("Speed Since Before (km/h)", readonly=True, digits=(16, 0), **compat.aggregator("max"))
    device = fields.Char(readonly=True)

    @api.depends("dwell_s")
    def _compute_dwell_min(self):
        for check in self:
            check.dwell_min = check.dwell_s / 60.0

    @api.depends("reasons_json", "kind")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for check in self:
            check.reason_text = "\n".join(check._sentences())

    def _reasons(self):
        """The stored reasons, as the engine gave them."""
        return tuple(Reason(**reason) for reason in json.loads(self.reasons_json or "[]"))

    def _sentences(self):
        """What was found, the gravest first, in the words of whoever reads it."""
        return sentences(self.env, self._reasons())

    def _verdict(self):
        """The engine's verdict that this row keeps; None for no row."""
        return Verdict(self.result, self.distance_m, self.speed_kmh, self.is_exact, self._reasons()) if self else None

    def _for_phone(self):
        """This check as the rep's phone shows it."""
        labels = dict(self._fields["result"]._description_selection(self.env))
        return {"kind": self.kind, "result": self.result, "label": labels[self.result], "texts": self._sentences(),
                "distance_m": self.distance_m, "radius_m": self.radius_m}

    @api.model
    def _forget_positions(self):
        """Scheduled: forget where phones were once the company no longer keeps it; results stay."""
        self.env["field.visit.place.change"]._forget_old()
        # where series have archived companies, what is theirs is forgotten as well
        for company in self.env["res.company"].with_context(active_test=False).search([("visit_check_keep_days", ">", 0)]):
            self._forget_before(company, fields.Datetime.now() - timedelta(days=company.visit_check_keep_days))

    @api.model
    def _forget_before(self, company, moment):
        self.search([("company_id", "=", company.id), ("at", "<", moment), ("has_position", "=", True)])._forget()

    def _forget(self):
        """Forget the positions of these checks."""
        self.write(dict(PLACE_FIELDS))
