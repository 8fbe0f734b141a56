"""Files of the phone app: where they are, which of them the phone keeps, and how it is installed."""
import json

from markupsafe import escape
from odoo import _, api, models
from odoo.exceptions import UserError

from .map_config import DIST, MANIFEST

#: Name, side in pixels and purpose of the icons of an installed app.
ICONS = (("192", 192, "any"), ("512", 512, "any"), ("maskable-512", 512, "maskable"))
KEPT = ("field_visit_app.js", "field_visit_app.css", "world.json", "places.json")
WORKER = MANIFEST.parent / "field_visit_worker.js"


class FieldVisitAppConfig(models.AbstractModel):
    _name = "field.visit.app.config"
    _inherit = "field.visit.map.config"
    _description = "Files of the phone app"

    @api.model
    def get_app_page(self, languages=()):
        """Return what the page of the app is filled with, as HTML.

        :param languages: codes that the browser wishes ("zh_CN", "en"), the dearest first
        :return: dict with the addresses "script", "style", "icon", "touch_icon", and in the first of the wished
            languages that is installed "lang", "title", "words" (JSON: the texts of the first screen)
        """
        lang = self._app_language(languages)
        words = self.env["field.visit.app.words"].with_context(lang=lang)._app_words_first()
        return {
            "script": self._app_file("field_visit_app.js"), "style": self._app_file("field_visit_app.css"),
            "icon": self._app_file("icon-192.png"), "touch_icon": self._app_file("icon-180.png"),
            "lang": lang.replace("_", "-"), "title": escape(words["appName"]),
            # inside a script only the end of that script could do harm
            "words": json.dumps(words).replace("<", "\\u003c"),
        }

    @api.model
    def _app_language(self, languages):
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        for wish in languages or ():
            found = [code for code in installed if code.lower() == str(wish).lower()] or [
                code for code in installed if code.split("_")[0].lower() == str(wish).split("_")[0].lower()]
            if found:
                return found[0]
        return "en_US"

    @api.model
    def get_app_worker(self, page):
        """Return the service worker's script for the app at the address ``page``."""
        try:
            script = WORKER.read_text(encoding="utf-8")
        except OSError as error:
            raise UserError(_("The app's files are missing from the addon's folder static/dist. Install a released "
                              "package, or build them: npm ci && npm run build in frontend/.")) from error
        kept = {"version": self._map_version(), "files": [page] + [self._app_file(name) for name in KEPT]}
        return "self.FILES = %s;\n%s" % (json.dumps(kept), script)

    @api.model
    def get_app_manifest(self, page, languages=()):
        """Return the web app manifest of the app at the address ``page``; ``languages`` as for the page."""
        self = self.with_context(lang=self._app_language(languages))
        return {
            "name": _("Field Visits"), "short_name": _("Visits"), "id": page, "start_url": page, "scope": page,
            "display": "standalone", "orientation": "any", "background_color": "#f1f4f5", "theme_color": "#1f6f78",
            "icons": [{"src": self._app_file("icon-%s.png" % name), "sizes": "%sx%s" % (size, size),
                       "type": "image/png", "purpose": purpose} for name, size, purpose in ICONS],
            "shortcuts": [{"name": text, "url": "%s#/%s" % (page, screen)} for screen, text in (
                ("today", _("Today")), ("week", _("Week")))],
        }

    @api.model
    def _app_file(self, name):
        return "%s%s?v=%s" % (DIST, name, self._map_version())
