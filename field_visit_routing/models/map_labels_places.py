"""Texts of the search box, of places on the map and of the records without a position."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_search(), **self._map_labels_of_places(),
                    **self._map_labels_of_unplaced())

    @api.model
    def _map_labels_of_search(self):
        return {
            "search": _("Name, phone, tag or address"),
            "searchClear": _("Clear the search"),
            "searchResults": _("Found"),
            "searchNothing": _("No record fits."),
            "searchAddress": _("Look up the address: %s"),
            "searchBusy": _("Searching…"),
            "outside": _("not in the present filter"),
            "noPosition": _("no position"),
        }

    @api.model
    def _map_labels_of_places(self):
        return {
            "placeTool": _("Click on the map: what is there, create a customer or lead"),
            "placeHint": _("Click where the new customer or lead is."),
            "placeBusy": _("Looking up the address…"),
            "place": _("Place"),
            "createCustomer": _("New customer here"),
            "createLead": _("New lead here"),
            "created": _("%s was created."),
            "createdOutside": _("%s was created. The present filter does not show it."),
            "moveTool": _("Correct positions: pick a pin, then drag it"),
            "moveHint": _("Click on the pin that is in the wrong place."),
            "moveDrag": _("Drag the marker to the right place; the arrow keys move it too."),
            "moveAsk": _("Move %s here?"),
            "moveDistance": _("%s from where it was"),
            "moveSave": _("Move"),
            "moved": _("%s was moved. No later geocoding changes this position."),
            "placeAsk": _("Where is %s? Click on the map or drag the marker."),
            "placeSave": _("Set position"),
            "abandon": _("Leave as it is"),
        }

    @api.model
    def _map_labels_of_unplaced(self):
        return {
            "unplaced": _("Without a position (%s)"),
            "unplacedLocate": _("Locate"),
            "unplacedLocateAll": _("Locate all"),
            "unplacedPlace": _("Set by hand"),
            "unplacedList": _("Open as a list"),
            "unplacedMore": _("Show more"),
            "unplacedNone": _("Every record has a position."),
        }
