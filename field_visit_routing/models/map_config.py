"""Where the browser finds the map's files and base layers."""
import json
from pathlib import Path

from odoo import _, api, models
from odoo.exceptions import UserError

DIST = "/field_visit_routing/static/dist/"
MANIFEST = Path(__file__).parent.parent / "static" / "dist" / "manifest.json"
PARAMETER = "field_visit_routing."


class FieldVisitMapConfig(models.AbstractModel):
    _name = "field.visit.map.config"
    _inherit = "field.visit.map.labels"
    _description = "Files and layers of the map"

    @api.model
    def get_map_config(self):
        """Return the addresses of the map's files and base layers.

        :return: dict with ``script``, ``style``, ``world``, ``places`` (addresses with a version,
            because browsers keep them for a week), ``layers`` (addresses of street layers),
            ``labels`` (texts) and ``lang``
        :raises UserError: when the addon was installed without its built files
        """
        version = self._map_version()
        config = {key: "%s%s?v=%s" % (DIST, name, version) for key, name in (
            ("script", "field_visit_map.js"), ("style", "field_visit_map.css"),
            ("world", "world.json"), ("places", "places.json"))}
        config.update(layers=self._map_layers(), labels=self._map_labels(),
                      lang=self.env.lang or "en_US")
        return config

    @api.model
    def _map_version(self):
        try:
            return json.loads(MANIFEST.read_text(encoding="utf-8"))["version"]
        except (OSError, ValueError, KeyError) as error:
            raise UserError(_(
                "The map's files are missing from the addon's folder static/dist. Install a "
                "released package, or build them: npm ci && npm run build in frontend/."
            )) from error

    @api.model
    def _map_parameter(self, name):
        # system parameters are closed to users; these few are addresses that the browser needs
        return (self.env["ir.config_parameter"].sudo().get_param(PARAMETER + name) or "").strip()

    @api.model
    def _map_layers(self):
        urls = [url.strip() for url in self._map_parameter("basemap_layers").split(",")]
        return [url for url in urls if url.startswith(("/", "https://", "http://"))]
