"""Corrections of what was reported: the leader's, always with a reason, always told in the visit's history."""
from odoo import _, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from .. import compat
from . import call_values, plain_text

CORRECT_KEYS = {"reason", "outcome_id", "note", "actual_start", "actual_end", "state"}
#: What only a correction can undo: from → to.
UNDONE = {"done": {"planned", "in_progress", "missed"}, "in_progress": {"planned"}, "missed": {"planned"}}


class Correction:
    """Put into the context by ``correct_visit``; nothing that a program could send."""


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def correct_visit(self, vals):
        """Put right what was reported, or undo a step that was made by mistake.

        :param dict vals: ``reason`` (why; told in the history); any of ``outcome_id``, ``note``, ``actual_start``,
            ``actual_end`` (UTC) and ``state`` ("planned" undoes check-in and check-out, "in_progress" check-out)
        :return: True
        :raises AccessError: for who leads no team
        :raises UserError: without a reason, or for a state that cannot be gone back to
        """
        self.ensure_one()
        call_values.check_keys(self.env, vals, CORRECT_KEYS)
        compat.check_access(self, "write")
        if not self.env.user.has_group("field_visit_routing.group_leader"):
            raise AccessError(_("Team leaders correct visits. Ask yours."))
        reason = plain_text.clean(self.env, "reason", vals.get("reason"), 500)
        if not reason:
            raise UserError(_("%s: say why this is corrected; it is kept in the history.") % self.name)
        self._corrected(self._correction(vals))
        self.message_post(body=plaintext2html(_("Corrected: %s") % reason))
        return True

    def _correction(self, vals):
        """Return the values to write."""
        values = {name: call_values.moment(self.env, vals, name) for name in ("actual_start", "actual_end") if name in vals}
        if "note" in vals:
            values["note"] = vals["note"]
        if "outcome_id" in vals:
            values["outcome_id"] = self._visit_known("outcome_id", "field.visit.outcome", [vals["outcome_id"]]).id
        state = vals.get("state")
        if state and state != self.state:
            self._refuse_undo(state)
            values.update({"state": state, "actual_end": False}, **{} if state == "in_progress" else {"actual_start": False})
        return values

    def _refuse_undo(self, state):
        if state not in UNDONE.get(self.state, ()):
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(_("%(visit)s is %(old)s; a correction cannot make it %(new)s.") % {
                "visit": self.name, "old": names[self.state], "new": names.get(state, state)})

    def _corrected(self, values):
        """Write, also what no other way leads back to."""
        visit = self.with_context(visit_correction=Correction())
        visit.write(values)
        start, end = self.actual_start, self.actual_end
        if start and end and end < start:
            raise UserError(_("%(visit)s: the end %(end)s is before the start %(start)s.") % {
                "visit": self.name, "end": end, "start": start})
        self._sync_calendar()
        self.route_id._update_state()

    def _check_transition(self, state):
        if not isinstance(self.env.context.get("visit_correction"), Correction):
            super()._check_transition(state)

    def action_open_correct(self):
        """Open the dialog that asks for the correction."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": _("Correct"), "target": "new", "view_mode": "form",
            "res_model": "field.visit.correct.wizard", "context": {
                "default_visit_id": self.id, "default_outcome_id": self.outcome_id.id, "default_note": self.note,
                "default_actual_start": self.actual_start, "default_actual_end": self.actual_end}}
