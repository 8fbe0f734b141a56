"""Texts of the phone app; a slice adds its own in a file ``app_words_<slice>.py``."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _name = "field.visit.app.words"
    _description = "Texts of the phone app"

    @api.model
    def _app_words(self):
        """Return ``{key: text}`` of every text of the app; ``%s`` stands for a figure or a name."""
        return {
            "today": _("Today"),
            "noVisitsToday": _("No visits are planned for today."),
            "noSuchVisit": _("This visit is not on your phone. Load the day again when you have a network."),
            "notYetSent": _("Not yet sent"),
            "offline": _("No network"),
            "logIn": _("Log in again"),
            "start_travel": _("Start travel"),
            "check_in": _("Check in"),
            "check_out": _("Check out"),
        }
