"""Consent to being tracked: what was agreed to, in which words, and when it was taken back."""
from odoo import _, fields, models
from odoo.exceptions import AccessError, UserError

from . import call_values, plain_text

STATES = [("given", "Given"), ("withdrawn", "Withdrawn")]
CONSENT_KEYS = {"version", "at", "device", "drift_s", "event_uuid"}


class FieldVisitConsent(models.Model):
    """A log: rows are added and never changed; the newest one of a rep counts."""

    _name = "field.visit.consent"
    _description = "Consent to Live Tracking"
    _order = "id desc"
    _rec_name = "rep_id"

    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, readonly=True, index=True, ondelete="cascade")
    state = fields.Selection(STATES, required=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
    version = fields.Char("Version", readonly=True, help="Another text has another version.")
    text = fields.Text("Words", readonly=True, help="As the rep read them.")
    device = fields.Char("Device", readonly=True)


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def give_consent(self, vals):
        """The rep agrees to being tracked while on duty.

        :param dict vals: ``version`` of the words that were read (see ``get_tracking``); optional ``at`` (UTC),
            ``device``
        :return: True
        :raises AccessError: for anybody else than the rep
        :raises UserError: when the words have changed since
        """
        self._track_own()
        call_values.check_keys(self.env, vals, CONSENT_KEYS)
        consent = self.company_id.visit_consent()
        if vals.get("version") != consent["version"]:
            raise UserError(_("The words of the consent have changed. Load them again and read them before you agree."))
        return self._track_consent_log("given", vals, consent)

    def withdraw_consent(self, vals=None):
        """The rep takes the consent back: duty ends, nothing more is recorded; returns True.

        What is stored stays until it is deleted by time or by :meth:`erase_tracking`.
        """
        self._track_own()
        vals = dict(vals or {})
        call_values.check_keys(self.env, vals, CONSENT_KEYS)
        duty = self._track_open_duty()
        if duty:
            duty._end(fields.Datetime.now(), "consent")
        return self._track_consent_log("withdrawn", vals, self.company_id.visit_consent())

    def _track_consent_log(self, state, vals, consent):
        at = call_values.moment(self.env, vals, "at") or fields.Datetime.now()
        # written by nobody but these two methods, so that the log stays what happened
        self.env["field.visit.consent"].sudo().create({
            "rep_id": self.id, "state": state, "at": min(at, fields.Datetime.now()), "version": consent["version"],
            "text": consent["text"], "device": plain_text.short(vals.get("device"), 60)})
        return True

    def _track_consent(self):
        """The consent that holds: the newest one, given, in the words of today; may be empty."""
        # whether a position may be stored must not depend on who asks
        newest = self.env["field.visit.consent"].sudo().search([("rep_id", "=", self.id)], limit=1)
        holds = newest.state == "given" and newest.version == self.company_id.visit_consent()["version"]
        return newest if holds else newest.browse()

    def write(self, vals):
        if "user_id" in vals:
            self.filtered(lambda rep: rep.user_id.id != vals["user_id"])._refuse_other_person()
        return super().write(vals)

    def _refuse_other_person(self):
        """A consent, and what was stored by it, is a person's: neither is handed on with the record."""
        # whoever changes it, also with all rights
        for rep in self.sudo():
            own = [("rep_id", "=", rep.id)]
            if self.env["field.visit.consent"].sudo().search_count(own) or self.env["field.visit.check"].sudo().search_count(
                    [*own, ("has_position", "=", True)]):
                raise UserError(_("%s: this record knows when and where this person was, which is for nobody else. Archive "
                                  "it and create a new rep for the other user.") % rep.name)

    def _track_own(self):
        """Refuse everybody but the person: nobody is put under watch, or kept there, by somebody else."""
        self.ensure_one()
        if self.user_id != self.env.user:
            raise AccessError(_("Only %s can do this: duty and consent are in the hands of the person.") % self.sudo().name)
