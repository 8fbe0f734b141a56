"""JSON routes of the phone app that need a network: customers that are not on the phone, and visits of other days."""
from odoo import http

from .. import compat
from .app import APP, _model


class FieldVisitAppCustomers(http.Controller):

    @http.route(APP + "/find", type=compat.JSON, auth="user")
    def find(self, vals):
        """See ``field.visit.app.find_customers``."""
        return _model("field.visit.app").find_customers(vals)

    @http.route(APP + "/customer", type=compat.JSON, auth="user")
    def customer(self, kind, record_id):
        """See ``field.visit.app.get_customer``."""
        return _model("field.visit.app").get_customer(kind, record_id)

    @http.route(APP + "/visits", type=compat.JSON, auth="user")
    def visits(self, vals):
        """See ``field.visit.app.get_visits``."""
        return _model("field.visit.app").get_visits(vals)
