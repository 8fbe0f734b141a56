"""Feedback of a customer on a visit: asked for or given of his own accord, one answer per visit.

The answer is ours alone; Odoo's own table of ratings gets the number without the words, for every employee may read
that one.  Asking is in feedback_ask.py, answering in feedback_answer.py, the links in feedback_links.py.
"""
from odoo import _, api, fields, models

from .. import compat
from ..engine.field.ratings import BEST

CHANNELS = [("email", "E-mail"), ("sms", "SMS"), ("phone", "Phone"), ("counter", "QR code")]
STATES = [("waiting", "Waiting"), ("sent", "Asked"), ("answered", "Answered"), ("expired", "Not Answered"),
          ("not_asked", "Not Asked")]
REASONS = [
    ("opted_out", "Wants not to be asked"), ("recent", "Asked a short time ago"), ("no_address", "No address to ask at"),
    ("no_sms", "The SMS app is not installed"), ("answered", "Has answered already"), ("off", "Switched off meanwhile"),
    ("failed", "Could not be sent")]
#: Answers that are kept and shown, but are not the customer's opinion.
DOUBTS = [("staff", "Given by staff"), ("often", "Too often from one device"),
          ("many", "Too many from one network and browser")]
#: The answers that count.
COUNTED = [("state", "=", "answered"), ("not_counted", "=", False)]
#: The answers that may be a customer's: somebody looks after them, even where they do not count.
HEARD = [("state", "=", "answered"), ("not_counted", "!=", "staff")]
RATINGS = [("1", "Very poor"), ("2", "Poor"), ("3", "Fair"), ("4", "Good"), ("5", "Very good")]


class FieldVisitFeedback(models.Model):
    _name = "field.visit.feedback"
    _description = "Customer Feedback"
    _order = "answered_at desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    visit_id = fields.Many2one("field.visit", "Visit", readonly=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index=True, ondelete="set null")
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True, index=True, ondelete="set null")
    contact_id = fields.Many2one("res.partner", "Contact", readonly=True, ondelete="set null", help="Who was asked.")
    said_by = fields.Char("Said By", readonly=True, help="Who answered, as he or she gave it.")
    rep_id = fields.Many2one("field.visit.rep", "Rep", readonly=True, index=True, ondelete="set null")
    user_id = fields.Many2one(related="rep_id.user_id", store=True, string="User", index=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True, ondelete="set null")
    territory_id = fields.Many2one("field.visit.territory", "Territory", readonly=True, index=True, ondelete="set null")
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    channel = fields.Selection(CHANNELS, "Channel", readonly=True)
    state = fields.Selection(STATES, "Status", required=True, readonly=True, default="waiting", index=True)
    reason = fields.Selection(REASONS, "Why Not Asked", readonly=True)
    send_at = fields.Datetime("To Be Asked", readonly=True, index=True)
    sent_at = fields.Datetime("Asked On", readonly=True)
    expires_at = fields.Datetime("Link Ends", readonly=True)
    answered_at = fields.Datetime("Answered On", readonly=True)
    # the link itself is known to the customer alone
    token_hash = fields.Char(readonly=True, index=True, copy=False, groups="base.group_system")
    rating = fields.Integer("Rating", readonly=True, help="From 1, very poor, to 5, very good; 0 for none.",
                            **compat.aggregator("avg"))
    rating_choice = fields.Selection(RATINGS, "Answer", compute="_compute_rating_choice", store=True)
    stars = fields.Char("Stars", compute="_compute_stars")
    is_low = fields.Boolean("Low Rating", readonly=True, index=True)
    not_counted = fields.Selection(DOUBTS, "Does Not Count", readonly=True, index=True, help=(
        "Why this answer is not taken for the customer's: it is kept, but in no average, score or urgency."))
    comment = fields.Text("Comment", readonly=True)
    call_back = fields.Boolean("Call Back", readonly=True, help="The customer asks to be called.")
    call_number = fields.Char("Reach At", readonly=True, help="Phone or e-mail that was left for the call.")
    entered_by_id = fields.Many2one("res.users", "Entered By", readonly=True, ondelete="set null",
                                    help="Who heard it from the customer and entered it.")
    # what Odoo's own lists of ratings show
    rating_id = fields.Many2one("rating.rating", "Rating Of Odoo", readonly=True, ondelete="set null", groups="base.group_system")
    complaint_ids = fields.One2many("field.visit.complaint", "feedback_id", "Complaints", readonly=True,
                                    groups="field_visit_routing.group_rep")

    def init(self):
        compat.unique_index(self, ["visit_id"], "state = 'answered' AND not_counted IS NULL",
                            "field_visit_feedback_one_answer")
        compat.unique_index(self, ["token_hash"], "token_hash IS NOT NULL", "field_visit_feedback_token")

    @api.depends("partner_id.name", "lead_id.name")
    def _compute_name(self):
        for feedback in self:
            customer = feedback.partner_id or feedback.lead_id
            feedback.name = customer.display_name if customer else feedback.said_by or _("A customer")

    @api.depends("rating")
    def _compute_rating_choice(self):
        for feedback in self:
            feedback.rating_choice = str(feedback.rating) if feedback.rating else False

    @api.depends("rating")
    def _compute_stars(self):
        for feedback in self:
            feedback.stars = "★" * feedback.rating + "☆" * (BEST - feedback.rating) if feedback.rating else False

    def _feedback_counted(self):
        """Those of these that a customer has answered."""
        return self.filtered(lambda feedback: feedback.state == "answered" and not feedback.not_counted)

    def _feedback_customer(self):
        """The customer or lead that this is about; empty for an answer to the link of a company."""
        return self.partner_id or self.lead_id

    def action_open_visit(self):
        """Open the visit that this is about."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "field.visit", "res_id": self.visit_id.id,
                "name": self.name, "views": [(False, "form")], "view_mode": "form"}

    @api.model
    def _feedback_labels(self):
        """Return ``{"1": "Very poor", …}`` in the user's language."""
        return dict(self._fields["rating_choice"]._description_selection(self.env))
