"""Travel profiles of the engine: speed, detour and traffic of each rep, shared where they are equal."""
from datetime import timedelta

from ..engine.routing.problem import Traffic
from .plan_request import rep_timezone
from .plan_time import local_moment, seconds_since


class TravelProfiles:
    """Names of the profiles of a request's reps.

    Reps of equal speed, detour factor, traffic and (with traffic) time zone share one, as every
    profile costs a table of travel times. The empty name is the company's speed.
    """

    def __init__(self, request):
        self.request = request
        company = request.company
        self.usual = (company.visit_speed_kmh, company.visit_detour_factor)
        self.by_rep = {rep.id: self._key(rep) for rep in request.reps}
        self.names = {}
        for key in self.by_rep.values():
            self.names.setdefault(key, self._new_name(key))

    def _key(self, rep):
        traffic = rep.traffic()
        return rep.speed() + ((traffic.id, rep_timezone(rep).zone) if traffic else (False, ""))

    def _new_name(self, key):
        speed, detour, traffic_id, zone = key
        if (speed, detour) == self.usual and "" not in self.names.values():
            return ""
        return "%g/%g/%s/%s" % (speed, detour, traffic_id or "", zone)

    def name(self, rep):
        """Name of the rep's travel profile."""
        return self.names[self.by_rep[rep.id]]

    def speeds(self):
        """``{name: speed and detour}`` of the named profiles, as the job takes them."""
        return {name: {"speed_kmh": key[0], "detour_factor": key[1]} for key, name in self.names.items() if name}

    def traffic(self, origin):
        """The :class:`Traffic` of all profiles over the horizon."""
        return tuple(
            Traffic(name, tuple(self._steps(rep, origin)))
            for name, rep in sorted(self._one_rep_each().items()) if rep.traffic())

    def _one_rep_each(self):
        return {self.name(rep): rep for rep in reversed(list(self.request.reps))}

    def _steps(self, rep, origin):
        """``(seconds, percent)`` by rising time, the first one at the start of the horizon."""
        zone, result, before = rep_timezone(rep), [], 100
        for day in self._dates():
            for seconds, percent in rep.traffic().hours_of(day.weekday()):
                at_s = seconds_since(origin, local_moment(zone, day, seconds))
                if at_s <= 0:
                    before = percent
                    continue
                if not result:
                    result.append((0, before))
                if result[-1][0] < at_s and result[-1][1] != percent:
                    result.append((at_s, percent))
        return result or [(0, before)]

    def _dates(self):
        """The horizon with a day before it, for other time zones, and one after it, for overtime."""
        first = self.request.date_from - timedelta(days=1)
        return [first + timedelta(days=number) for number in range((self.request.date_to - first).days + 2)]
