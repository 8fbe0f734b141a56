"""JSON routes of the map: parse and delegate."""
from odoo import http
from odoo.http import request

from .. import compat


class FieldVisitMapController(http.Controller):

    @http.route("/field_visit_routing/map/data", type=compat.JSON, auth="user")
    def data(self, model, user_context=None, **options):
        """See ``field.visit.map.get_map_data``; ``user_context`` is the web client's context."""
        target = request.env["field.visit.map"].with_context(**(user_context or {}))
        return target.get_map_data(model, **options)

    @http.route("/field_visit_routing/map/config", type=compat.JSON, auth="user")
    def config(self, user_context=None):
        """See ``field.visit.map.config.get_map_config``."""
        config = request.env["field.visit.map.config"].with_context(**(user_context or {}))
        return config.get_map_config()
