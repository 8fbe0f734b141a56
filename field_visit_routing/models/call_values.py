"""Values that a program hands to a public method: read, checked, refused in a sentence."""
from odoo import fields
from odoo.exceptions import UserError

from .. import compat


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


def moment(env, vals, name):
    """Return the naive UTC time of ``vals[name]``; None when there is none.

    :raises UserError: naming the field and the form it has to have
    """
    _ = compat.translator(env)
    try:
        return fields.Datetime.to_datetime(vals.get(name) or False)
    except (TypeError, ValueError):
        raise UserError(_("%(field)s: %(value)r is no date and time. Give it as "
                          "YYYY-MM-DD HH:MM:SS in UTC.") % {
                              "field": name, "value": vals.get(name)}) from None
