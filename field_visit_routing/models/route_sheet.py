"""What the printed route sheet shows beside the fields."""
from odoo import _, fields, models
from odoo.tools import format_date


class FieldVisitRoute(models.Model):
    _inherit = "field.visit.route"

    def sheet_visits(self):
        """The visits to print, in order."""
        self.ensure_one()
        return self._ordered_visits()

    def day_text(self):
        """The date in the reader's language, with its weekday."""
        return format_date(self.env, self.date, date_format=_("EEEE, d MMMM y"))

    def clock(self, moment):
        """The naive UTC ``moment`` as "HH:MM" on the rep's clock; "" when there is none."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=self.rep_id.timezone()), moment)
        return local.strftime("%H:%M")

    def hours_text(self, seconds):
        """Seconds as "H:MM h"."""
        minutes = round(seconds / 60.0)
        return _("%(hours)d:%(minutes)02d h") % {"hours": minutes // 60, "minutes": minutes % 60}


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def sheet_agenda(self):
        """What there is to talk about and is not done yet, as texts that the reader may see."""
        return [item["text"] for item in self._visit_agenda() if not item["done"]]

    def opening_texts(self):
        """Visiting hours on the visit's weekday, as "HH:MM–HH:MM"."""
        self.ensure_one()
        place = self._place().sudo()  # a rep may be sent to a lead that he may not open
        if not place or not self.date:
            return []
        return ["%s–%s" % (_clock(start), _clock(end))
                for start, end in place.visit_opening_hours().get(self.date.weekday(), ())]


def _clock(seconds):
    return "%02d:%02d" % (seconds // 3600, seconds % 3600 // 60)
