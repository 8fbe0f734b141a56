"""Texts of the map component, translated with the rest of the addon."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _name = "field.visit.map.labels"
    _description = "Texts of the map"

    @api.model
    def _map_labels(self):
        """Return every text of the component; ``%s`` stands for a figure or a name."""
        return dict(self._map_labels_of_view(), **self._map_labels_of_jobs())

    @api.model
    def _map_labels_of_view(self):
        return {
            "empty": _("No record with a position here"),
            "open": _("Open"),
            "close": _("Close"),
            "legend": _("Legend"),
            "other": _("Other"),
            "unset": _("Not set"),
            "yes": _("Yes"),
            "no": _("No"),
            "points": _("%s records"),
            "missing": _("%s without a position"),
            "missingLink": _("Show them"),
            "fit": _("Show everything"),
            "zoomIn": _("Zoom in"),
            "zoomOut": _("Zoom out"),
            "stop": _("Stop %s"),
            "start": _("Start of the day"),
            "end": _("End of the day"),
            "leg": _("Way here"),
            "routes": _("Routes"),
            "hours": _("hr"),
            "minutes": _("min"),
            "baseFailed": _("A part of the map could not be loaded: %s"),
            "inView": _("Records in view"),
            "withoutPosition": _("Without a position"),
        }

    @api.model
    def _map_labels_of_jobs(self):
        return {
            "elapsed": _("Elapsed"),
            "best": _("Best so far"),
            "gap": _("At most above the optimum"),
            "cancel": _("Cancel"),
            "cancelling": _("Cancelling…"),
            "lost": _(
                "The server does not answer; trying again. The work goes on meanwhile."),
        }
