"""Tiles for the map of signed-in users: of services that pass through the server, and of PMTiles files."""
from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from ..engine import tiles

DAY_S = 86400
TILE = "/field_visit_routing/map/tile/<int:basemap>/<int:z>/<int:x>/<int:y>"


class FieldVisitTiles(http.Controller):

    @http.route(TILE, type="http", auth="user")
    def tile(self, basemap, z, x, y, **_query):
        """A picture of a service, fetched with the key that stays on the server."""
        record = request.env["field.visit.basemap"].browse(basemap)
        try:
            tile = record._fetch_tile(z, x, y)
            keep_s = record.refresh_min * 60 or DAY_S
        except tiles.TileFault as fault:
            return Response(str(fault), status=404 if fault.status == 404 else 502, content_type="text/plain")
        except (AccessError, MissingError, UserError) as error:
            return Response(str(error), status=404, content_type="text/plain; charset=utf-8")
        headers = {"Cache-Control": "private, max-age=%d" % keep_s, "X-Content-Type-Options": "nosniff"}
        return Response(tile.content, content_type=tile.kind, headers=headers)

    @http.route("/field_visit_routing/map/pmtiles/<int:basemap>", type="http", auth="user")
    def pmtiles(self, basemap, **_query):
        """A PMTiles file, of which browsers ask for the parts they need (HTTP Range)."""
        try:
            file, size, stamp = request.env["field.visit.basemap"].browse(basemap)._open_pmtiles()
        except (AccessError, MissingError, UserError) as error:
            return Response(str(error), status=404, content_type="text/plain; charset=utf-8")
        environ = request.httprequest.environ
        answer = Response(wrap_file(environ, file), content_type="application/octet-stream",
                          direct_passthrough=True)
        answer.content_length = size
        answer.headers["Accept-Ranges"] = "bytes"
        answer.headers["Cache-Control"] = "private, max-age=%d" % DAY_S
        answer.set_etag(stamp)
        try:
            return answer.make_conditional(environ, accept_ranges=True, complete_length=size)
        except RequestedRangeNotSatisfiable:
            file.close()
            return Response(status=416, headers={"Content-Range": "bytes */%d" % size})
