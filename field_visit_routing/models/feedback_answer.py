"""Answers: checked, kept once per visit, and what follows from them.

A low rating becomes a complaint with an activity for the team leader; who asks to be called is called by the rep.
"""
from datetime import timedelta

from markupsafe import Markup, escape
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.field.ratings import BEST, WORST
from . import call_values

#: What an answer may hold.
ANSWER_KEYS = {"rating", "comment", "call_back", "call_number", "said_by"}
#: Characters of a comment; the page allows the same.
MAX_COMMENT = 2000
MAX_NAME = 80
#: For so many minutes after the tap words may be added by the same link.
ADD_MIN = 60


class FieldVisitFeedback(models.Model):
    _inherit = "field.visit.feedback"

    @api.model
    def _feedback_checked(self, vals):
        """Return the fields of an answer.

        :raises UserError: for a rating that is none, or an unknown key
        """
        call_values.check_keys(self.env, vals, ANSWER_KEYS)
        rating = str(vals.get("rating") or "").strip()
        if not rating.isascii() or not rating.isdigit() or len(rating) > 2 or not WORST <= int(rating) <= BEST:
            raise UserError(_("rating: choose one from %(worst)s (very poor) to %(best)s (very good).") % {
                "worst": WORST, "best": BEST})
        return dict(self._feedback_words(vals), rating=int(rating))

    @api.model
    def _feedback_words(self, vals):
        """Return the words of an answer as plain text; markup is text like any other and never becomes a page."""
        return {"comment": _plain(vals.get("comment"), MAX_COMMENT), "call_back": bool(vals.get("call_back")),
                "call_number": _plain(vals.get("call_number"), MAX_NAME), "said_by": _plain(vals.get("said_by"), MAX_NAME)}

    def _feedback_answer(self, vals):
        """Keep the answer ``vals`` (already checked) of this request; the caller knows that it may be given."""
        self.ensure_one()
        # what came too often from one device may be true all the same
        low = vals["rating"] <= self.company_id.visit_feedback_low and self.not_counted != "staff"
        self.write(dict(vals, state="answered", answered_at=fields.Datetime.now(), is_low=low, reason=False))
        self.rating_id = self._feedback_rating()
        if low:
            self._feedback_complain()
        elif self.call_back:
            self._feedback_call()

    def _feedback_may_add(self):
        """Whether words may still be added to this answer by the link."""
        soon = self.answered_at and self.answered_at > fields.Datetime.now() - timedelta(minutes=ADD_MIN)
        return bool(soon) and not self.comment and not self.call_back and self.channel != "phone"

    def _feedback_add(self, vals):
        """Add the words ``vals`` to an answer that has none yet."""
        if not self._feedback_may_add():
            return
        self.write(vals)
        complaint = self.complaint_ids[:1]
        if complaint:
            complaint._feedback_added(self)
        elif self.call_back:
            self._feedback_call()

    # ---- what follows ----------------------------------------------------------------------
    def _feedback_rating(self):
        """The number for Odoo's own ratings, which scores read; the words stay with us."""
        if not self.visit_id or self.not_counted:
            return self.env["rating.rating"]
        customer = self.partner_id or self.lead_id.partner_id
        return self.env["rating.rating"].create({
            "res_model_id": self.env["ir.model"]._get("field.visit").id, "res_id": self.visit_id.id,
            "rated_partner_id": self.user_id.partner_id.id, "partner_id": customer.id,
            "rating": self.rating, "consumed": True})

    def _feedback_leader(self):
        """Who looks after what goes wrong: the leader of the rep's team, else whom the settings name, else a manager."""
        leader = self.team_id.user_id or self.company_id.visit_feedback_user_id
        if not leader.active:
            group = self.env.ref("field_visit_routing.group_manager")
            leader = compat.group_users(group).filtered(
                lambda user: user.active and self.company_id in user.company_ids).sorted("id")[:1]
        return leader

    def _feedback_complain(self):
        self.env["field.visit.complaint"].create({
            "name": _("Low rating of %s") % self.name, "feedback_id": self.id, "visit_id": self.visit_id.id,
            "partner_id": self.partner_id.id, "lead_id": self.lead_id.id, "rep_id": self.rep_id.id,
            "team_id": self.team_id.id, "company_id": self.company_id.id, "description": self.comment,
            "responsible_id": self._feedback_leader().id})._complaint_tell()

    def _feedback_call(self):
        """The rep calls; without a rep, whoever looks after complaints does."""
        caller, target = self.user_id or self._feedback_leader(), self.visit_id or self.partner_id
        if caller.active and target:
            target.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_call", user_id=caller.id,
                summary=_("Call back: %s") % self.name, note=self._feedback_note())

    def _feedback_note(self):
        """What was said as HTML for a note, escaped."""
        labels = self._feedback_labels()
        lines = [_("Rating: %(number)s of 5 (%(word)s)") % {
            "number": self.rating, "word": labels.get(str(self.rating), "")}]
        lines += [self.comment] if self.comment else []
        if self.call_back:
            lines.append(_("Asks to be called: %s") % self.call_number if self.call_number else _("Asks to be called"))
        return Markup("<br/>").join(escape(line) for text in lines for line in text.split("\n"))


def _plain(value, longest):
    """Text without control characters, cut at ``longest`` characters; False for none."""
    text = "".join(char for char in str(value or "") if char.isprintable() or char == "\n").strip()
    return text[:longest] or False


class FieldVisit(models.Model):
    _inherit = "field.visit"

    feedback_ids = fields.One2many("field.visit.feedback", "visit_id", "Feedback", readonly=True,
                                   groups="field_visit_routing.group_rep")
    rating_value = fields.Integer("Rating", compute="_compute_rating_value", store=True, index=True,
                                  help="What the customer said of the visit, from 1 to 5; 0 for no answer.",
                                  **compat.aggregator("avg"))

    @api.depends("feedback_ids.rating", "feedback_ids.state", "feedback_ids.not_counted")
    def _compute_rating_value(self):
        for visit in self:
            visit.rating_value = visit.feedback_ids._feedback_counted()[:1].rating

    @api.model
    def _visit_checked(self, vals):
        """A rating is what a customer said, not what a rep writes."""
        vals = super()._visit_checked(vals)
        return vals if self.env.su else {name: value for name, value in vals.items() if name != "rating_value"}

    def enter_feedback(self, vals):
        """Enter what a customer said by phone or face to face.

        :param dict vals: ``rating`` (1 … 5), optional ``comment``, ``call_back`` (true: wants to be called),
            ``call_number``, ``said_by`` (name of who said it) and ``channel`` ("phone" when left out, or "counter")
        :return: id of the feedback
        :raises UserError: when the visit has an answer already or has not begun
        :raises AccessError: when you may not write the visit
        """
        self.ensure_one()
        compat.check_access(self, "write")
        vals = dict(vals) if isinstance(vals, dict) else vals
        channel = vals.pop("channel", "phone") if isinstance(vals, dict) else "phone"
        if channel not in ("phone", "counter"):
            raise UserError(_("channel: %s is not entered by hand. Use phone or counter.") % channel)
        answer = self.env["field.visit.feedback"]._feedback_checked(vals)
        # the feedback is the company's; who entered it is noted
        return self.sudo()._feedback_take(dict(answer, channel=channel, entered_by_id=self.env.uid)).id

    def _feedback_take(self, answer):
        """Keep an answer to this visit that came past the link of a mail; return the feedback."""
        self.ensure_one()
        # two answers at the same moment: the second waits, is tried again by Odoo and finds the first
        self.env.cr.execute("SELECT id FROM field_visit WHERE id = %s FOR UPDATE", [self.id])
        if not self._feedback_open_until():
            raise UserError(_("%s has not been visited yet: feedback is taken from the check-in on.") % self.name)
        given = self.feedback_ids._feedback_counted()
        if given:
            raise UserError(_("%(visit)s has been rated already: %(rating)s of 5.") % {
                "visit": self.name, "rating": given[0].rating})
        asked = self.feedback_ids.filtered(lambda feedback: feedback.state != "answered")
        feedback = asked[:1] or self.env["field.visit.feedback"].create(self._feedback_values())
        feedback.token_hash = False  # the link in a mail has had its day
        feedback._feedback_answer(answer)
        return feedback

    def action_enter_feedback(self):
        """Open the form for what a customer said by phone."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "name": _("Feedback heard"), "target": "new",
                "res_model": "field.visit.feedback.wizard", "view_mode": "form",
                "context": {"default_visit_id": self.id}}
