"""Texts of the map's popup."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_popup())

    @api.model
    def _map_labels_of_popup(self):
        return {
            "loading": _("Loading…"),
            "call": _("Call %s"),
            "score": _("Score"),
            "lastVisit": _("Last visit"),
            "nextVisit": _("Next visit"),
            "overdue": _("%s days overdue"),
            "opportunities": _("Open opportunities"),
            "none": _("None"),
            "salesperson": _("Salesperson"),
            "tags": _("Tags"),
            "agenda": _("To talk about"),
            "navigate": _("Navigate"),
        }
