"""Feedback that was heard by phone or at the counter: the questions of the public page, entered by one of us."""
from odoo import fields, models

from ..models.feedback import RATINGS


class FieldVisitFeedbackWizard(models.TransientModel):
    _name = "field.visit.feedback.wizard"
    _description = "Feedback heard"

    visit_id = fields.Many2one("field.visit", "Visit", required=True, readonly=True)
    channel = fields.Selection([("phone", "By phone"), ("counter", "Face to face")], "Heard", default="phone", required=True)
    rating = fields.Selection(RATINGS, "How Was The Visit?", required=True)
    comment = fields.Text("Comment")
    call_back = fields.Boolean("Wants To Be Called Back")
    call_number = fields.Char("Reach At")
    said_by = fields.Char("Said By")

    def action_enter(self):
        """Keep the feedback."""
        self.ensure_one()
        self.visit_id.enter_feedback({
            "channel": self.channel, "rating": self.rating, "comment": self.comment or "", "call_back": self.call_back,
            "call_number": self.call_number or "", "said_by": self.said_by or ""})
        return {"type": "ir.actions.act_window_close"}
