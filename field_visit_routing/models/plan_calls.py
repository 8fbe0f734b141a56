"""Which calls a request wants: each candidate customer, as often as its interval asks for."""
from dataclasses import dataclass, field
from datetime import timedelta

from odoo import fields

from .plan_keys import accompanied, client_of, customer_key, number_of, repeated, visit_key


@dataclass
class Call:
    """One visit to plan; ``visit`` is empty unless it is planned already."""

    key: str
    customer: object
    place: object
    visit: object
    client: str
    #: The day it is wanted or planned for, None when any day is as good.
    target: object = None
    #: Days since the visit before, at the time it is wanted; None without one.
    since: object = None
    ordinal: int = 0
    #: Calls with the same name are made by several reps together.
    joint: str = ""
    #: Number of the person within a joint call, from 1.
    person: int = 1
    #: ``(first day, last day)`` that a repeated visit keeps to, so that they spread.
    span: object = None
    #: Somebody outside the plan makes this call as well: day and time stay.
    tied: bool = False


@dataclass
class History:
    """Visits of a client that the plan does not touch."""

    #: The last day of a visit before the horizon.
    before: object = None
    #: Days of visits from then on, also after the horizon, in order.
    fixed: list = field(default_factory=list)


class CallBuilder:
    """The calls of a request and what is known of their clients' other visits."""

    def __init__(self, request):
        self.request = request
        self.crews = set(filter(None, request.replanned.mapped("crew_key")))
        self.histories = self._read_histories()

    def build(self):
        """Return the calls: visits that are planned already first, then those of the request."""
        calls = self._replanned()
        known = {}
        for call in calls:
            known.setdefault(call.client, []).append(call)
        for customer, place in self._customers():
            calls += self._wanted(customer, place, known.setdefault(client_of(customer), []))
        _number(calls)
        return [person for call in calls for person in self._crew(call)]

    def history(self, call):
        """The :class:`History` of the call's client."""
        return self.histories.get(call.client, History())

    # ---- visits that are planned already --------------------------------------------------
    def _replanned(self):
        """One call for each visit to plan anew; those made together share their ``joint``."""
        crews = {}
        for visit in self.request.replanned.filtered(lambda v: not v.is_waypoint):
            crews.setdefault(visit.crew_key or visit_key(visit), []).append(visit)
        calls = []
        for name, visits in crews.items():
            tied = self._has_absent(visits)
            for person, visit in enumerate(visits, 1):
                calls.append(Call(
                    visit_key(visit), visit._customer(), visit._place(), visit,
                    client_of(visit._customer()), visit.date, self._since(visit._customer()),
                    joint=name if len(visits) > 1 else "", person=person, tied=tied))
        return calls

    def _has_absent(self, visits):
        """Whether a rep outside the plan makes one of these visits together with them."""
        key = visits[0].crew_key
        if not key:
            return False
        # Visits of reps out of the planner's reach count; only that they exist is used.
        return bool(visits[0].sudo().search_count([
            ("crew_key", "=", key), ("state", "in", ("planned", "in_progress")),
            ("id", "not in", [visit.id for visit in visits])]))

    # ---- customers and leads of the request ------------------------------------------------
    def _customers(self):
        """``(customer or lead, place)`` in order; a lead of a customer visited anyway is left out."""
        partners = set(self.request.partners)
        for lead in self.request.leads:
            if not (lead.partner_id and lead.partner_id in partners):
                yield lead, lead if lead.has_position() or not lead.partner_id else lead.partner_id
        for partner in self.request.partners:
            yield partner, partner

    def _wanted(self, customer, place, known):
        """New calls of a client whose calls ``known`` are planned already."""
        client = client_of(customer)
        dues = self._dues(customer, client, known)
        if not dues:
            if known:
                return []
            call = Call(customer_key(customer), customer, place, None, client, since=self._since(customer))
            known.append(call)
            return [call]
        result = []
        for number, (due, since) in enumerate(dues, 1):
            call = Call(repeated(customer_key(customer), number), customer, place, None, client, due, since)
            if len(dues) + len(known) > 1:
                call.span = self._span(due, customer.visit_wanted_days, number == 1 and not known)
            result.append(call)
        known += result
        return result

    def _dues(self, customer, client, known):
        """``[(day, days since the visit before)]`` on which the customer is due and nobody goes."""
        interval = customer.visit_wanted_days
        if interval <= 0:
            return []
        history = self.histories.get(client, History())
        fixed = sorted(history.fixed + [call.target for call in known])
        dues = due_dates(self.request.date_from, self.request.date_to, interval, history.before, fixed)
        return dues[:max(0, len(self.request.days()) - len(known))]

    def _span(self, due, interval, is_first):
        leeway = timedelta(days=interval // 2)
        return (self.request.date_from if is_first else due - leeway), due + leeway

    def _since(self, customer):
        if not customer.last_visit_date:
            return None
        return (self.request.date_from - customer.last_visit_date).days

    def _crew(self, call):
        """The call once for each person that it needs."""
        size = 1 if call.visit else call.customer.visit_crew_size
        if size < 2:
            return [call]
        return [Call(**dict(vars(call), key=accompanied(call.key, person), joint=call.key, person=person))
                for person in range(1, size + 1)]

    # ---- other visits ----------------------------------------------------------------------
    def _read_histories(self):
        """``{client: History}`` of everybody whom the request names."""
        request = self.request
        customers = list(request.partners) + list(request.leads) + [
            visit._customer() for visit in request.replanned if not visit.is_waypoint]
        result = {client_of(customer): History(customer.last_visit_date or None) for customer in customers}
        for client, day in self._other_visits(result):
            history = result[client]
            if day < request.date_from:
                history.before = max(filter(None, (history.before, day)))
            else:
                history.fixed.append(day)
        for history in result.values():
            if history.before and history.before >= request.date_from:
                history.fixed.append(history.before)
                history.before = None
            history.fixed = sorted(set(history.fixed))
        return result

    def _other_visits(self, clients):
        """``(client, day)`` of visits from today on that this plan does not move."""
        today = min(fields.Date.context_today(self.request.company), self.request.date_from)
        ids = {letter: [number_of(client) for client in clients if client[0] == letter] for letter in "pl"}
        # Visits of all reps count, also of those whom the planner may not see; only their days are used.
        visits = self.request.company.env["field.visit"].sudo().search([
            ("date", ">=", today - timedelta(days=1)), ("state", "in", ("planned", "in_progress", "done")),
            ("is_waypoint", "=", False), ("id", "not in", self.request.replanned.ids),
            "|", ("partner_id", "in", ids["p"]), ("lead_id", "in", ids["l"])])
        for visit in visits:
            client = client_of(visit._customer())
            if client in clients and not self._is_companion(visit):
                yield client, visit.date

    def _is_companion(self, visit):
        """Whether it is the part of another rep in a call that is planned anew."""
        return visit.crew_key in self.crews


def due_dates(first, last, interval, before, fixed):
    """Return ``[(day, days since the visit before)]``: when visits are due that nobody makes yet.

    :param first: first day of the horizon, ``last`` its last one
    :param interval: wanted days between two visits
    :param before: day of the last visit before the horizon, None without one
    :param fixed: days of visits that take place anyway; one that comes up to half an interval
        late stands for the due one
    """
    dues, previous = [], before
    due = first if previous is None else max(first, previous + timedelta(days=interval))
    while due <= last:
        near = next((day for day in sorted(fixed) if (previous is None or day > previous)
                     and day <= due + timedelta(days=(interval + 1) // 2)), None)
        if near is None:
            dues.append((due, None if previous is None else (due - previous).days))
        previous = near or due
        due = max(first, previous + timedelta(days=interval))
    return dues


def _number(calls):
    """Number the calls of each client by the day they are wanted for; joint ones share a number."""
    clients = {}
    for call in calls:
        clients.setdefault(call.client, {}).setdefault(call.joint or call.key, []).append(call)
    for groups in clients.values():
        ordered = sorted(groups.values(), key=lambda group: (group[0].target is None, str(group[0].target)))
        for ordinal, group in enumerate(ordered):
            for call in group:
                call.ordinal = ordinal
