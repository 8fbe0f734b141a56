"""Positions from phones: the app's own route, and those of OwnTracks and Traccar Client with a personal token."""
import json
import logging
import re

from odoo import _, http
from odoo.exceptions import UserError
from odoo.http import request

from .. import compat, compat_body
from ..models import track_clients

ROOT = "/field_visit_routing/track"
#: A batch of the app with 500 positions has 60 kB, a message of a tracking app less than 1 kB.
MOST_BYTES, MOST_BYTES_CLIENT = 1_000_000, 20_000
#: Limits (kind of call, how many, in how many seconds), counted in the database for all processes of the server.
#: A phone sends each half minute; one that comes back from a day without network sends some batches at once.
BATCHES = ("track-batch", 60, 60)
POSTS = ("track-post", 240, 60)
#: Wrong tokens of one address.
GUESSES = ("track-guess", 20, 300)
#: What the addresses of tracking apps have in common: nobody is signed in there.
OPEN = {"auth": "none", "csrf": False, "sitemap": False, "save_session": False, "readonly": False}


class FieldVisitTrack(http.Controller):

    @http.route("/field_visit_routing/app/track", type=compat.JSON, auth="user")
    def track(self, batch):
        """See ``field.visit.position.receive``."""
        if (request.httprequest.content_length or 0) > MOST_BYTES:
            raise UserError(_("These positions are too many for one call. Send at most 500 at once."))
        if not _counted(BATCHES, request.env.uid):
            raise UserError(_("Positions arrive too often. Send them in batches, one each half minute."))
        return request.env["field.visit.position"].receive(batch)

    @http.route(ROOT + "/owntracks", type=compat_body.TYPE, methods=["POST"], **OPEN)
    def owntracks(self, **_query):
        """Messages of OwnTracks in its mode HTTP: the token is the password of the basic authentication."""
        login = request.httprequest.authorization
        return _taken("owntracks", login.password if login else "",
                      lambda: track_clients.owntracks_items(_body()), answer="[]")

    @http.route(ROOT + "/traccar", type="http", methods=["GET", "POST"], **OPEN)
    def traccar(self, **params):
        """The OsmAnd protocol of Traccar Client: the token is its device identifier."""
        return _taken("traccar", params.get("id") or params.get("deviceid"),
                      lambda: track_clients.traccar_items(params))

    @http.route(ROOT + "/traccar/json", type=compat_body.TYPE, methods=["POST"], **OPEN)
    def traccar_json(self, **_query):
        """The same of newer Traccar Clients, which send JSON."""
        return _taken("traccar", _body().get("device_id"), lambda: track_clients.traccar_json_items(_body()))


def _taken(source, token, items, answer="{}"):
    """Store what a tracking app posts; off duty and without consent it is told the same and nothing is stored."""
    address = request.httprequest.remote_addr
    if _is_too_large():
        return compat_body.answer("{}", 413)
    if _is_spent(GUESSES, address):
        return compat_body.answer("{}", 429, **{"Retry-After": "300"})
    rep = request.env["field.visit.track.token"]._rep_of(token)
    if not rep:
        _counted(GUESSES, address)
        return compat_body.answer("{}", 401, **{"WWW-Authenticate": 'Basic realm="Field Visits"'})
    if not _counted(POSTS, rep.id):
        return compat_body.answer("{}", 429, **{"Retry-After": "60"})
    rep.with_user(rep.user_id)._take_positions(source, items())
    return compat_body.answer(answer)


def _counted(limit, who):
    """Count a call of ``who``; tell whether it is within ``limit``."""
    kind, most, seconds = limit
    return _limits()._limit_allows_at_once(kind, str(who), most, seconds)


def _is_spent(limit, who):
    kind, most, seconds = limit
    return _limits()._limit_is_spent(kind, str(who), most, seconds)


def _limits():
    # counts are the server's own, whoever calls
    return request.env["field.visit.rate.limit"].sudo()


def _is_too_large():
    return (request.httprequest.content_length or 0) > MOST_BYTES_CLIENT


def _body():
    """The JSON of a request; {} for what is none, and for what is too large to be read."""
    try:
        payload = {} if _is_too_large() else json.loads(request.httprequest.get_data(cache=True) or b"{}")
    except (RecursionError, ValueError):  # of brackets within brackets there is no end
        return {}
    return payload if isinstance(payload, dict) else {}


class _TokensUnsaid(logging.Filter):
    """The OsmAnd protocol has the token and the position in the address: the server's log says neither."""

    SAID = re.compile(r"(%s/traccar[^? ]*\?)\S*" % ROOT)

    def filter(self, record):
        """Keep every line, without what it must not say."""
        if isinstance(record.msg, str):
            record.msg = self.SAID.sub(r"\1…", record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(self.SAID.sub(r"\1…", item) if isinstance(item, str) else item for item in record.args)
        return True


logging.getLogger("werkzeug").addFilter(_TokensUnsaid())
