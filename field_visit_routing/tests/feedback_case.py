"""Customers who can be asked, for the tests of feedback."""
import re
from datetime import timedelta

from odoo import fields

from .. import compat


class Customers:
    """Mixin for a field day: the first visit's customer has an e-mail address, mails are read from Odoo's queue."""

    @classmethod
    def set_up_customers(cls):
        cls.feedback = cls.env["field.visit.feedback"]
        cls.customer = cls.customers[0]
        cls.customer.write({"email": "kallio@example.com", "lang": "en_US"})
        cls.company.write({"visit_feedback_delay_min": 0, "email": "sales@example.com"})

    def done(self, visit=None):
        """The visit is made, by its rep; return what waits for the scheduled job."""
        visit = visit or self.visit
        visit.with_user(self.users["rep"]).check_in({})
        visit.with_user(self.users["rep"]).check_out({})
        return visit.feedback_ids

    def asked(self, visit=None):
        """The visit is made and the job has run; return the feedback."""
        feedback = self.done(visit)
        self.feedback._cron_feedback()
        return feedback

    def mails(self, address="kallio@example.com"):
        return self.env["mail.mail"].search([("email_to", "ilike", address)], order="id")

    def link_of(self, mail):
        """The link in a mail, without the host."""
        return re.search(r"/field_visit_routing/feedback/m[\w-]+", mail.body_html).group(0)

    def token(self, visit=None):
        self.asked(visit)
        return self.link_of(self.mails()[-1]).rsplit("/", 1)[1]

    def answered(self, rating, visit=None, **words):
        """The customer has answered by phone, entered by the rep."""
        visit = visit or self.visit
        self.done(visit)
        visit.with_user(self.users["rep"]).enter_feedback(dict(words, rating=rating))
        return visit.feedback_ids

    def later(self, feedback, **ago):
        """As if the answer or the request had been made that long before."""
        compat.flush(feedback)
        moment = fields.Datetime.now() - timedelta(**ago)
        feedback.write({name: moment for name in ("sent_at", "answered_at") if feedback[name]})
        if feedback.expires_at:
            feedback.expires_at -= timedelta(**ago)
