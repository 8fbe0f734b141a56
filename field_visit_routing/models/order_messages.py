"""Sentences for the rules that an order of visits breaks."""
from .. import compat
from ..engine.routing.services.manual import VIOLATION_UNITS
from . import plan_messages, plan_standing

#: What the records know before the engine does, as violations of an order.
OWN_CODES = {"no_position": "no_position", "no_opening": "closed"}


class OrderSentences:
    """Writes violations in the language of ``env``."""

    def __init__(self, env):
        self.env = env

    def row(self, violation):
        """A violation as a dictionary for programs."""
        visit, name = self._visit(violation.candidate_id)
        return {"code": violation.code, "visit_id": visit.id or 0, "customer": name,
                "size": violation.size, "unit": VIOLATION_UNITS.get(violation.code, ""),
                "text": self._text(violation, name)}

    def excluded(self, key, code, params=None):
        """The same of a visit that never came to the engine."""
        _ = compat.translator(self.env)
        visit, name = self._visit(key)
        texts = {"no_position": _("%s has no position: its way cannot be computed."),
                 "closed": _("%s is closed on this day.")}
        if code not in OWN_CODES:
            reason = plan_messages.Sentences(self.env).reason(code, params or {})
            return {"code": code, "visit_id": visit.id or 0, "customer": name, "size": 0, "unit": "",
                    "text": "%s: %s" % (name, reason)}
        code = OWN_CODES[code]
        return {"code": code, "visit_id": visit.id or 0, "customer": name, "size": 0, "unit": "",
                "text": texts[code] % name}

    def _visit(self, key):
        if not key:
            return self.env["field.visit"], ""
        customer, visit = plan_standing.records_of(self.env, [key])[key]
        return visit, customer.display_name or ""

    def _text(self, violation, name):
        templates = dict(self._of_visits(), **self._of_routes())
        other = violation.params.get("other")
        values = {"customer": name, "size": self._size(violation),
                  "other": self._visit(str(other))[1] if other else ""}
        return templates.get(violation.code, violation.code) % values

    def _of_visits(self):
        _ = compat.translator(self.env)
        return {
            "window": _("%(customer)s is reached %(size)s after its visiting hours."),
            "closed": _("%(customer)s is closed while the rep works on this day."),
            "pin_time": _("%(customer)s starts %(size)s off its fixed time."),
            "pin_shift": _("%(customer)s is fixed to another rep or day."),
            "pin_rep": _("%(customer)s is fixed to another rep."),
            "pin_day": _("%(customer)s is fixed to another day."),
            "pin_order": _("%(customer)s stands after a visit that is fixed to come later."),
            "not_allowed": _("%(customer)s may not be visited by this rep on this day."),
            "frozen": _("%(customer)s is about to begin and has to stay where it is."),
            "hole": _("No way to %(customer)s is known."),
            "same_day": _("%(customer)s is visited twice on this day."),
            "gap_short": _("%(customer)s comes %(size)s too soon after its other visit."),
            "gap_long": _("%(customer)s comes %(size)s too late after its other visit."),
            "joint": _("%(customer)s starts %(size)s off the start of the rep who comes along."),
            "joint_alone": _("%(customer)s has no second rep at that time."),
        }

    def _of_routes(self):
        _ = compat.translator(self.env)
        return {
            "shift_end": _("The day ends %(size)s after working time."),
            "shift_start": _("The day begins %(size)s too late."),
            "max_duration": _("The day is %(size)s longer than allowed."),
            "max_driving": _("There is %(size)s more driving than allowed."),
            "max_stops": _("There are %(size)s more than allowed."),
            "capacity": _("The load is %(size)s more than allowed."),
            "break": _("A break or meeting begins %(size)s late."),
            "hole_end": _("No way to the end of the day is known."),
            "frozen_missing": _("%(other)s is about to begin and is missing."),
        }

    def _size(self, violation):
        _ = compat.translator(self.env)
        unit = VIOLATION_UNITS.get(violation.code, "")
        if unit == "s":
            return duration(self.env, violation.size)
        templates = {"days": _("%s days"), "visits": _("%s visits"), "load": "%s"}
        return templates.get(unit, "%s") % violation.size


def duration(env, seconds):
    """ "12 min" or "2 h 05 min"; begun minutes count."""
    _ = compat.translator(env)
    minutes = -(-int(abs(seconds)) // 60)
    if minutes < 60:
        return _("%s min") % minutes
    return _("%(hours)s h %(minutes)s min") % {
        "hours": minutes // 60, "minutes": "%02d" % (minutes % 60)}
