"""The rep's language, chosen on the phone."""
from odoo import _, api, models
from odoo.exceptions import UserError

from . import call_values


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    def _app_parts(self):
        return super()._app_parts() + ["languages"]

    def _app_part_languages(self, rep, today):
        """``[[code, name]]`` of the languages of the database."""
        return [list(language) for language in self.env["res.lang"].get_installed()]


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    @api.model
    def _event_kinds(self):
        return super()._event_kinds() | {"set_language"}

    @api.model
    def _event_set_language(self, data, values):
        """``lang``: code of an installed language, for everything that this user sees."""
        code = data.get("lang")
        if not call_values.is_one_of(code, dict(self.env["res.lang"].get_installed())):
            raise UserError(_("lang: %s is no language of this database. Choose one of the list.") % code)
        self.env.user.write({"lang": code})
        return self.env["field.visit"]
