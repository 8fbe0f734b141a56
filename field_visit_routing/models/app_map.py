"""What the phone needs to draw the map: addresses of its files, base maps, texts."""
from odoo import models


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    def _app_parts(self):
        return super()._app_parts() + ["map"]

    def _app_part_map(self, rep, today):
        """The options of the map component, see ``get_map_config`` and ``frontend/src/app/ui/map.tsx``."""
        config = self.env["field.visit.map.config"].get_map_config()
        names = ("world", "places", "layers", "labels", "baseMaps", "baseMap", "borders")
        return {name: config[name] for name in names}
