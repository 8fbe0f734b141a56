"""The public page on which customers give feedback: no login, no script, nothing personal in its address."""
import re
import secrets

from odoo import http
from odoo.http import request
from werkzeug.wrappers import Response

from ..models.feedback_links import PAGE

#: Calls from one address of the network: (kind of call, how many, in how many seconds).
VISITS = ("feedback", 60, 600)
ANSWERS = ("feedback-answer", 20, 600)
#: A page of our own without scripts: nothing else may be loaded, framed or sent elsewhere.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
                               "base-uri 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
#: What a browser gets at a counter, to know its second answer of a day: random, and nothing that tells of a person.
COOKIE = "field_visit_feedback"
COOKIE_SECONDS = 86400
DEVICE = re.compile(r"[A-Za-z0-9_-]{22}")


class FieldVisitFeedback(http.Controller):

    @http.route(PAGE + "<string:token>", type="http", auth="public", methods=["GET"], sitemap=False)
    def show(self, token, rating="", **_query):
        """The question, or what there is to say instead."""
        response = _answer(VISITS, "show", token, {"rating": rating})
        # only at a counter, where everybody has the same link
        if token.startswith("c") and response.status_code == 200 and not _device():
            response.set_cookie(COOKIE, secrets.token_urlsafe(16), max_age=COOKIE_SECONDS, path=PAGE + token, httponly=True,
                                secure=request.httprequest.scheme == "https", samesite="Lax")
        return response

    # who holds the link may answer: there is no session that somebody else's page could misuse
    @http.route(PAGE + "<string:token>", type="http", auth="public", methods=["POST"], csrf=False, sitemap=False)
    def take(self, token, **form):
        """One tap, or the words after it."""
        return _answer(ANSWERS, "take", token, form)

    @http.route(PAGE + "<string:token>/stop", type="http", auth="public", methods=["GET"], sitemap=False)
    def show_stop(self, token, **_query):
        """Ask whether to ask no more: mail programs open links by themselves."""
        return _answer(VISITS, "show_stop", token, {})

    @http.route(PAGE + "<string:token>/stop", type="http", auth="public", methods=["POST"], csrf=False, sitemap=False)
    def stop(self, token, **_form):
        """Ask this customer no more."""
        return _answer(ANSWERS, "stop", token, {})


def _answer(limit, method, token, form):
    # nobody is signed in: the link says what may be seen and done, nothing else is reachable from here
    env = request.env(su=True)
    kind, most, seconds = limit
    caller = request.httprequest.remote_addr or ""
    page = env["field.visit.feedback.page"].with_context(
        feedback_languages=_languages(), feedback_caller=caller, feedback_staff=_staff(),
        feedback_device=_device(), feedback_browser="%s/%s" % (caller, request.httprequest.headers.get("User-Agent", "")))
    allowed = env["field.visit.rate.limit"]._limit_allows_at_once(kind, caller, most, seconds)
    answer = getattr(page, "_page_" + method)(token, form) if allowed else page._page_busy()
    headers = dict(HEADERS, Location=answer.location) if answer.location else HEADERS
    return Response(answer.html, status=answer.status, content_type="text/html; charset=utf-8", headers=headers)


def _device():
    """What this browser got at this counter; "" for one that keeps no cookies or has not seen the page."""
    value = request.httprequest.cookies.get(COOKIE, "")
    return value if DEVICE.fullmatch(value) else ""


def _staff():
    """Id of the colleague who is signed in in this browser, 0 for a customer."""
    return request.env.uid if request.env.user.has_group("base.group_user") else 0


def _languages():
    """Languages that the browser asks for, in its order."""
    return [code.replace("-", "_") for code, _quality in request.httprequest.accept_languages]
