"""Texts of the phone app about check-ins."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(
            super()._app_words(),
            whereAmI=_("How far is it?"), lookingForPosition=_("Looking for your position…"),
            youAreHere=_("You are at the customer (%s)."),
            youAreAway=_("About %s to the customer. You can check in all the same."),
            roughPosition=_("Your position is rough here (± %s). You can check in all the same."),
            noPosition=_("Your phone gives no position here. You can check in all the same."),
            customerUnplaced=_("This customer has no position yet. Your check-in helps to find it."),
            checkVerified=_("Confirmed by your position"), checkUnverified=_("Noted, not confirmed by your position"),
            checkInvalid=_("Noted; the position does not fit"), checkWaits=_("Noted on your phone, to be confirmed when sent"),
            checkWhy=_("Why"), checkDoubt=_("Something not right? Write it into the notes, or tell your team leader."),
            checkJudged=_("Your team leader judged it: %s"),
        )
