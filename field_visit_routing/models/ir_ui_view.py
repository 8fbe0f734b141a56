"""The view type ``field_visit_map``: any model with two coordinate fields on a map."""
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
        model = self.env[self.model] if self.model in self.env else None
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
                    view=self.name, attribute=attribute, name=name, model=self.model))
        self._check_map_coordinates(node, model)
        self._check_map_children(node)

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
