"""Address of a link to a view of the map; signing in comes first where it is needed."""
from urllib.parse import urlencode

from odoo import http
from werkzeug.utils import redirect


class FieldVisitMapLinks(http.Controller):

    @http.route("/field_visit_routing/map/open/<string:token>", type="http", auth="user")
    def open(self, token, **_query):
        """Send the browser to the web client, which asks ``open_link`` what to show."""
        return redirect("/web#" + urlencode({"action": "field_visit_map_link", "token": token}))
