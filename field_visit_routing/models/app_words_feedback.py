"""Texts of feedback in the phone app."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(
            super()._app_words(),
            feedback=_("Customer feedback"),
            feedbackScan=_("Let the customer scan this code and rate the visit."),
            feedbackEarly=_("The code works from the check-in on."),
            feedbackRated=_("The customer rated this visit: %s of 5"),
            feedbackHeard=_("Heard from the customer"),
            feedbackHow=_("How was the visit for the customer?"),
            feedbackWords=_("What the customer said"),
            feedbackWho=_("Name of the customer's person"),
            feedbackCall=_("Wants to be called back"),
            feedbackNumber=_("Phone or e-mail, for the call"),
            feedbackPhone=_("By phone"),
            feedbackFace=_("Face to face"),
            feedbackKeep=_("Keep feedback"),
            feedbackKept=_("Kept. It is sent as soon as there is a network."),
            feedback1=_("Very poor"), feedback2=_("Poor"), feedback3=_("Fair"), feedback4=_("Good"), feedback5=_("Very good"),
            complaint=_("Complaint"),
            complaintSubject=_("What is it about?"),
            complaintStory=_("What happened"),
            complaintKeep=_("Tell my team leader"),
            complaintKept=_("Your team leader is told."),
        )
