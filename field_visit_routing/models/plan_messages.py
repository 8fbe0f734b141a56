"""Sentences for what the engine says in codes."""
from datetime import timedelta

from odoo import _, fields

from .. import compat

#: Remedy of the codes that the models give themselves.
OWN_REMEDIES = {
    "no_position": "locate", "no_opening": "change_hours", "no_rep": "add_rep", "no_team": "add_rep",
    "no_language": "add_skill", "no_skill": "add_skill", "no_crew": "add_reps", "too_soon": "wait",
    "too_late": "earlier", "too_near": "other_days", "no_area": "loosen_area", "gone": "nothing",
}
#: Remedies that can name the place that was tried.
THERE = ("change_hours", "allow_shift", "change_pin", "replace_other")
#: What a sentence may name that the engine does not tell.
PLAIN = ("name", "persons", "people", "reps", "before", "day", "days")


class Sentences:
    """Makes sentences in the language of ``env``, which need not be the one of the request.

    :param origin: the plan's start instant (naive UTC), for remedies that name a time
    :param names: ``{candidate id: name}``, for remedies that name another visit
    """

    def __init__(self, env, origin=None, names=None):
        self.env = env
        self.origin = origin
        self.names = names or {}

    def reason(self, code, params):
        """Why a candidate is left out."""
        templates = {
            **self._own_reasons(),
            "no_position": _("No position is known, so no way there can be computed."),
            "no_opening": _("Its visiting hours never meet a working time of the chosen days."),
            "unreachable": _("No shift can reach it, serve it and return in time; %(short)s are "
                             "missing at least."),
            "not_allowed": _("None of the chosen reps and days may serve it."),
            "pin_conflict": _("The fixed rep, day or time cannot be kept."),
            "no_room": _("It must be visited, but the other mandatory visits leave no room."),
            "outscored": _("Other visits are worth more in the time there is."),
            "overloaded": _("It takes more than any of the reps who may visit it can carry."),
            "no_partner": _("The %(people)s persons that it takes have no common time."),
        }
        if code == "too_soon" and "other" in params:
            return _("It would fit into the shift of %(shift)s, but is too near to, or too far from, another visit "
                     "of this customer in the plan.") % self._values(params)
        if code == "no_crew" and not params:
            return _("One of the persons that it takes has no day for it.")
        if code == "unreachable" and not params.get("short_s"):
            return _("No shift can reach it, serve it and return in time.")
        return templates.get(code, code) % self._values(params)

    def _own_reasons(self):
        """Why no shift may serve it, by the wishes of the customer."""
        return {
            "no_rep": _("Only %(name)s may visit it, who is not in this plan or does not work on its days."),
            "no_team": _("Only the team %(name)s may visit it, of which nobody works on the days of this plan."),
            "no_language": _("Nobody of the plan speaks %(name)s."),
            "no_skill": _("Nobody of the plan has what it needs: %(name)s."),
            "no_crew": _("It takes %(persons)s persons at the same time, but the plan has %(reps)s rep(s)."),
            "too_soon": _("The last visit is of %(before)s and %(days)s days must lie between: not before %(day)s."),
            "too_late": _("The last visit is of %(before)s and at most %(days)s days may lie between, but nobody "
                          "can go until %(day)s."),
            "too_near": _("The customer is visited on %(day)s already, which is too near to every day of the plan."),
            "no_area": _("The areas by day are strict, and no day of the plan is for its area %(name)s."),
            "gone": _("The way point or meeting that it was planned for is no longer there."),
        }

    def remedy(self, code, params):
        """What would make the candidate fit; a place that was tried is named."""
        if code in THERE and (params.get("other") in self.names if code == "replace_other" else self._time(params)):
            code += "_there"
        templates = {
            **self._own_remedies(), **self._remedies_there(),
            "extend_shift": _("It fits if the shift of %(shift)s ends %(extra)s later."),
            "make_mandatory": _("It fits into the shift of %(shift)s with %(detour)s more "
                                "driving: declare it mandatory or raise its score."),
            "raise_max_stops": _("Allow one stop more for %(shift)s."),
            "raise_max_driving": _("Allow %(driving)s more driving for %(shift)s."),
            "raise_max_duration": _("Let the day of %(shift)s last %(duration)s longer."),
            "raise_capacity": _("Let %(shift)s carry %(load)s more."),
            "change_gap": _("It fits into the shift of %(shift)s if %(days)s day(s) between two visits of this "
                            "customer are allowed."),
            "find_partner": _("Plan with more reps or on other days, so that all of them have a common time."),
            "change_hours": _("Choose other days, or complete its visiting hours."),
            "allow_shift": _("Choose another rep or another day."),
            "change_pin": _("Move or remove the fixed rep, day or time."),
            "replace_other": _("Exchange it for another visit, or plan more days or reps."),
            "other_rep": _("Choose a rep who starts nearer, or plan a stay overnight; check the "
                           "position if it should be near."),
            "locate": _("Locate its address, or set the position by hand on the map."),
        }
        return templates.get(code, "") % self._values(params)

    def _remedies_there(self):
        """Remedies with the place at which the visit fits into the plan as it is."""
        return {
            "change_hours_there": _("It fits into the shift of %(shift)s at %(time)s if its visiting hours allow that; "
                                    "else choose other days."),
            "allow_shift_there": _("It fits into the shift of %(shift)s at %(time)s if that rep and day are allowed."),
            "change_pin_there": _("It fits into the shift of %(shift)s at %(time)s once the fixed rep, day or time is "
                                  "released."),
            "replace_other_there": _("It fits into the shift of %(shift)s in the place of %(other)s."),
        }

    def _own_remedies(self):
        return {
            "add_rep": _("Plan with that rep, on other days, or change whom the customer asks for."),
            "add_skill": _("Plan with a rep who has it, or enter it in the record of the rep who does."),
            "add_reps": _("Plan with more reps, or lower the number of persons at the customer."),
            "wait": _("Plan it for that day or later, or lower the days between visits at the customer."),
            "earlier": _("Plan earlier days, or raise the most days between visits at the customer."),
            "other_days": _("Plan other days, or lower the days between visits at the customer."),
            "loosen_area": _("Plan a day of that area, or untick Strict under Configuration, Planning, Areas by Day."),
            "nothing": _("Nothing needs to be done: applying the plan cancels this stop."),
        }

    def _values(self, params):
        return {
            **{name: params.get(name, "") for name in PLAIN},
            "shift": self._shift(params.get("to_shift") or params.get("shift")),
            "time": self._time(params), "other": self.names.get(params.get("other"), ""),
            "extra": self._duration(params.get("extra_s") or params.get("short_s")),
            "short": self._duration(params.get("short_s")),
            "detour": self._duration(params.get("detour_s")),
            "driving": self._duration(params.get("extra_driving_s")),
            "duration": self._duration(params.get("extra_duration_s")),
            "load": params.get("extra_load", ""),
        }

    def _shift(self, shift):
        """ "Anna on 2024-05-01" for a shift's id."""
        rep_id, _slash, day = str(shift or "").partition("/")
        if not day:
            return _("any rep")
        rep = self.env["field.visit.rep"].browse(int(rep_id))
        return _("%(rep)s on %(day)s") % {"rep": rep.name, "day": day}

    def _time(self, params):
        """When the visit would start, on the clock of the rep who would make it."""
        if not self.origin or not params.get("to_shift"):
            return ""
        rep = self.env["field.visit.rep"].browse(int(params["to_shift"].partition("/")[0]))
        moment = fields.Datetime.context_timestamp(
            rep.with_context(tz=rep.timezone()), self.origin + timedelta(seconds=params["to_s"]))
        return moment.strftime("%H:%M")

    def _duration(self, seconds):
        minutes = max(1, -(-int(seconds or 0) // 60))
        if minutes < 60:
            return _("%s min") % minutes
        return _("%(hours)s h %(minutes)s min") % {
            "hours": minutes // 60, "minutes": "%02d" % (minutes % 60)}

    def repeated(self, number, reason):
        """``reason`` for the visit ``number`` of several of the horizon."""
        return reason if number < 2 else _("Visit %(number)s in this plan: %(reason)s") % {
            "number": number, "reason": reason}

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


class Warnings:
    """Sentences for what the engine's validation found suspicious: decisions that contradict each other."""

    def __init__(self, env, names):
        """``names``: ``{candidate id: name of the customer}``."""
        self.env = env
        self.names = names

    def sentences(self, found):
        """The sentences of the warnings of a job's result; those without one are left out."""
        makers = {"pins_contradict": self._contradiction, "pin_against_first": self._against_first,
                  "pins_over_max_stops": self._too_many}
        texts = [makers[item["code"]](item) for item in found if item.get("code") in makers]
        return list(dict.fromkeys(texts))

    def dropped(self, drop):
        """Which visits that must take place have to be given up, when not all of them fit."""
        _ = compat.translator(self.env)
        names = ", ".join(self.names.get(key, key) for key in drop.get("surplus") or ())
        if not names:
            return []
        if drop.get("proven"):
            return [_("Not all mandatory and fixed visits fit. The fewest to move or give up: %s.") % names]
        return [_("Not all mandatory and fixed visits fit. All others do if these are moved or given up: %s.") % names]

    def _name(self, where):
        return self.names.get(where.partition(":")[2], where.partition(":")[2])

    def _contradiction(self, item):
        _ = compat.translator(self.env)
        causes = {
            "same_time": _("one rep would be at both at the same time"),
            "too_far": _("the way from the one to the other takes longer than there is time"),
            "order_time": _("their order and their times contradict each other"),
            "order_first": _("the order is against a visit that is about to start"),
            "first_time": _("it would start before a visit that is about to start"),
            "same_day": _("one customer would be visited twice on a day"),
            "gap": _("the days between are against the customer's least or most days between visits"),
            "same_rep": _("one rep cannot be two persons of one visit"),
            "joint_time": _("the persons of one visit would start at different times"),
        }
        return _("%(one)s and %(other)s cannot both be kept as fixed: %(cause)s. Release one of them.") % {
            "one": self._name(item["where"]), "other": self.names.get(item["value"], item["value"]),
            "cause": causes.get((item.get("params") or {}).get("cause"), item["code"])}

    def _against_first(self, item):
        _ = compat.translator(self.env)
        return _("%s is about to start, so it stays where it is, against what was fixed. Release it.") % (
            self._name(item["where"]))

    def _too_many(self, item):
        _ = compat.translator(self.env)
        params = item.get("params") or {}
        return _("%(shift)s: %(count)s visits are fixed, but at most %(most)s are allowed. Release some or raise the "
                 "limit.") % {
                     "shift": Sentences(self.env)._shift(item["where"].partition(":")[2]),
                     "count": params.get("count", ""), "most": params.get("max_stops", "")}
