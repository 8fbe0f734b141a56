"""What is decided already: pins, frozen visits, what customers were told, published routes."""
from datetime import timedelta

from odoo import fields

from ..engine.routing.problem import Pin, Published
from .plan_keys import visit_key
from .plan_time import seconds_since

#: States of a route that people work by.
PUBLISHED_STATES = ("published", "in_progress")


class Decisions:
    """Pins and published places of the visits of a request."""

    def __init__(self, request, origin, shifts):
        self.request = request
        self.origin = origin
        self.shifts = {shift.id: shift for shift in shifts}
        self.frozen = self._frozen()

    def pin(self, call):
        """Return the :class:`Pin` of a call, or None."""
        visit = call.visit
        if not visit or not visit.date:
            return None
        told = bool(visit.customer_informed_at) or call.tied
        frozen = visit.id in self.frozen
        values = {
            "rep": str(visit.rep_id.id) if visit.pin_rep or (frozen and visit.crew_key) else None,
            "day": (visit.date - self.request.date_from).days if visit.pin_day or told else None,
            "order": max(0, visit.sequence) if visit.pin_order else None,
            "start_s": self._start_s(visit) if visit.planned_start and (visit.pin_time or told) else None}
        return Pin(**values) if any(value is not None for value in values.values()) else None

    def _start_s(self, visit):
        """The planned start; None when a frozen visit is late already, which cannot be kept."""
        start_s = seconds_since(self.origin, visit.planned_start)
        shift = self.shifts.get(self._shift_id(visit))
        late = visit.id in self.frozen and shift and start_s < shift.start_s
        return None if late else start_s

    def published(self, call):
        """Return where a visit stands on a route that people work by, or None."""
        visit = call.visit
        if not self.request.keep_published or not visit or not visit.planned_start:
            return None
        shift_id = self._shift_id(visit)
        if visit.route_id.state not in PUBLISHED_STATES or shift_id not in self.shifts:
            return None
        return Published(shift_id, seconds_since(self.origin, visit.planned_start))

    def change_price_s(self):
        """Return what a change to a published route costs."""
        return 60 * self.request.company.visit_change_price_min if self.request.keep_published else 0

    def first(self, known):
        """Return ``{shift id: ids}`` of the frozen visits that begin their route, in their order.

        :param known: ids of the candidates that there are
        """
        result = {}
        for visit in self.frozen.values():
            shift_id, key = self._shift_id(visit), visit_key(visit)
            if shift_id in self.shifts and key in known and not visit.crew_key:
                result.setdefault(shift_id, []).append(key)
        return {shift_id: tuple(keys) for shift_id, keys in result.items()}

    def _frozen(self):
        """``{id: visit}`` of those that start within the company's minutes from now, in their order.

        What should have started longer ago is late anyway, and planned anew.
        """
        leeway = timedelta(minutes=self.request.company.visit_freeze_min)
        now = fields.Datetime.now()
        visits = self.request.replanned.filtered(
            lambda v: not v.is_waypoint and v.planned_start and abs(v.planned_start - now) < leeway)
        return {visit.id: visit for visit in visits.sorted(lambda v: (v.planned_start, v.sequence, v.id))}

    @staticmethod
    def _shift_id(visit):
        return "%d/%s" % (visit.rep_id.id, visit.date)
