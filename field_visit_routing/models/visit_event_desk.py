"""Events of phones at the desk: what the phone wanted beside what the server had."""
import json

from odoo import _, api, fields, models


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    kind_text = fields.Char("What", compute="_compute_versions")
    wanted = fields.Text("On the Phone", compute="_compute_versions")
    found = fields.Text("On the Server", compute="_compute_versions")

    @api.depends("kind", "data", "seen", "server")
    def _compute_versions(self):
        words = self.env["field.visit.app"]._app_words()
        for event in self:
            event.kind_text = words.get("kind_" + event.kind) or words.get(event.kind) or event.kind
            # of what was entered its place is not told here, so that this is no look at it
            entered = dict(json.loads(event.seen or "{}"), **_loaded(event.sudo().data))
            event.wanted = self._event_lines(entered)
            event.found = self._event_lines(json.loads(event.server or "{}"))

    @api.model
    def _event_lines(self, values):
        """A line for each value worth reading of what a phone or the server had."""
        states = dict(self.env["field.visit"]._fields["state"]._description_selection(self.env))
        names = {"customer": _("Customer"), "state": _("State"), "date": _("Date"), "start": _("Planned Start"),
                 "actual_start": _("Checked in"), "actual_end": _("Checked out"), "note": _("Note"),
                 "reason": _("Reason")}
        # a phone may have sent anything: lists too
        told = {key: str(values[key]) for key in names if values.get(key)}
        return "\n".join("%s: %s" % (names[key], states.get(text, text)) for key, text in told.items())


def _loaded(text):
    """What was entered; nothing when it was too long to be kept whole."""
    try:
        return json.loads(text or "{}")
    except ValueError:
        return {}
