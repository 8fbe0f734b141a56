"""Texts of drawing and choosing on the map."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_tools(), **self._map_labels_of_selection())

    @api.model
    def _map_labels_of_tools(self):
        return {
            "selectTools": _("Choose by drawing"),
            "selectLasso": _("Lasso"),
            "selectPolygon": _("Polygon"),
            "selectRectangle": _("Rectangle"),
            "selectCircle": _("Circle"),
            "selectDrive": _("Driving time"),
            "selectLassoHelp": _("Draw round the customers: press, move, release."),
            "selectPolygonHelp": _("Click the corners; click the first one again to finish."),
            "selectRectangleHelp": _("Press in one corner and release in the opposite one."),
            "selectCircleHelp": _("Press in the middle and release at the rim."),
            "selectDriveHelp": _("Click where the drive starts."),
            "selectView": _("Everybody in view"),
            "selectAdd": _("Add to what is chosen"),
            "selectMinutes": _("Minutes"),
            "selectRadius": _("Radius (km)"),
            "selectFault": _("The fault is here"),
            "selectNobody": _("Nobody is inside."),
        }

    @api.model
    def _map_labels_of_selection(self):
        return {
            "selectBar": _("Chosen records"),
            "selectCount": _("%s chosen"),
            "selectClear": _("Choose nobody"),
            "selectAssignUser": _("Salesperson"),
            "selectAssignTeam": _("Sales team"),
            "selectTag": _("Tag"),
            "selectSegment": _("Segment"),
            "selectAssignTerritory": _("By territory"),
            "selectPlanRoute": _("Route for all"),
            "selectPlanWeek": _("Plan a week"),
            "selectCsv": _("CSV"),
            "selectGeojson": _("GeoJSON"),
            "selectList": _("List"),
            "selectSearch": _("Search by name"),
            "selectNone": _("Nobody"),
            "selectCreate": _("Create “%s”"),
            "selectNoChoice": _("Nothing is called so."),
            "selectBack": _("Back"),
            "selectUndo": _("Undo"),
            "selectWhy": _("Why?"),
            "selectMoreRefused": _("… and %s more"),
        }
