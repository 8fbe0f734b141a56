"""Records coloured by their territory have the colour that the territory has on the map, and its own name."""
from odoo import models


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    def _field_info(self, target, name, values):
        info = super()._field_info(target, name, values)
        if name != "territory_id" or info["kind"] != "many2one":
            return info
        # like their names, their colours are shown with the record
        areas = self.env["field.visit.territory"].sudo().browse([int(number) for number in info["values"]])
        colors = {str(area.id): self._map_color(area.color) for area in areas}
        return dict(info, values=self._short_names(areas), colors={key: color for key, color in colors.items() if color})

    def _short_names(self, areas):
        """The areas' own names; those that are called alike keep the names of the areas above."""
        names = areas.mapped("name")
        return {str(area.id): area.name if names.count(area.name) == 1 else area.complete_name for area in areas}
