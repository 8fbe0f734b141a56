"""Customers with scores and visits, segments of them, and a clock that tests move."""
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields

from .. import compat
from ..models import field_visit_segment_move
from .ground_case import GroundCase


class SegmentCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = datetime(2026, 1, 1, 6)
        cls.segments = cls.env["field.visit.segment"]

    def at(self, day):
        """Context in which it is 6 o'clock UTC on this day of the year 2026."""
        now = self.now + timedelta(days=day)
        moves = field_visit_segment_move.FieldVisitSegmentMove
        today = patch.object(fields.Date, "context_today", staticmethod(lambda *args, **kwargs: now.date()))
        clock = patch.object(moves, "_segment_now", lambda move: now)
        return _Both(today, clock)

    @classmethod
    def place(cls, name, **values):
        return cls.customer(name=name, company_id=cls.company.id, **values)

    @classmethod
    def segment(cls, name="Segment", **values):
        return cls.segments.create(dict({"name": name, "kind": "dynamic", "company_id": cls.company.id}, **values))

    def visited(self, customer, day):
        """The customer was visited on this day of 2026."""
        compat.flush(customer)
        customer.env.cr.execute("UPDATE res_partner SET last_visit_date = %s WHERE id = %s", [
            (self.now + timedelta(days=day)).date(), customer.id])
        compat.invalidate(customer)

    def moves(self, segment, kind=None):
        """``(kind, name, reason)`` of what happened, in its order."""
        found = self.env["field.visit.segment.move"].search([("segment_id", "=", segment.id)], order="id")
        return [(move.kind, (move.partner_id or move.lead_id).name, move.reason) for move in found
                if kind in (None, move.kind)]


class _Both:
    def __init__(self, *patches):
        self.patches = patches

    def __enter__(self):
        for item in self.patches:
            item.start()

    def __exit__(self, *exception):
        for item in reversed(self.patches):
            item.stop()
