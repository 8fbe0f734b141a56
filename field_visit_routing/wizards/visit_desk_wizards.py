"""Dialogs of the desk about a visit's report: put off with a reason, correct."""
from odoo import _, fields, models
from odoo.exceptions import UserError


class FieldVisitPutOffWizard(models.TransientModel):
    _name = "field.visit.put.off.wizard"
    _description = "Skip Or Move A Visit"

    visit_id = fields.Many2one("field.visit", "Visit", required=True, readonly=True, ondelete="cascade")
    step = fields.Selection([("skip", "Skip it"), ("move", "Move it")], "What", required=True, default="skip")
    company_id = fields.Many2one(related="visit_id.company_id")
    outcome_id = fields.Many2one(
        "field.visit.outcome", "Reason", required=True, ondelete="cascade",
        domain="[('step', '=', step), ('company_id', 'in', [False, company_id])]")
    note = fields.Text("Notes")
    date = fields.Date("To Day", help="A plan chooses the time.")
    planned_start = fields.Datetime("Or To Time")

    def action_put_off(self):
        """Skip or move the visit."""
        self.ensure_one()
        vals = {"outcome_id": self.outcome_id.id, "note": self.note or ""}
        if self.step == "skip":
            return self.visit_id.skip_visit(vals)
        if not self.date and not self.planned_start:
            raise UserError(_("Choose a day, or a day and time."))
        if self.planned_start:
            vals["planned_start"] = fields.Datetime.to_string(self.planned_start)
        else:
            vals["date"] = fields.Date.to_string(self.date)
        return self.visit_id.move_visit(vals)


class FieldVisitCorrectWizard(models.TransientModel):
    _name = "field.visit.correct.wizard"
    _description = "Correct A Visit"

    visit_id = fields.Many2one("field.visit", "Visit", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="visit_id.company_id")
    reason = fields.Char("Why", required=True)
    undo = fields.Selection([
        ("in_progress", "Undo the check-out"), ("planned", "Undo check-in and check-out: it was not made yet"),
        ("missed", "It was not made: missed")])
    outcome_id = fields.Many2one("field.visit.outcome", "Outcome Or Reason", ondelete="cascade",
                                 domain="[('company_id', 'in', [False, company_id])]")
    note = fields.Text("Notes")
    actual_start = fields.Datetime("Begun")
    actual_end = fields.Datetime("Ended")

    def action_correct(self):
        """Correct the visit by what was changed in the dialog."""
        self.ensure_one()
        vals = {"reason": self.reason}
        if self.undo:
            vals["state"] = self.undo
        elif self.actual_start != self.visit_id.actual_start or self.actual_end != self.visit_id.actual_end:
            vals.update({name: fields.Datetime.to_string(self[name]) or False for name in ("actual_start", "actual_end")})
        if self.outcome_id and self.outcome_id != self.visit_id.outcome_id:
            vals["outcome_id"] = self.outcome_id.id
        if (self.note or "") != (self.visit_id.note or ""):
            vals["note"] = self.note or ""
        return self.visit_id.correct_visit(vals)
