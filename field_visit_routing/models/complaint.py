"""Complaints of customers: from a low rating, or entered by people; worked on until the customer has an answer."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values, plain_text

STATES = [("new", "New"), ("progress", "Being Worked On"), ("solved", "Solved"), ("dismissed", "Dismissed")]
#: From each state, the states that a complaint may go to.
TRANSITIONS = {"new": {"progress", "solved", "dismissed"}, "progress": {"new", "solved", "dismissed"},
               "solved": {"progress"}, "dismissed": {"progress"}}
CLOSED = ("solved", "dismissed")
#: What ``open_complaint`` takes.
COMPLAINT_KEYS = {"name", "description"}


class FieldVisitComplaint(models.Model):
    _name = "field.visit.complaint"
    _description = "Complaint"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "closed, id desc"
    # who sees a complaint may say something to it
    _mail_post_access = "read"

    name = fields.Char("Subject", required=True, tracking=True)
    state = fields.Selection(STATES, "Status", default="new", required=True, index=True, tracking=True, copy=False,
                             group_expand="_group_expand_state")
    closed = fields.Boolean("Closed", compute="_compute_closed", store=True, index=True)
    feedback_id = fields.Many2one("field.visit.feedback", "Feedback", readonly=True, index=True, ondelete="set null")
    visit_id = fields.Many2one("field.visit", "Visit", index=True, ondelete="set null")
    partner_id = fields.Many2one("res.partner", "Customer", index=True, ondelete="set null")
    lead_id = fields.Many2one("crm.lead", "Lead", index=True, ondelete="set null")
    rep_id = fields.Many2one("field.visit.rep", "Rep", index=True, ondelete="set null")
    user_id = fields.Many2one(related="rep_id.user_id", store=True, string="User", index=True)
    team_id = fields.Many2one("crm.team", "Sales Team", ondelete="set null")
    company_id = fields.Many2one("res.company", "Company", required=True, index=True, default=lambda self: self.env.company)
    responsible_id = fields.Many2one("res.users", "Responsible", tracking=True, index=True)
    rating = fields.Integer(related="feedback_id.rating", string="Rating")
    call_back = fields.Boolean(related="feedback_id.call_back", string="Asks To Be Called")
    call_number = fields.Char(related="feedback_id.call_number", string="Reach At")
    description = fields.Text("What Happened")
    answer = fields.Text("What Was Done", help="What the customer was told; needed to close the complaint.", tracking=True)
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)

    @api.depends("state")
    def _compute_closed(self):
        for complaint in self:
            complaint.closed = complaint.state in CLOSED

    def _group_expand_state(self, values, domain, order=None):
        return [state for state, _label in STATES]

    @api.onchange("visit_id")
    def _onchange_visit_id(self):
        if self.visit_id:
            self.update(self._complaint_of(self.visit_id))

    @api.model
    def _complaint_of(self, visit):
        return {"partner_id": visit.partner_id.id, "lead_id": visit.lead_id.id, "rep_id": visit.rep_id.id,
                "team_id": visit.rep_id.team_id.id, "company_id": visit.company_id.id}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._complaint_own(vals) for vals in vals_list])

    @api.model
    def _complaint_own(self, vals):
        """Return ``vals`` without what only the server knows; refuse links to what the user may not see."""
        if self.env.su:
            return vals
        for name in ("visit_id", "partner_id", "lead_id", "rep_id"):
            if vals.get(name):
                compat.check_access(self.env[self._fields[name].comodel_name].browse(int(vals[name])), "read")
        # with somebody else's feedback its words would be read
        return {name: value for name, value in vals.items() if name not in ("feedback_id", "closed_at", "closed")}

    def write(self, vals):
        vals = self._complaint_own(vals)
        if "state" in vals:
            self._check_transition(vals)
            closed = vals["state"] in CLOSED
            vals = dict(vals, closed_at=fields.Datetime.now() if closed else False)
        result = super().write(vals)
        if {"rep_id", "team_id", "company_id"}.intersection(vals) and not self.env.su:
            # record rules looked at complaints as they were before
            compat.check_access(self, "write")
        if vals.get("state") in CLOSED:
            # what is closed asks nobody for anything any more, whoever closes it
            self.sudo().activity_ids.unlink()
        return result

    def _check_transition(self, vals):
        names = dict(self._fields["state"]._description_selection(self.env))
        for complaint in self:
            state = vals["state"]
            if state != complaint.state and state not in TRANSITIONS[complaint.state]:
                raise UserError(_("%(complaint)s is %(old)s and cannot become %(new)s. Reopen it first.") % {
                    "complaint": complaint.name, "old": names[complaint.state], "new": names.get(state, state)})
            if state in CLOSED and not (vals.get("answer") or complaint.answer or "").strip():
                raise UserError(_("%s: say what was done before you close it. The customer's next visitor will want to "
                                  "know.") % complaint.name)

    # ---- actions -------------------------------------------------------------------------
    def action_take(self):
        """I work on it.  Returns True."""
        return self.write({"state": "progress", "responsible_id": self.env.uid})

    def action_solve(self):
        """The customer has an answer.  Returns True.

        :raises UserError: without a word on what was done
        """
        return self.write({"state": "solved"})

    def action_dismiss(self):
        """There was nothing to complain of.  Returns True.

        :raises UserError: without a word on why
        """
        return self.write({"state": "dismissed"})

    def action_reopen(self):
        """Work on it again.  Returns True."""
        return self.write({"state": "progress"})

    # ---- telling -------------------------------------------------------------------------
    def _complaint_tell(self):
        """Put an activity for whoever is responsible; no mail beside it."""
        for complaint in self.filtered("responsible_id"):
            note = complaint.feedback_id._feedback_note() if complaint.feedback_id else False
            complaint.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo", user_id=complaint.responsible_id.id, summary=complaint.name, note=note)

    def _feedback_added(self, feedback):
        """The customer has added words to the rating that this came from."""
        self.ensure_one()
        if feedback.comment and not self.description:
            self.description = feedback.comment
        self.activity_ids.write({"note": feedback._feedback_note()})


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def open_complaint(self, vals):
        """Write down a complaint that was heard at this visit; the team leader is told.

        :param dict vals: ``name`` (subject), optional ``description``
        :return: id of the complaint
        :raises UserError: without a subject
        :raises AccessError: when you may not write the visit
        """
        self.ensure_one()
        compat.check_access(self, "write")
        call_values.check_keys(self.env, vals, COMPLAINT_KEYS)
        name, description = plain_text.short(vals.get("name"), 200), plain_text.short(vals.get("description"), 4000)
        if not name:
            raise UserError(_("name: say in a few words what the complaint is about."))
        complaints = self.env["field.visit.complaint"].sudo()  # reps write down what they hear, leaders work on it
        leader = self.env["field.visit.feedback"].sudo().new(
            {"team_id": self.rep_id.team_id.id, "company_id": self.company_id.id})._feedback_leader()
        complaint = complaints.create(dict(
            complaints._complaint_of(self), name=name, visit_id=self.id, responsible_id=leader.id,
            description=description or False))
        complaint._complaint_tell()
        return complaint.id
