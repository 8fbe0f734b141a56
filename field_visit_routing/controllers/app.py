"""The phone app: its page, its service worker, and the two JSON routes it lives on."""
import json

from odoo import http
from odoo.http import request
from werkzeug.wrappers import Response

from .. import compat

APP = "/field_visit_routing/app"
#: Nothing of anybody is in the page: it is the same for everybody and may be kept by the phone.
PAGE = """<!DOCTYPE html>
<html lang="%(lang)s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="#f1f4f5" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#101617" media="(prefers-color-scheme: dark)">
<meta name="apple-mobile-web-app-capable" content="yes">
<meta name="apple-mobile-web-app-title" content="%(title)s">
<title>%(title)s</title>
<link rel="icon" href="%(icon)s">
<link rel="apple-touch-icon" href="%(touch_icon)s">
<link rel="manifest" href="%(app)s/manifest.webmanifest">
<link rel="stylesheet" href="%(style)s">
</head>
<body><div id="app"></div>
<script src="%(script)s"></script>
<script>FieldVisitApp.start(document.getElementById("app"), %(words)s);</script>
</body>
</html>
"""


class FieldVisitApp(http.Controller):

    @http.route(APP, type="http", auth="none", sitemap=False)
    def page(self, **_query):
        """The empty page; the app in it asks for the user's data."""
        page = PAGE % dict(_config().get_app_page(_languages()), app=APP)
        return Response(page, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})

    @http.route(APP + "/worker.js", type="http", auth="none", sitemap=False)
    def worker(self, **_query):
        """The service worker, with the names of the files it keeps."""
        script = _config().get_app_worker(APP)
        return Response(script, content_type="text/javascript; charset=utf-8", headers={
            "Service-Worker-Allowed": APP, "Cache-Control": "no-cache"})

    @http.route(APP + "/manifest.webmanifest", type="http", auth="none", sitemap=False)
    def manifest(self, **_query):
        """What a phone needs to install the app."""
        return Response(json.dumps(_config().get_app_manifest(APP, _languages())), content_type="application/manifest+json")

    @http.route(APP + "/load", type=compat.JSON, auth="user")
    def load(self, options=None):
        """See ``field.visit.app.load``."""
        return _model("field.visit.app").load(options or {})

    @http.route(APP + "/sync", type=compat.JSON, auth="user")
    def sync(self, batch):
        """See ``field.visit.event.receive``."""
        return _model("field.visit.event").receive(batch)


def _model(name):
    # the session keeps the language of the login; a phone stays logged in for weeks and may choose another
    return request.env[name].with_context(lang=request.env.user.lang)


def _languages():
    return [tag.replace("-", "_") for tag in request.httprequest.accept_languages.values()]


def _config():
    # nobody is signed in on these routes; the files' names are the same for everybody
    return request.env["field.visit.app.config"].sudo()
