"""Texts of base maps, overlays, pictures and links of the map."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_base(), **self._map_labels_of_sharing())

    @api.model
    def _map_labels_of_base(self):
        return {
            "baseMap": _("Base map"),
            "builtIn": _("Built-in map"),
            "overlays": _("Overlays"),
            "otherDatum": _("Not on this base map: their positions differ (another datum)"),
            "baseUnreachable": _("%s cannot be reached: the built-in map is shown instead."),
            "overlayUnreachable": _("%s cannot be reached and was switched off."),
        }

    @api.model
    def _map_labels_of_sharing(self):
        return {
            "share": _("Share"),
            "savePicture": _("Save as picture (PNG)"),
            "print": _("Print"),
            "copyLink": _("Copy a link to this view"),
            "linkReady": _("This link opens the same view for every colleague who may see these records:"),
            "copied": _("The link was copied."),
            "linkFailed": _("The link could not be made: %s"),
            "pictureFailed": _("The picture could not be made: %s"),
            "pictureWithout": _(
                "The browser may not copy the tiles of %s; the built-in map stands in their place. An administrator "
                "can let these tiles pass through the server."),
        }
