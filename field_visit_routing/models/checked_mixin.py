"""Numbers, dates and ids are checked before the ORM converts them, so that bad ones get a sentence."""
import math

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import compat
from . import call_values

#: Largest id that the database can hold.
MAX_ID = 2**31 - 1


def blank(value):
    """Whether nothing was given; 0 and 0.0 are values."""
    return value is None or value is False or (isinstance(value, str) and not value.strip())


class CheckedMixin(models.AbstractModel):
    _name = "field.visit.checked.mixin"
    _description = "Numbers checked before conversion"

    @api.model
    def _checked_numbers(self):
        """Return ``{field name: (lowest, highest)}`` of the fields to check."""
        return {}

    @api.model
    def _checked_moments(self):
        """Return the names of the fields to check that hold a date and time."""
        return ()

    @api.model
    def _measured_fields(self):
        """Return the names of the fields that the system measures: no user writes them, administrators import them."""
        return frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._visit_checked(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._visit_checked(vals))

    def _visit_still_own(self, vals):
        """Refuse records that were given to a rep out of the user's reach.

        Record rules look at records as they were before the write.
        """
        if "rep_id" in vals and not self.env.su:
            compat.check_access(self, "write")

    @api.model
    def _visit_checked(self, vals):
        """Return a copy of ``vals`` whose numbers are numbers within their bounds, and whose times are times."""
        self._refuse_measured(vals)
        vals = dict(vals)
        for name, bounds in self._checked_numbers().items():
            if name in vals and not blank(vals[name]):
                vals[name] = self._visit_checked_number(name, vals[name], *bounds)
        for name in self._checked_moments():
            if not blank(vals.get(name)):
                vals[name] = self._visit_moment(name, vals[name])
        return vals

    @api.model
    def _refuse_measured(self, vals):
        written = sorted(self._measured_fields().intersection(vals))
        # who may install programs may import figures as well
        if written and not self.env.is_system():
            raise AccessError(_("%s is measured and cannot be written. Leave it out.") % self._visit_label(written[0]))

    @api.model
    def _visit_checked_number(self, name, value, low, high):
        try:
            if isinstance(value, bool):
                raise TypeError
            # a decimal comma arrives by import and by programs
            number = float(value.replace(",", ".") if isinstance(value, str) else value)
        except (TypeError, ValueError, OverflowError):
            raise ValidationError(self._visit_number_sentence(
                _('%(field)s: "%(value)s" is not a number. Give a number from %(low)s to %(high)s.'),
                name, value, low, high)) from None
        if not math.isfinite(number):
            raise ValidationError(self._visit_number_sentence(
                _('%(field)s: "%(value)s" is no finite number. Give a number from %(low)s to %(high)s.'),
                name, value, low, high))
        if not low <= number <= high:
            raise ValidationError(self._visit_number_sentence(
                _("%(field)s: %(value)s is out of range. Give a number from %(low)s to %(high)s."),
                name, value, low, high))
        return int(number) if self._fields[name].type == "integer" and number == int(number) else number

    @api.model
    def _visit_moment(self, name, value):
        """Return the naive UTC time that ``value`` of the field ``name`` is."""
        try:
            return call_values.countable(fields.Datetime.to_datetime(value))
        except (TypeError, ValueError):
            raise ValidationError(_('%(field)s: "%(value)s" is no date and time. Give it as YYYY-MM-DD HH:MM:SS in UTC.')
                                  % {"field": self._visit_label(name), "value": str(value)[:60]}) from None

    @api.model
    def _visit_day(self, label, value):
        """Return the date that ``value`` of the argument ``label`` is."""
        try:
            day = call_values.countable(fields.Date.to_date(value))
        except (TypeError, ValueError):
            day = None
        if not day:
            raise UserError(_("%(field)s: %(value)r is no date. Give it as YYYY-MM-DD.")
                            % {"field": label, "value": value or ""})
        return day

    @api.model
    def _visit_known(self, label, model, ids):
        """Return the records of ``model`` with these ids, which the argument ``label`` gives."""
        if not isinstance(ids, (list, tuple)) or not all(
                isinstance(item, int) and not isinstance(item, bool) for item in ids):
            raise UserError(_("%(field)s: %(value)r is not a list of ids.") % {"field": label, "value": ids})
        found = self.env[model].browse([item for item in ids if 0 < item <= MAX_ID]).exists()
        missing = sorted(set(ids) - set(found.ids))
        if missing:
            raise UserError(_("%(field)s: there is no record with id %(id)s; it may have been deleted. Leave it out.")
                            % {"field": label, "id": missing[0]})
        return found

    @api.model
    def _visit_number_sentence(self, template, name, value, low, high):
        return template % {
            "field": self._visit_label(name), "value": str(value)[:60],
            "low": "%g" % low, "high": "%g" % high,
        }

    @api.model
    def _visit_label(self, name):
        """The name of the field as the user's screen shows it."""
        return self.fields_get([name], ["string"]).get(name, {}).get("string") or name
