"""Texts of the chooser of colours and shapes."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_look())

    @api.model
    def _map_labels_of_look(self):
        return {
            "colorBy": _("Colour by"),
            "shapeBy": _("Shape by"),
            "iconBy": _("Icon by"),
            "lookNone": _("Nothing"),
            "lookMore": _("Shape, icon, steps"),
            "lookSuggested": _("Often used"),
            "lookOther": _("Other fields"),
            "lookSteps": _("Steps"),
            "stepsQuantiles": _("Equal counts"),
            "stepsEqual": _("Equal widths"),
            "stepsFixed": _("Own values"),
            "stepsBounds": _("Values at which a step begins, such as 20 50 80"),
            "stepsWrong": _("Steps: write numbers in rising order, such as 20 50 80."),
            "otherValues": _("%s other values"),
            "daysAhead": _("In %s days"),
            "daysAgo": _("%s days ago"),
            "daysOverdue": _("%s days overdue"),
            "showAllSteps": _("Show all"),
        }
