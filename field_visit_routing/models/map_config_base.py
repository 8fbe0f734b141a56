"""Which base maps the browser is offered, and which it shows at first."""
from odoo import api, models

from .. import compat


class FieldVisitMapConfig(models.AbstractModel):
    _inherit = "field.visit.map.config"

    @api.model
    def get_map_config(self):
        """Add ``baseMaps`` (see ``frontend/src/basemaps/info.ts``), ``baseMap`` (id of the one shown
        at first, ``""`` for the built-in map) and ``borders`` (whether that draws border lines).

        An address or key of a service is in it only when the user's browser is to fetch from there.
        """
        config = super().get_map_config()
        basemaps = self._map_basemaps()
        company = self.env.company.sudo()  # settings of the company that any user's map follows
        start = company.visit_basemap_id
        config.update(
            baseMaps=basemaps._for_browser(self.env.user.has_group("base.group_user")),
            baseMap=str(start.id) if start in basemaps else "",
            borders=company.visit_basemap_borders,
        )
        world = self._map_parameter("world_url")
        if world.startswith(("/", "https://", "http://")):
            config["world"] = world
        return config

    @api.model
    def _map_basemaps(self):
        """Those offered to this user; none to users of the portal, whom no service is set up for."""
        Basemap = self.env["field.visit.basemap"]
        if not compat.has_access(Basemap, "read"):
            return Basemap
        return Basemap.search([("is_offered", "=", True)])
