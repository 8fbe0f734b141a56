"""What becomes of open visits when a customer changes hands.

Visits to plan that are on no route follow the customer. Planned ones stay with the former rep: the
customer expects that person then; they are counted, and a leader moves them on the map or in the route.
"""
from odoo import fields, models


class FieldVisitAssignmentLine(models.Model):
    _inherit = "field.visit.assignment.line"

    def _hand_over_visits(self):
        """Give visits to plan to the new rep, and count the planned ones that stay."""
        for line, visits in self._open_visits().items():
            loose = visits.filtered(lambda visit: visit.state == "draft" and not visit.route_id)
            line.write({"visit_count": len(visits - loose), "handed_visit_ids": [(6, 0, loose.ids)]})
            line._give_visits(loose, line.to_user_id)

    def _take_back_visits(self):
        for line in self.filtered("handed_visit_ids"):
            loose = line.handed_visit_ids.filtered(lambda visit: visit.state == "draft" and not visit.route_id)
            line._give_visits(loose.filtered(lambda visit, line=line: visit.user_id == line.to_user_id), line.from_user_id)

    def _staying_visits(self):
        """The visits of the records of these lines that their former reps still have to make."""
        return self.env["field.visit"].browse([visit.id for some in self._open_visits().values() for visit in some])

    def _open_visits(self):
        """Return ``{line: visits}``: those that the former rep has to make, of lines with any."""
        # the visits go with the customer, whoever may see them
        visits = self.env["field.visit"].sudo().search([
            "|", ("partner_id", "in", self.partner_id.ids), ("lead_id", "in", self.lead_id.ids),
            ("user_id", "in", self.from_user_id.ids), ("state", "in", ("draft", "planned")),
            "|", ("date", "=", False), ("date", ">=", fields.Date.context_today(self))])
        found = {}
        for line in self if visits else ():
            theirs = visits.filtered(lambda visit, line=line: visit.user_id == line.from_user_id and (
                visit.partner_id == line.partner_id if line.partner_id else visit.lead_id == line.lead_id))
            if theirs:
                found[line] = theirs
        return found

    def _give_visits(self, visits, user):
        """Make ``user``'s reps of the visits' companies their reps; nobody where there is none."""
        for company in visits.company_id:
            rep = self.env["field.visit.rep"].sudo().search([("user_id", "=", user.id or -1), ("company_id", "=", company.id)])
            visits.filtered(lambda visit, company=company: visit.company_id == company).write({"rep_id": rep.id})
