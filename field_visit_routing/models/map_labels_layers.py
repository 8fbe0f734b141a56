from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_layers())

    @api.model
    def _map_labels_of_layers(self):
        return {
            "layers": _("Layers"),
            "layerPins": _("Pins"),
            "layerClusters": _("Clusters"),
            "layerHeat": _("Heat map"),
            "layerTerritories": _("Territories"),
            "layerMarkets": _("Free market areas"),
            "layerCompetitors": _("Competitors"),
            "layerThreats": _("Threat radius"),
            "layerWhites": _("White areas"),
            "whitesNote": _("None of our customers is near. The distance is that of your last coverage report."),
            "layerPositions": _("Last positions"),
            "layerRoutes": _("Routes"),
            "routeNumbers": _("Numbers"),
            "routeDirection": _("Direction"),
            "routeLegs": _("Time and distance"),
            "clustersNote": _("The figure is the number of records, the ring their mix of colours."),
            "clustersForced": _("More than %s pins in view: they are grouped until you zoom in."),
            "heatBy": _("Counts"),
            "heatCount": _("Number of records"),
            "heatLow": _("little"),
            "heatHigh": _("much"),
            "heatPeak": _("Darkest: %s per km²"),
            "heatNothing": _("Nothing to count here"),
            "zoomTo": _("Show %s"),
            "accuracy": _("Accuracy %s"),
            "layersFailed": _("The layers could not be loaded: %s"),
        }
