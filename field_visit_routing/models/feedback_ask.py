"""Asking for feedback: when a visit is over a request waits, and a scheduled job sends it by e-mail or SMS.

The mail or SMS is put into Odoo's own queue in the same transaction in which the request becomes "asked": a crash
leaves both or neither.
"""
import logging
from datetime import timedelta

from odoo import _, api, fields, models, tools

from .. import compat
from . import fault_log
from .feedback import COUNTED
from .feedback_links import new_token, token_hash

_logger = logging.getLogger(__name__)
BATCH = 200
#: Visits that are entered later than that are history: nobody is asked about them.
FRESH_DAYS = 2


class FieldVisitFeedback(models.Model):
    _inherit = "field.visit.feedback"

    # ---- the scheduled job -----------------------------------------------------------------
    @api.model
    def _cron_feedback(self):
        """Ask whose time has come, and close links whose days are over."""
        now = fields.Datetime.now()
        self.search([("state", "=", "sent"), ("expires_at", "<", now)]).write({"state": "expired", "token_hash": False})
        waiting = self.search([("state", "=", "waiting"), ("send_at", "<=", now)], order="send_at, id", limit=BATCH)
        waiting._feedback_ask()
        if len(waiting) == BATCH:
            compat.trigger_cron(self.env.ref("field_visit_routing.cron_feedback"))
        self.env["field.visit.rate.limit"]._limit_forget()
        self.env["res.company"].search([])._feedback_alert()

    def _feedback_ask(self):
        """Ask these customers, or note why they are not asked."""
        for feedback in self.filtered(lambda row: row.state == "waiting"):
            try:
                with self.env.cr.savepoint():
                    feedback._feedback_ask_one()
            except Exception as error:  # pylint: disable=broad-except
                # one customer's odd address must not keep the others from being asked, and is in no log
                _logger.warning("Feedback %d could not be asked for: %s", feedback.id, fault_log.told(error))
                feedback.write({"state": "not_asked", "reason": "failed"})

    def _feedback_ask_one(self):
        reason = self._feedback_why_not()
        channel = "" if reason else self._feedback_channel()
        if not channel:
            self.write({"state": "not_asked", "reason": reason or self._feedback_no_channel()})
            return
        token, now = new_token("m"), fields.Datetime.now()
        self.write({"state": "sent", "channel": channel, "sent_at": now, "token_hash": token_hash(token),
                    "expires_at": now + timedelta(days=self.company_id.visit_feedback_valid_days)})
        getattr(self, "_feedback_send_" + channel)(self._feedback_url(token))

    # ---- whether and how -------------------------------------------------------------------
    def _feedback_why_not(self):
        """The reason for which this customer is not asked now, "" for none."""
        if self._feedback_opted_out():
            return "opted_out"
        if self.search_count(COUNTED + [("visit_id", "=", self.visit_id.id)]):
            return "answered"
        return "recent" if self._feedback_asked_lately() else ""

    def _feedback_opted_out(self):
        people = self.partner_id | self.partner_id.commercial_partner_id | self.contact_id
        return any(people.mapped("visit_feedback_opt_out")) or self.lead_id.visit_feedback_opt_out

    def _feedback_asked_lately(self):
        since = fields.Datetime.now() - timedelta(days=self.company_id.visit_feedback_gap_days)
        asked = [("sent_at", ">", since), ("id", "!=", self.id), ("company_id", "=", self.company_id.id)]
        return bool(self.search_count(asked + self._feedback_same_customer()))

    def _feedback_same_customer(self):
        """Domain of what the same people were asked."""
        people = self.partner_id | self.lead_id.partner_id
        if not people:
            return [("lead_id", "=", self.lead_id.id)]
        return ["|", ("partner_id.commercial_partner_id", "in", people.commercial_partner_id.ids),
                ("contact_id", "in", (self.contact_id | people).ids)]

    def _feedback_channel(self):
        """How this customer can be asked, "" when there is no way."""
        company = self.company_id
        if company.visit_feedback_email and self._feedback_address():
            return "email"
        return "sms" if company.visit_feedback_sms and self._feedback_number() and "sms.sms" in self.env else ""

    def _feedback_no_channel(self):
        company = self.company_id
        if not company.visit_feedback_email and not company.visit_feedback_sms:
            return "off"
        wanted_sms = company.visit_feedback_sms and self._feedback_number()
        return "no_sms" if wanted_sms and "sms.sms" not in self.env else "no_address"

    def _feedback_address(self):
        """The e-mail address to ask at, "" for none or one on Odoo's black list."""
        address = tools.email_normalize(self.contact_id.email or self.lead_id.email_from or "")
        barred = address and self.env["mail.blacklist"].search_count([("email", "=", address)])
        return "" if barred or not address else address

    def _feedback_number(self):
        """The number for an SMS in international form, "" for none or one on Odoo's black list."""
        number = (self.contact_id or self.partner_id).phone_sanitized or self.lead_id.phone_sanitized
        barred = number and self.env["phone.blacklist"].search_count([("number", "=", number)])
        return "" if barred or not number else number

    # ---- messages --------------------------------------------------------------------------
    def _feedback_lang(self):
        """The customer's language, else the company's."""
        people = self.contact_id or self.partner_id
        return people.lang or self.company_id.partner_id.lang or "en_US"

    def _feedback_send_email(self, url):
        """Put the mail into Odoo's queue; it leaves no trace there once it is sent, for the link is in it."""
        feedback = self.with_context(lang=self._feedback_lang())
        company, words = feedback.company_id, feedback._feedback_mail_words()
        body = self.env["ir.qweb"].with_context(lang=self._feedback_lang())._render(
            "field_visit_routing.feedback_mail", {"words": words, "url": url, "company": company,
                                                  "labels": sorted(feedback._feedback_labels().items(), reverse=True)})
        sender = tools.formataddr((company.name, company.email)) if company.email else self.env.user.email_formatted
        self.env["mail.mail"].create({
            "subject": words["subject"], "email_to": self._feedback_address(), "email_from": sender, "reply_to": sender,
            "author_id": company.partner_id.id, "auto_delete": True,
            "body_html": body.decode() if isinstance(body, bytes) else body,
            "headers": repr({"List-Unsubscribe": "<%s/stop>" % url, "Auto-Submitted": "auto-generated"})})

    def _feedback_mail_words(self):
        """The sentences of the mail, in the language of the context."""
        facts = {"rep": self.rep_id.name or self.company_id.name, "company": self.company_id.name,
                 "day": self._feedback_day()}
        return {
            "subject": _("How was our visit on %(day)s?") % facts,
            "greeting": _("Hello,"),
            "text": _("%(rep)s of %(company)s visited you on %(day)s. How was it? One tap is enough.") % facts,
            "until": _("The link works once, until %s.") % tools.format_date(
                self.env, self.expires_at.date(), date_format="long"),
            "stop": _("Do not ask me any more"),
        }

    def _feedback_day(self):
        """The day of the visit on the rep's clock, in the language of the context."""
        visit = self.visit_id
        moment = visit.actual_end or visit.actual_start or fields.Datetime.now()
        return tools.format_date(self.env, visit._local(moment).date(), date_format="long")

    def _feedback_send_sms(self, url):
        feedback = self.with_context(lang=self._feedback_lang())
        body = feedback._feedback_sms_text(url)
        self.env["sms.sms"].create({"number": self._feedback_number(), "body": body, "partner_id": self.contact_id.id})

    def _feedback_sms_text(self, url):
        return _("%(company)s: how was our visit on %(day)s? %(url)s") % {
            "company": self.company_id.name, "day": self._feedback_day(), "url": url}


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def write(self, vals):
        state = vals.get("state")
        over = self.filtered(lambda visit: visit.state != "done") if state == "done" else self.browse()
        undone = self.filtered(lambda visit: visit.state == "done") if state and state != "done" else self.browse()
        result = super().write(vals)
        over._feedback_schedule()
        undone._feedback_call_off()
        return result

    def _feedback_schedule(self):
        """Let the customers of these visits be asked when the delay is over."""
        # customers are asked by the company, whoever ends the visit
        visits = self.sudo().filtered(lambda visit: visit._feedback_is_wanted())
        self.env["field.visit.feedback"].sudo().create([dict(
            visit._feedback_values(), state="waiting",
            send_at=visit.actual_end + timedelta(minutes=visit.company_id.visit_feedback_delay_min)) for visit in visits])

    def _feedback_call_off(self):
        """Nobody is asked about a visit that was not made after all; made later, it is asked about then."""
        # as above, the company asks
        self.sudo().feedback_ids.filtered(lambda feedback: feedback.state == "waiting").unlink()

    def _feedback_is_wanted(self):
        """Whether the customer may be asked at all: a visit of these days, and nothing was asked or answered yet."""
        company, recent = self.company_id, fields.Datetime.now() - timedelta(days=FRESH_DAYS)
        if self.is_waypoint or not (company.visit_feedback_email or company.visit_feedback_sms):
            return False
        fresh = self.actual_end and self.actual_end > recent and (not self.date or self.date >= recent.date())
        return bool(fresh) and not self.feedback_ids.filtered(lambda feedback: not feedback.not_counted)

    def _feedback_values(self):
        """What every feedback on this visit starts with."""
        customer = self._customer()
        return {"visit_id": self.id, "partner_id": self.partner_id.id, "lead_id": self.lead_id.id,
                "contact_id": self._feedback_contact().id, "rep_id": self.rep_id.id, "team_id": self.rep_id.team_id.id,
                "territory_id": customer.territory_id.id, "company_id": self.company_id.id}

    def _feedback_contact(self):
        """Who is asked: the customer itself, else the first of its people with an e-mail address."""
        partner = self.partner_id or self.lead_id.partner_id
        if not partner or partner.email:
            return partner
        return partner.child_ids.filtered(lambda person: person.type == "contact" and person.email)[:1] or partner
