"""Texts of the phone app about planning the rest of the day anew."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(
            super()._app_words(),
            replan=_("Plan the rest anew"), replanNote=_("A customer cancels, a visit takes longer, an urgent visit"),
            replanWhat=_("What happened?"), replanCancelled=_("A customer cancels"), replanOverrun=_("A visit takes longer"),
            replanUrgent=_("An urgent visit"), replanRest=_("Nothing: plan anew from here"),
            replanWhich=_("Which visit?"), replanLonger=_("How much longer from now?"), replanWhom=_("Whom?"),
            replanNow=_("Find a new rest of the day"),
            replanCancelNote=_("The visit is cancelled at once. Who was told a time keeps it."),
            replanOffline=_("No network: your day is planned anew as soon as there is one. Until then go on as planned."),
            replanSent=_("On its way to the server…"), replanComputing=_("Looking for the best rest of your day…"),
            replanProposed=_("A new rest of your day"), replanBy=_("Asked for by %s"),
            replanWaitsForAsker=_("%s decides on it. Until then go on as planned."),
            replanSame=_("Nothing changes: the rest of your day is best as it is."),
            replanKept=_("Keeps the time told: %s"), replanAccept=_("Accept"), replanDecline=_("Leave it as it is"),
            replanApplied=_("Your day was planned anew"), replanFailed=_("No new plan was found"),
            replanAgain=_("Ask for another one"), replanNobody=_("Nothing is left to plan today."),
            replanLate=_("You are about %s late. Plan the rest anew?"),
            replanSearch=_("Name or street"), replanToday=_("To my day"),
        )
