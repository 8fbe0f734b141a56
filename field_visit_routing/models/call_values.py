"""Values that a program hands to a public method: read, checked, refused in a sentence."""
from odoo import fields
from odoo.exceptions import UserError

from .. import compat

#: Years in which somebody may have something to do.
FIRST_YEAR, LAST_YEAR = 1900, 2999


def check_keys(env, vals, known):
    """Refuse what is no dictionary, and keys that the method does not know.

    :raises UserError: naming the key and the known ones
    """
    _ = compat.translator(env)
    if not isinstance(vals, dict):
        raise UserError(_("vals: this is asked for by a dictionary, not by %s.") % type(vals).__name__)
    unknown = sorted(set(vals) - set(known), key=str)
    if unknown:
        raise UserError(_("%(key)s is no field of this request. Known fields: %(known)s.") % {
            "key": unknown[0], "known": ", ".join(sorted(known))})


def is_one_of(value, known):
    """Whether ``value`` is one of the texts ``known``; programs may send lists and dictionaries too."""
    return isinstance(value, str) and value in known


def record_id(value):
    """Return ``value`` when it can be the id of a record, else 0; ``True`` is no id although Python counts it as 1."""
    return value if type(value) is int and 0 < value < 2 ** 31 else 0


def countable(day):
    """Return ``day`` (a date, a moment or nothing) when one can count on from it, across time zones and years.

    :raises ValueError: for the ends of Python's calendar
    """
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(day)
    return day


def moment(env, vals, name, any_year=False):
    """Return the naive UTC time of ``vals[name]``; None when there is none.

    :param any_year: take what a clock says that may be centuries wrong
    :raises UserError: naming the field and the form it has to have
    """
    _ = compat.translator(env)
    try:
        found = fields.Datetime.to_datetime(vals.get(name) or False)
        return found if any_year else countable(found)
    except (TypeError, ValueError):
        raise UserError(_("%(field)s: %(value)r is no date and time. Give it as "
                          "YYYY-MM-DD HH:MM:SS in UTC.") % {
                              "field": name, "value": vals.get(name)}) from None
