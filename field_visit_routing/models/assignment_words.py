"""What an assignment says about itself."""
from odoo import _, models

from .. import compat


class FieldVisitAssignment(models.Model):
    _inherit = "field.visit.assignment"

    def _message(self):
        """Say what would be, is or was done."""
        lines = self.env["field.visit.assignment.line"]
        counts = compat.count_by(lines, [("assignment_id", "in", self.ids)], "state")
        texts = {
            "proposed": _("To be given: %d."), "applied": _("Given: %d."), "undone": _("Undone: %d."),
            "refused": _("Refused: %d."), "dismissed": _("Left out: %d."),
        }
        parts = [text % counts[state] for state, text in texts.items() if counts.get(state)]
        waiting = self._count_waiting()
        if waiting:
            parts.append(_("%d follow in the background.") % waiting)
        return " ".join(parts) or _("Everybody has what belongs to them.")

    def _flows(self):
        """Return ``[(from user, to user, customers, leads)]``: most records first."""
        self.ensure_one()
        compat.flush(self.env["field.visit.assignment.line"])
        # only of runs that the user may read, which the caller has read already
        self.env.cr.execute("""
            SELECT from_user_id, to_user_id, count(partner_id), count(lead_id)
              FROM field_visit_assignment_line
             WHERE assignment_id = %s AND state IN ('proposed', 'applied', 'undone')
             GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2""", [self.id or 0])
        return self.env.cr.fetchall()

    def _sentence_of(self, flow):
        giver, taker, customers, leads = flow
        # names of salespeople are no secret, their records may be out of reach
        users = self.env["res.users"].sudo()
        names = [users.browse(number).name if number else _("nobody") for number in (giver, taker)]
        counts = [text % count for text, count in ((_("customers: %d"), customers), (_("leads: %d"), leads)) if count]
        return "%s → %s · %s" % (names[0], names[1], ", ".join(counts))
