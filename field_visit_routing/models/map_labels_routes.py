"""Texts of editing routes on the map."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_route_editing())

    @api.model
    def _map_labels_of_route_editing(self):
        return {
            "editRoutes": _("Move stops"),
            "editClose": _("Stop moving stops"),
            "editHint": _(
                "Drag a numbered stop onto a line or onto another stop. Without a mouse: "
                "the arrows and the list beside each stop."),
            "editDay": _("Day"),
            "editAllDays": _("All days"),
            "editReading": _("Reading the routes…"),
            "editTiming": _("Computing the times…"),
            "editSave": _("Save"),
            "editDiscard": _("Discard"),
            "editUndo": _("Undo"),
            "editSaved": _("The routes were saved."),
            "editChanges": _("Changes not saved: %s"),
            "editNoChange": _("No change yet"),
            "editBroken": _("Broken rules: %s"),
            "editFits": _("Every rule is kept"),
            "editUp": _("Earlier: %s"),
            "editDown": _("Later: %s"),
            "editMoveTo": _("Move %s to"),
            "editMove": _("Move to…"),
            "editOut": _("Out of the route"),
            "editDropOut": _("Drop here to take it out of its route"),
            "editOutList": _("Taken out, to be planned anew"),
            "editEmpty": _("No stops left"),
            "editBehind": _("behind stop %s"),
            "editFirst": _("as the first stop"),
            "editNowhere": _("Drop it on a line or a stop of a route"),
        }
