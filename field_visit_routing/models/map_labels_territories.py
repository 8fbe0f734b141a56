"""Texts of drawing territories on the map."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_territories(), **self._map_labels_of_outlines())

    @api.model
    def _map_labels_of_territories(self):
        return {
            "areaTools": _("Draw territories"),
            "areaNew": _("New territory"),
            "areaHelp": _("Draw a new territory, or click one to look at it."),
            "areaLook": _("Click a territory to look at it."),
            "areaDrawFor": _("Draw the outline of %s."),
            "areaEdit": _("Edit outline"),
            "areaUndoRedraw": _("Former outline"),
            "areaName": _("Name"),
            "areaKind": _("Kind"),
            "areaParent": _("Part of"),
            "areaTeam": _("Sales team"),
            "areaRep": _("Rep"),
            "areaColor": _("Colour"),
            "areaNoColor": _("By itself"),
            "areaNobody": _("Nobody"),
            "areaNoParent": _("Nothing"),
            "areaChoose": _("Choose"),
        }

    @api.model
    def _map_labels_of_outlines(self):
        return {
            "areaAdd": _("Add a part"),
            "areaCut": _("Cut out"),
            "areaSimplify": _("Fewer corners"),
            "areaBack": _("Step back"),
            "areaPieceHelp": _("Draw the part that is to belong to it."),
            "areaCutHelp": _("Draw what is not to belong to it."),
            "areaCorners": _(
                "Drag a corner to move it, a dot between two to add one. A right click takes a corner away."),
            "areaTooMany": _("%s corners are too many to move one by one: take some away first."),
            "areaFixed": _("The corners of this outline cannot be moved one by one. Add parts or cut some out."),
            "areaSize": _("%s km²"),
            "areaComeIn": _("%s come in"),
            "areaLeave": _("%s leave"),
            "areaOwners": _("%s would change their salesperson"),
            "areaNoChange": _("Nobody comes in or leaves."),
            "areaOverlap": _("It lies partly on: %s"),
            "areaBefore": _("Take the customers there from them"),
            "areaMore": _("… and %s more"),
            "areaPreviewing": _("Counting…"),
            "areaSave": _("Save"),
            "areaDiscard": _("Discard"),
            "areaUndo": _("Undo"),
            "areaUnnamed": _("Give the territory a name."),
        }
