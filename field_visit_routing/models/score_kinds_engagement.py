"""Rules about engagement: what a customer or lead answers, and what was done with it."""
from odoo import _, models

from .score_rule import BOTH, Kind
from .score_sql import Documents

#: Mails that came in; colleagues who answer from their mail program are no customers.
MAILS = Documents(
    "mail.message", "JOIN mail_message d ON d.author_id = m.id", day="d.date",
    where="""d.message_type = 'email'
             AND NOT EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = d.author_id AND u.share IS NOT TRUE)""",
    own="JOIN mail_message d ON d.model = 'crm.lead' AND d.res_id = l.id")
MEETINGS = Documents(
    "calendar.event", """JOIN calendar_event_res_partner_rel x ON x.res_partner_id = m.id
                         JOIN calendar_event d ON d.id = x.calendar_event_id""",
    day="d.start", where="d.active AND d.start <= now() at time zone 'UTC'",
    own="JOIN calendar_event d ON d.opportunity_id = l.id")
#: An activity that is done leaves a message.
ACTIVITIES = Documents(
    "mail.message", """JOIN LATERAL (SELECT 'res.partner', m.id UNION ALL
                                     SELECT 'crm.lead', c.id FROM crm_lead c WHERE c.partner_id = m.id) AS t(model, res_id)
                         ON TRUE JOIN mail_message d ON d.model = t.model AND d.res_id = t.res_id""",
    day="d.date", where="d.mail_activity_type_id IS NOT NULL",
    own="JOIN mail_message d ON d.model = 'crm.lead' AND d.res_id = l.id")
#: What a lead said of visits to it.
OWN_RATINGS = """JOIN field_visit v ON v.lead_id = l.id
                 JOIN rating_rating d ON d.res_model = 'field.visit' AND d.res_id = v.id"""
FEEDBACK = Documents("rating.rating", "JOIN rating_rating d ON d.partner_id = m.id", day="d.write_date",
                     where="d.consumed AND d.rating > 0", own=OWN_RATINGS, also=("field.visit",))


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_kinds(self):
        return dict(
            super()._score_kinds(),
            mails=Kind(_("Mails received"), "engagement", BOTH, ("mail.message",), "count"),
            meetings=Kind(_("Meetings held"), "engagement", BOTH, ("calendar.event",), "count"),
            activities=Kind(_("Activities done"), "engagement", BOTH, ("mail.message",), "count"),
            feedback=Kind(_("Feedback answered"), "engagement", BOTH, ("rating.rating",), "count"))

    def _score_kind_defaults(self):
        return dict(super()._score_kind_defaults(), mails={"high": 10.0}, meetings={"high": 4.0},
                    activities={"high": 6.0}, feedback={"high": 2.0})

    def _score_documents(self):
        return dict(
            super()._score_documents(), mails=(MAILS,), meetings=(MEETINGS,), activities=(ACTIVITIES,), feedback=(FEEDBACK,))

    def _score_values_mails(self, model, ids):
        """Mails of the last months from the customer's people, or in answer to the lead."""
        return self._score_counts(model, ids, MAILS)

    def _score_text_mails(self, value):
        return self._score_counted(_("Mails received"), value)

    def _score_values_meetings(self, model, ids):
        """Meetings of the last months with the customer's people, or about the lead."""
        return self._score_counts(model, ids, MEETINGS)

    def _score_text_meetings(self, value):
        return self._score_counted(_("Meetings"), value)

    def _score_values_activities(self, model, ids):
        """Activities marked as done in the last months, on the customer, its people or its leads."""
        return self._score_counts(model, ids, ACTIVITIES)

    def _score_text_activities(self, value):
        return self._score_counted(_("Activities done"), value)

    def _score_values_feedback(self, model, ids):
        """Requests for feedback that were answered in the last months, whatever the answer."""
        return self._score_counts(model, ids, FEEDBACK)

    def _score_text_feedback(self, value):
        return self._score_counted(_("Feedback answered"), value)
