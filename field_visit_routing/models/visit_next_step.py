"""What comes after a visit: an activity, another visit, or news of an opportunity, with the user's own rights."""
from odoo import _, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values, plain_text

NEXT_KEYS = {"kind", "date", "summary", "user_id"}
#: Kinds of next steps that are activities → Odoo's type of activity.
ACTIVITY_TYPES = {
    "todo": "mail.mail_activity_data_todo", "call": "mail.mail_activity_data_call",
    "email": "mail.mail_activity_data_email", "meeting": "mail.mail_activity_data_meeting"}
NEXT_KINDS = [
    ("todo", "To do"), ("call", "Call"), ("email", "E-mail"), ("meeting", "Meeting"), ("visit", "Another visit")]
OPPORTUNITY_KEYS = {"lead_id", "name", "stage_id", "expected_revenue", "probability", "won", "lost_reason"}


class FieldVisit(models.Model):
    _inherit = "field.visit"

    next_step_kind = fields.Selection(NEXT_KINDS, "Next Step", readonly=True, copy=False)
    next_step_date = fields.Date("Next Step On", readonly=True, copy=False)
    next_step_summary = fields.Char("What Next", readonly=True, copy=False)
    # no link: activities are read by whom they are for
    next_activity_ref = fields.Integer("Activity's Number", readonly=True, copy=False)
    next_visit_id = fields.Many2one("field.visit", "Next Visit", readonly=True, copy=False, ondelete="set null")
    opportunity_id = fields.Many2one(
        "crm.lead", "Opportunity", readonly=True, copy=False, index=True, ondelete="set null",
        help="What the rep reported on at this visit.")

    def _report_parts(self):
        return dict(super()._report_parts(), next_step=bool(self.next_step_kind or self.opportunity_id))

    def _missing_depends(self):
        return super()._missing_depends() + ["next_step_kind", "opportunity_id"]

    # ---- next step -----------------------------------------------------------------------
    def _save_next_step(self, step):
        """Plan what comes next; said again, it is changed, not planned twice.

        :param dict step: ``kind`` (todo, call, email, meeting or visit), ``date`` ("YYYY-MM-DD"), ``summary``,
            ``user_id`` (yourself when left out)
        """
        call_values.check_keys(self.env, step, NEXT_KEYS)
        kind = step.get("kind")
        if not call_values.is_one_of(kind, dict(NEXT_KINDS)):
            raise UserError(_("kind: %(kind)r is no next step. Known ones: %(known)s.") % {
                "kind": kind, "known": ", ".join(key for key, _name in NEXT_KINDS)})
        day = self._visit_day("date", step.get("date"))
        summary = plain_text.clean(self.env, "summary", step.get("summary"), 200)
        if kind == "visit":
            self._plan_next_visit(day, summary)
        else:
            self._plan_next_activity(kind, day, summary, step.get("user_id"))
        self.write({"next_step_kind": kind, "next_step_date": day, "next_step_summary": summary})

    def _plan_next_visit(self, day, summary):
        self._next_activity().unlink()
        values = {"date": day, "note": summary or False}
        draft = self._next_draft()
        if draft:
            draft.write(values)
        else:
            self.next_visit_id = self.create(dict(
                values, partner_id=self.partner_id.id, lead_id=self.lead_id.id, rep_id=self.rep_id.id,
                company_id=self.company_id.id, service_s=self.service_s))

    def _plan_next_activity(self, kind, day, summary, user_id):
        self._next_draft().action_cancel()
        user = self._visit_known("user_id", "res.users", [user_id]) if user_id else self.env.user
        values = {"activity_type_id": self.env.ref(ACTIVITY_TYPES[kind]).id, "date_deadline": day,
                  "summary": summary or False, "user_id": user.id}
        activity = self._next_activity()
        if activity:
            activity.write(values)
        else:
            target = self._activity_target()
            self.next_activity_ref = self.env["mail.activity"].create(dict(
                values, res_model_id=self.env["ir.model"]._get_id(target._name), res_id=target.id)).id

    def _next_activity(self):
        """The activity that was planned here and is still to do."""
        activities = self.env["mail.activity"]
        return activities.search([("id", "=", self.next_activity_ref)]) if self.next_activity_ref else activities

    def _next_draft(self):
        """The visit that was wished for here, as long as no plan has taken it."""
        wished = self.next_visit_id
        return wished.filtered(lambda visit: compat.has_access(visit, "write") and visit.state == "draft")

    def _activity_target(self):
        """The customer or lead, where the rep may note things there; else the visit."""
        customer = self._customer()
        return customer if customer and compat.has_access(customer, "write") else self

    # ---- opportunity ---------------------------------------------------------------------
    def _save_opportunity(self, news):
        """Bring an opportunity of this customer up to date, or open one.

        :param dict news: ``lead_id`` (that of the visit when left out) or the ``name`` of a new one; ``stage_id``,
            ``expected_revenue``, ``probability`` (0–100), ``won`` (True), ``lost_reason`` (id; it is lost then)
        """
        call_values.check_keys(self.env, news, OPPORTUNITY_KEYS)
        lead = self._opportunity_of(news)
        values = self._opportunity_values(news)
        if values:
            lead.write(values)
        if news.get("lost_reason"):
            reason = "lost_reason_id" if "lost_reason_id" in lead._fields else "lost_reason"
            lead.action_set_lost(**{reason: self._visit_known("lost_reason", "crm.lost.reason", [news["lost_reason"]]).id})
        elif news.get("won"):
            lead.action_set_won()
        self.opportunity_id = lead

    def _opportunity_of(self, news):
        if news.get("lead_id"):
            lead = self._visit_known("lead_id", "crm.lead", [news["lead_id"]])
            compat.check_access(lead, "write")
            if lead != self.lead_id and lead.partner_id.commercial_partner_id != self.partner_id.commercial_partner_id:
                raise UserError(_("lead_id: %(lead)s is no opportunity of %(visit)s. Choose one of this customer.") % {
                    "lead": lead.name, "visit": self.name})
            return lead
        known = self.opportunity_id or self.lead_id
        return known or self._new_opportunity(news)

    def _new_opportunity(self, news):
        name = plain_text.clean(self.env, "name", news.get("name"), 200)
        if not name:
            raise UserError(_("opportunity: say which one it is by lead_id, or give the name of a new one."))
        return self.env["crm.lead"].create({
            "name": name, "type": "opportunity", "partner_id": self.partner_id.id, "user_id": self.env.uid,
            "company_id": self.company_id.id})

    def _opportunity_values(self, news):
        values = {}
        if news.get("stage_id"):
            values["stage_id"] = self._visit_known("stage_id", "crm.stage", [news["stage_id"]]).id
        for name, high in (("expected_revenue", 1e12), ("probability", 100)):
            if news.get(name) not in (None, False, ""):
                values[name] = self.env["crm.lead"]._visit_checked_number(name, news[name], 0, high)
        return values


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _visit_take_over(self, leads):
        """Reports on a lead that is merged are reports on what it became."""
        # also those of reps whose visits the user does not see
        self.env["field.visit"].sudo().search([("opportunity_id", "in", leads.ids)]).write({"opportunity_id": self.id})
        return super()._visit_take_over(leads)
