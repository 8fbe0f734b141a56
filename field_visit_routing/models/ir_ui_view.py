"""The view type ``field_visit_map``: any model with two coordinate fields on a map."""
import json

from odoo import _, fields, models
from odoo.exceptions import ValidationError

MAP = "field_visit_map"
#: Attributes that name fields: required ones first.
REQUIRED = ("lat", "lon")
OPTIONAL = ("color", "shape", "icon", "route", "order")


class View(models.Model):
    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[(MAP, "Map")])

    def _validate_tag_field_visit_map(self, node, name_manager, node_info):
        """Say which attribute of the view is wrong and what it may be."""
        model = self._map_shown_model(node)
        for attribute in REQUIRED + OPTIONAL:
            name = node.get(attribute)
            if not name and attribute in REQUIRED:
                raise ValidationError(_(
                    'Map view %(view)s: <field_visit_map> needs the attribute "%(attribute)s". '
                    "Name the field that holds the coordinate.",
                    view=self.name, attribute=attribute))
            if name and model is not None and name not in model._fields:
                raise ValidationError(_(
                    'Map view %(view)s: %(attribute)s="%(name)s" is no field of %(model)s. '
                    "Name an existing field.",
                    view=self.name, attribute=attribute, name=name, model=model._name))
        self._check_map_coordinates(node, model)
        self._check_map_children(node)

    def _map_shown_model(self, node):
        """The model of the records on the map: the view's own, or the one that ``records`` names.

        :raises ValidationError: when those records do not lead to the view's model
        """
        model = self.env[self.model] if self.model in self.env else None
        name = node.get("records")
        if not name or model is None:
            return model
        shown = self.env[name] if name in self.env else None
        link = None if shown is None else shown._fields.get(node.get("link") or "")
        if link is None or link.type != "many2one" or link.comodel_name != self.model:
            raise ValidationError(_(
                'Map view %(view)s: records="%(records)s" needs link="…", the field of those records '
                "that leads to %(model)s.", view=self.name, records=name, model=self.model))
        self._check_map_shown(node, shown)
        return shown

    def _check_map_shown(self, node, shown):
        """Check what Odoo cannot: the popup's fields and the condition of another model."""
        names = [name for name in (node.get("popup") or "").split(",") if name]
        wrong = [name for name in names if name not in shown._fields]
        try:
            if wrong:
                raise ValueError(", ".join(wrong))
            shown.search(json.loads(node.get("only") or "[]"), limit=1)
        except (ValueError, TypeError, KeyError, AttributeError, AssertionError) as error:
            raise ValidationError(_(
                "Map view %(view)s: popup and only are fields, and a condition as JSON, of "
                "%(model)s (%(error)s).", view=self.name, model=shown._name, error=error)) from error

    def _check_map_coordinates(self, node, model):
        for attribute in REQUIRED:
            name = node.get(attribute)
            if model is not None and model._fields[name].type != "float":
                raise ValidationError(_(
                    'Map view %(view)s: %(attribute)s="%(name)s" is not a number field. '
                    "Coordinates are degrees in a float field.",
                    view=self.name, attribute=attribute, name=name))

    def _check_map_children(self, node):
        for child in node:
            if isinstance(child.tag, str) and child.tag != "field":
                raise ValidationError(_(
                    "Map view %(view)s: <%(tag)s> is not possible inside <field_visit_map>. "
                    "List the popup's <field> elements only.",
                    view=self.name, tag=child.tag))

    def _get_view_info(self):
        """Icon in the view switcher (17.0 and later ask for it)."""
        return dict(super()._get_view_info(), **{MAP: {"icon": "fa fa-map-marker"}})
