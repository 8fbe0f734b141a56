"""Routes whose requests have a JSON body that is no JSON-RPC call, as devices of others send it."""
from odoo.http import request
from werkzeug.wrappers import Response

from .compat import SERIES

#: Type of such a route: up to 15.0 a request with a JSON body reaches no route of the type "http".
TYPE = "json" if SERIES < 16 else "http"


def answer(text, status=200, **headers):
    """Return ``text`` as it is, also from a route that would wrap it as the result of a call."""
    response = Response(text, status=status, content_type="application/json; charset=utf-8", headers=headers)
    if SERIES < 16 and hasattr(request, "jsonrequest"):
        request._json_response = lambda *_args, **_kwargs: response
    return response
