"""What the reasons of a check-in say to people: what was measured, never what somebody is supposed to have done."""
from datetime import date

from odoo.tools.misc import format_date

from .. import compat


def sentences(env, reasons):
    """Return a sentence for each of the engine's ``reasons``."""
    texts = _texts(env)
    return [texts[reason.code] % _figures(env, reason.facts) for reason in reasons if reason.code in texts]


def _texts(env):
    _ = compat.translator(env)
    return {
        "near": _("The position was %(distance_m)s from the customer, within the radius of %(radius_m)s."),
        "far": _("The phone measured a position %(distance_m)s from the known position of the customer; the radius is "
                 "%(radius_m)s. Perhaps the customer is not where the map has it."),
        "left_far": _("The check-out was made %(distance_m)s from the customer, as happens on the way to the next one."),
        "maybe_far": _("The position was %(distance_m)s from the customer, but too rough or too old to say anything."),
        "no_position": _("The phone gave no position: that is usual in buildings, or when it may not use it."),
        "no_accuracy": _("The phone did not say how exact its position was."),
        "weak_signal": _("The signal was weak: the position was exact to %(accuracy_m)s only, as is usual indoors."),
        "old_position": _("The phone had measured the position %(age_s)s before."),
        "future_position": _("The position has a time %(ahead_s)s after the step: a clock was wrong."),
        "no_place": _("The customer has no position to compare with. Set it by hand or locate the address."),
        "moved": _("The customer's position was set or changed by a rep on %(changed_on)s; a leader can confirm it."),
        "clock": _("The phone's clock was off by %(drift_s)s. The times were put right by the server's."),
        "short": _("The stay was %(dwell_s)s; %(minimum_s)s or more are usual."),
        "fast": _("From the position before, this one would take %(speed_kmh)s: one of the two is not right."),
        "mocked": _("The phone said that its position came from a program, not from its receiver."),
    }


def _figures(env, facts):
    return {name: _figure(env, name, value) for name, value in facts.items()}


def _figure(env, name, value):
    _ = compat.translator(env)
    if name.endswith("_kmh"):
        return _("%s km/h") % round(value)
    if name.endswith("_on"):
        return format_date(env, date.fromordinal(round(value)))
    return distance_text(env, value) if name.endswith("_m") else duration_text(env, abs(value))


def distance_text(env, metres):
    """ "80 m", "1.2 km"."""
    _ = compat.translator(env)
    return _("%s m") % round(metres) if metres < 1000 else _("%s km") % ("%.1f" % (metres / 1000))


def duration_text(env, seconds):
    """ "40 s", "12 min", "2.5 h"."""
    _ = compat.translator(env)
    if seconds < 120:
        return _("%s s") % round(seconds)
    return _("%s min") % round(seconds / 60) if seconds < 7200 else _("%s h") % ("%.1f" % (seconds / 3600))
