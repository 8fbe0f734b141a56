"""An address that opens signed in, for the demo server only.

The address holds a random token that the start command puts into a system parameter and prints.  It is
refused from any other machine, and wherever that parameter is not set.
"""
import hmac
import ipaddress

from odoo import http
from odoo.http import request
from odoo.release import version_info
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect

_TOKEN = "field_visit_demo.token"
_LANDING = "field_visit_demo.landing"


class SignIn(http.Controller):
    """Signs the demo's administrator in."""

    @http.route("/field_visit_demo/sign_in/<string:token>", type="http", auth="public")
    def sign_in(self, token):
        """Start a session and go to the page that the demo begins with."""
        # sudo: a visitor without a session may not read system parameters; nothing of them is shown.
        parameters = request.env["ir.config_parameter"].sudo()
        expected = parameters.get_param(_TOKEN) or ""
        if not _is_local(request.httprequest.remote_addr) or not _is_same(token, expected):
            raise NotFound()
        open_session(request.env.ref("base.user_admin"))
        return redirect(parameters.get_param(_LANDING) or "/web")


def _is_local(address):
    return ipaddress.ip_address(address or "0.0.0.0").is_loopback


def _is_same(token, expected):
    return bool(expected) and hmac.compare_digest(token.encode(), expected.encode())


def open_session(user):
    """Make the present session one of ``user``, by the way that also ends a two-step login."""
    session, login = request.session, user.sudo().login
    if version_info >= (16,):
        session.update({"db": request.db, "pre_login": login, "pre_uid": user.id})
        session.finalize(request.env(user=user.id))
    else:
        session.db, session.login, session.pre_uid = request.db, login, user.id
        request.disable_db = False
        session.finalize()
