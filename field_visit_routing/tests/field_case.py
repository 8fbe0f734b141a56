"""A rep's day for the tests of what happens on the road."""
import uuid
from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields

from .. import compat
from ..models import plan_request
from .planning_case import PlanningByPrograms, PlanningCase


class FieldDay:
    """Mixin: ``set_up_day`` gives the rep a route of today with three planned visits."""

    @classmethod
    def set_up_day(cls):
        # the rep's day: around midnight it is not the server's
        cls.today = plan_request.local_now(plan_request.rep_timezone(cls.rep)).date()
        cls.route = cls.env["field.visit.route"].create({
            "rep_id": cls.rep.id, "date": cls.today, "state": "published", "company_id": cls.company.id})
        cls.visits = cls.env["field.visit"].create([
            cls._visit_values(number, customer) for number, customer in enumerate(cls.customers[:3])])
        cls.visit = cls.visits[0]

    @classmethod
    def _visit_values(cls, number, customer):
        return {"partner_id": customer.id, "rep_id": cls.rep.id, "route_id": cls.route.id, "state": "planned",
                "sequence": number, "service_s": 1800, "company_id": cls.company.id,
                "planned_start": "%s %02d:00:00" % (cls.today, 8 + number)}

    @classmethod
    @contextmanager
    def clock_at(cls, time):
        """Let the server's clock stand at ``time`` (UTC, "HH:MM:SS") of the day: tests hold at every hour."""
        moment = fields.Datetime.to_datetime("%s %s" % (cls.today, time))
        with patch.object(fields.Datetime, "now", lambda *_arguments: moment):
            yield moment

    @classmethod
    def event(cls, kind, at="", **data):
        """An event as a phone sends it; ``visit_id`` is the first visit unless ``data`` says otherwise."""
        at = at or fields.Datetime.to_string(fields.Datetime.now())
        return {"uuid": str(uuid.uuid4()), "kind": kind, "at": at, "number": 1,
                "data": dict({"visit_id": cls.visit.id}, **data)}

    @classmethod
    def batch(cls, *events):
        now = fields.Datetime.to_string(fields.Datetime.now())
        return {"device": "phone-1", "sent_at": now, "events": list(events)}

    def receive(self, *events, user=None):
        """Deliver events as ``user`` (the rep); return the receipts."""
        inbox = self.env["field.visit.event"].with_user(user or self.users["rep"])
        return inbox.receive(self.batch(*events))["receipts"]


class FieldCase(FieldDay, PlanningCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_day()


class FieldByPrograms(FieldDay, PlanningByPrograms):
    """The same day over XML-RPC and HTTP: ``call_as``."""

    def setUp(self):
        super().setUp()
        self.set_up_day()
        for model in ("field.visit.route", "field.visit"):
            compat.flush(self.env[model])
