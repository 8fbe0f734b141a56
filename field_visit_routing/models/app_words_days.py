"""Texts of the app about visits of other days."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(
            super()._app_words(),
            openThen=_("Open on that day"), closedThen=_("Closed on that day"), noTime=_("No time yet"),
            stepsLater=_("You start this visit on the day itself: %s."),
        )
