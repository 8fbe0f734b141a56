"""The address in the QR code of ``./run --phone``: signs one phone in, once, within some minutes."""
import hashlib
import hmac
import json
import time

from odoo import http
from odoo.http import request
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect

from .sign_in import open_session

#: Written by dev/demo/phone_token.py.
KEY = "field_visit_demo.phone"
APP = "/field_visit_routing/app"


class PhoneSignIn(http.Controller):
    """Signs a rep of the demo in."""

    @http.route("/field_visit_demo/phone/<string:token>", type="http", auth="public", sitemap=False)
    def phone(self, token):
        """Start the session that the token is for, and go to the app."""
        login = _take(token)
        # sudo: who comes with the token is nobody yet
        user = request.env["res.users"].sudo().search([("login", "=", login)], limit=1) if login else None
        if not user:
            raise NotFound()
        open_session(user)
        return redirect(APP)


def _take(token):
    """Return the login that ``token`` stands for, and forget it; None for a wrong, old or used one."""
    cr = request.env.cr
    # locked until this request ends: of two phones at once, one gets in
    cr.execute("SELECT value FROM ir_config_parameter WHERE key = %s FOR UPDATE", [KEY])
    row = cr.fetchone()
    known = json.loads(row[0]) if row else {}
    digest = hashlib.sha256(token.encode()).hexdigest()
    if not known or not hmac.compare_digest(digest, known["digest"]):
        return None
    # sudo: a visitor without a session may not write system parameters
    request.env["ir.config_parameter"].sudo().search([("key", "=", KEY)]).unlink()
    return known["login"] if time.time() < known["until"] else None
