"""Feedback in summaries: one mail a day or week to each team leader, and figures of Odoo's digest. Both off by default."""
from datetime import timedelta

from odoo import _, api, fields, models, tools

from .feedback import COUNTED, HEARD

SPANS = {"daily": 1, "weekly": 7}


class ResCompany(models.Model):
    _inherit = "res.company"

    def _feedback_alert(self):
        """Send the summaries that are due: one mail per team leader, none when there is nothing to tell."""
        for company in self.filtered(lambda company: company.visit_feedback_alert in SPANS):
            today, span = company._visit_today(), SPANS[company.visit_feedback_alert]
            last = company.visit_feedback_alert_date
            if last and last > today - timedelta(days=span):
                continue
            company.visit_feedback_alert_date = today
            for leader, found in company._feedback_alert_rows(span).items():
                company._feedback_alert_mail(leader, found)

    def _feedback_alert_rows(self, span):
        """Return ``{leader: feedback}`` with low ratings and wishes to be called of the last ``span`` days."""
        since = fields.Datetime.now() - timedelta(days=span)
        rows = self.env["field.visit.feedback"].search([
            *HEARD, ("company_id", "=", self.id), ("answered_at", ">", since),
            "|", ("is_low", "=", True), ("call_back", "=", True)], order="rating, answered_at")
        found = {}
        for row in rows:
            leader = row._feedback_leader()
            if leader.email:
                found[leader] = found.get(leader, rows.browse()) | row
        return found

    def _feedback_alert_mail(self, leader, found):
        company = self.with_context(lang=leader.lang)
        subject = company._feedback_alert_subject(len(found))
        body = self.env["ir.qweb"].with_context(lang=leader.lang)._render("field_visit_routing.feedback_alert", {
            "subject": subject, "rows": found.with_context(lang=leader.lang),
            "labels": found.with_context(lang=leader.lang)._feedback_labels()})
        sender = tools.formataddr((self.name, self.email)) if self.email else leader.email_formatted
        self.env["mail.mail"].create({
            "subject": subject, "email_to": leader.email_formatted, "email_from": sender, "auto_delete": True,
            "author_id": self.partner_id.id, "body_html": body.decode() if isinstance(body, bytes) else body})

    def _feedback_alert_subject(self, count):
        return _("%s customers are waiting for a word") % count if count > 1 else _("A customer is waiting for a word")


class Digest(models.Model):
    _inherit = "digest.digest"

    kpi_field_visit_feedback = fields.Boolean("Visits: Feedback Answered")
    kpi_field_visit_feedback_value = fields.Integer(compute="_compute_kpi_field_visit_feedback_value")
    kpi_field_visit_low = fields.Boolean("Visits: Low Ratings")
    kpi_field_visit_low_value = fields.Integer(compute="_compute_kpi_field_visit_low_value")

    def _compute_kpi_field_visit_feedback_value(self):
        for digest in self:
            digest.kpi_field_visit_feedback_value = digest._feedback_kpi([])

    def _compute_kpi_field_visit_low_value(self):
        for digest in self:
            digest.kpi_field_visit_low_value = digest._feedback_kpi([("is_low", "=", True)])

    @api.model
    def _feedback_kpi(self, domain):
        """Number of answers in the digest's time, as far as its reader may see them; Odoo skips an AccessError."""
        start, end, companies = self._get_kpi_compute_parameters()
        return self.env["field.visit.feedback"].search_count(domain + COUNTED + [
            ("answered_at", ">=", start), ("answered_at", "<", end),
            ("company_id", "in", companies.ids)])
