"""Sentences for what the engine says in codes."""
from odoo import _

from .. import compat

#: Remedy of the codes that the models give themselves.
OWN_REMEDIES = {"no_position": "locate", "no_opening": "change_hours"}


class Sentences:
    """Makes sentences in the language of ``env``, which need not be the one of the request."""

    def __init__(self, env):
        self.env = env

    def reason(self, code, params):
        """Why a candidate is left out."""
        templates = {
            "no_position": _("No position is known, so no way there can be computed."),
            "no_opening": _("Its visiting hours never meet a working time of the chosen days."),
            "unreachable": _("No shift can reach it, serve it and return in time; %(short)s are "
                             "missing at least."),
            "not_allowed": _("None of the chosen reps and days may serve it."),
            "pin_conflict": _("The fixed rep, day or time cannot be kept."),
            "no_room": _("It must be visited, but the other mandatory visits leave no room."),
            "outscored": _("Other visits are worth more in the time there is."),
        }
        if code == "unreachable" and not params.get("short_s"):
            return _("No shift can reach it, serve it and return in time.")
        return templates.get(code, code) % self._values(params)

    def remedy(self, code, params):
        """What would make the candidate fit."""
        templates = {
            "extend_shift": _("It fits if the shift of %(shift)s ends %(extra)s later."),
            "make_mandatory": _("It fits into the shift of %(shift)s with %(detour)s more "
                                "driving: declare it mandatory or raise its score."),
            "raise_max_stops": _("Allow one stop more for %(shift)s."),
            "raise_max_driving": _("Allow %(driving)s more driving for %(shift)s."),
            "change_hours": _("Choose other days, or complete its visiting hours."),
            "allow_shift": _("Choose another rep or another day."),
            "change_pin": _("Move or remove the fixed rep, day or time."),
            "replace_other": _("Exchange it for another visit, or plan more days or reps."),
            "other_rep": _("Choose a rep who starts nearer, or plan a stay overnight; check the "
                           "position if it should be near."),
            "locate": _("Locate its address, or set the position by hand on the map."),
        }
        return templates.get(code, "") % self._values(params)

    def _values(self, params):
        return {
            "shift": self._shift(params.get("shift")),
            "extra": self._duration(params.get("extra_s") or params.get("short_s")),
            "short": self._duration(params.get("short_s")),
            "detour": self._duration(params.get("detour_s")),
            "driving": self._duration(params.get("extra_driving_s")),
        }

    def _shift(self, shift):
        """ "Anna on 2024-05-01" for a shift's id."""
        rep_id, _slash, day = str(shift or "").partition("/")
        if not day:
            return _("any rep")
        rep = self.env["field.visit.rep"].browse(int(rep_id))
        return _("%(rep)s on %(day)s") % {"rep": rep.name, "day": day}

    def _duration(self, seconds):
        minutes = max(1, -(-int(seconds or 0) // 60))
        if minutes < 60:
            return _("%s min") % minutes
        return _("%(hours)s h %(minutes)s min") % {
            "hours": minutes // 60, "minutes": "%02d" % (minutes % 60)}

    def issue(self, issue):
        """The sentence of a finding of the engine's validation."""
        return _("The plan cannot be computed: %(where)s, %(field)s %(value)s (%(code)s). "
                 "Correct that value and plan again.") % {
                     "where": issue.where, "field": issue.field, "value": issue.value,
                     "code": issue.code}


def request_warnings(request):
    """Sentences on what looks wrong in a request but does not forbid planning."""
    _ = compat.translator(request.company.env)
    seen, result = {}, []
    for customer in list(request.partners) + list(request.leads):
        if not customer.has_position():
            continue
        key = ((customer.name or "").strip().lower(),
               customer.partner_latitude, customer.partner_longitude)
        twin = seen.setdefault(key, customer)
        if twin != customer:
            result.append(_(
                "%(name)s (id %(id)s) has the same name and position as id %(twin)s. If both are "
                "the same customer, merge them.") % {
                    "name": customer.display_name, "id": customer.id, "twin": twin.id})
    return result
