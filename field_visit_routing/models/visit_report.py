"""What a rep reports of a visit: outcome, notes, products, next step; and what has to be there before it is over.

The phone, the form and programs end in the same ``write``, so that none of them finishes a visit without what its
outcome asks for, and none changes a report that is closed.
"""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values, plain_text

REPORT_KEYS = {"outcome_id", "note", "next_step", "opportunity", "lines"}
#: States in which a report can be written; before, there is nothing to tell.
REPORTED_STATES = ("in_progress", "done", "missed")
#: What belongs to the report, and is closed some time after the visit.
REPORT_FIELDS = {"outcome_id", "outcome", "note", "actual_start", "actual_end", "topic_ids", "travel_started_at"}
CONTENT_FIELDS = ("outcome_id", "outcome", "note", "topic_ids")
NOTE_LENGTH = 20000


class FieldVisit(models.Model):
    _inherit = "field.visit"

    outcome_id = fields.Many2one(
        "field.visit.outcome", "Outcome Or Reason", copy=False, index=True, ondelete="restrict", tracking=True,
        check_company=True, domain="[('company_id', 'in', [False, company_id])]")
    outcome = fields.Char(compute="_compute_outcome", store=True, readonly=False)
    note = fields.Text(tracking=True)
    actual_end = fields.Datetime(tracking=True)
    topic_ids = fields.One2many("field.visit.topic", "visit_id", "Products", copy=False)
    missing_text = fields.Char("Still Missing", compute="_compute_missing_text",
                               help="What the outcome asks for and is not there yet.")

    @api.depends("outcome_id")
    def _compute_outcome(self):
        """Keeps what the outcome was called then; without one, what somebody typed stays."""
        for visit in self:
            visit.outcome = visit.outcome_id.name if visit.outcome_id else visit.outcome

    @api.depends(lambda self: self._missing_depends())
    def _compute_missing_text(self):
        for visit in self:
            missing = visit._missing() if visit.state == "in_progress" else []
            visit.missing_text = self._missing_words(missing) or False

    @api.model
    def _missing_depends(self):
        return ["state", "outcome_id", "note", "topic_ids"]

    # ---- public --------------------------------------------------------------------------
    def save_report(self, vals):
        """Write the report of a visit that is under way or over; what is not named stays.

        :param dict vals: ``outcome_id``; ``note`` (plain text, HTML loses its tags); ``lines``: list of
            ``{"product_id" or "name", "quantity", "note"}``, all of them; ``next_step``: see ``_save_next_step``;
            ``opportunity``: see ``_save_opportunity``
        :return: ``{"missing": [...]}``: what check-out still asks for, of "outcome", "note", "photo", "signature",
            "next_step", "products"
        :raises UserError: for a visit that has not begun, a report that is closed, and values that are none
        """
        self.ensure_one()
        call_values.check_keys(self.env, vals, REPORT_KEYS)
        compat.check_access(self, "write")
        self._refuse_step("save_report", REPORTED_STATES)
        self._refuse_closed_report()
        values = self._report_values(vals)
        if values:
            self.write(values)
        if vals.get("next_step"):
            self._save_next_step(vals["next_step"])
        if vals.get("opportunity"):
            self._save_opportunity(vals["opportunity"])
        return {"missing": self._missing()}

    # ---- values --------------------------------------------------------------------------
    def _report_values(self, vals):
        values = {}
        if "outcome_id" in vals:
            step = "skip" if self.state == "missed" else "check_out"
            values["outcome_id"] = self.env["field.visit.outcome"]._chosen(vals["outcome_id"], step, self.company_id).id
        if "note" in vals:
            values["note"] = vals["note"]
        if "lines" in vals:
            lines = self.env["field.visit.topic"]._lines_of(vals["lines"])
            values["topic_ids"] = [(5, 0, 0)] + [(0, 0, line) for line in lines]
        return values

    @api.model
    def _visit_checked(self, vals):
        vals = super()._visit_checked(vals)
        if vals.get("note"):
            vals["note"] = plain_text.clean(self.env, "note", vals["note"], NOTE_LENGTH)
        if vals.get("outcome"):
            vals["outcome"] = plain_text.clean(self.env, "outcome", vals["outcome"], 200)
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        for visit in visits.filtered(lambda one: one.state == "done"):
            visit._refuse_incomplete(visit.outcome_id)
        return visits

    def write(self, vals):
        if REPORT_FIELDS.intersection(vals):
            self._refuse_closed_report()
        if vals.get("state") != "done":
            return super().write(vals)
        # what comes along counts for what has to be there
        report = {name: vals[name] for name in CONTENT_FIELDS if name in vals}
        if report:
            super().write(report)
        for visit in self.filtered(lambda one: one.state != "done"):
            visit._refuse_incomplete(visit.outcome_id)
        return super().write({name: value for name, value in vals.items() if name not in report})

    # ---- what has to be there ------------------------------------------------------------
    def _missing(self):
        """Return what the report still lacks, as keys of ``field.visit.outcome._need_words``."""
        return self._missing_for(self.outcome_id)

    def _missing_for(self, outcome):
        if self.is_waypoint:
            return []
        if not outcome:
            return ["outcome"] if self.company_id.visit_outcome_required and not self.outcome else []
        there = self._report_parts()
        return [need for need in outcome._needs() if not there[need]]

    def _report_parts(self):
        """Return whether each part of a report is there."""
        return {"note": bool((self.note or "").strip()), "products": bool(self.topic_ids)}

    @api.model
    def _missing_words(self, missing):
        words = self.env["field.visit.outcome"]._need_words()
        return ", ".join(words[need] for need in missing)

    def _refuse_incomplete(self, outcome, besides=()):
        """Refuse what ``outcome`` asks for and is not there, ``besides`` what is just being given."""
        missing = [need for need in self._missing_for(outcome) if need not in besides]
        if missing == ["outcome"]:
            raise UserError(_("%s has no outcome yet. Choose one, then finish the visit.") % self.name)
        if missing:
            raise UserError(_("%(visit)s: the outcome \"%(outcome)s\" also asks for %(parts)s. Add this, or choose another "
                              "outcome.") % {"visit": self.name, "outcome": outcome.name,
                                             "parts": self._missing_words(missing)})

    def _refuse_closed_report(self):
        """Reps report while they remember; afterwards figures have been drawn from it."""
        if self.env.su or self.env.user.has_group("field_visit_routing.group_leader"):
            return
        now = fields.Datetime.now()
        for visit in self.filtered(lambda one: one.state == "done" and one.actual_end):
            hours = visit.company_id.visit_report_hours
            if hours and now > visit.actual_end + timedelta(hours=hours):
                raise UserError(_("%(visit)s: the report was closed %(hours)s hours after check-out. Ask your team leader to "
                                  "correct it.") % {"visit": visit.name, "hours": hours})
