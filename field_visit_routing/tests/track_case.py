"""A rep on duty, and positions as a phone sends them."""
from datetime import timedelta

from odoo import fields

from .field_case import FieldByPrograms, FieldCase
from .planning_case import OFFICE

#: Degrees of latitude that are a hundred metres.
STEP_DEG = 0.0009


class OnDuty:
    """Mixin: ``set_up_duty`` lets the rep of ``FieldDay`` agree and go on duty an hour ago."""

    @classmethod
    def set_up_duty(cls):
        cls.company.visit_track_limit = "longest"
        cls.now = fields.Datetime.now()
        cls.own = cls.rep.with_user(cls.users["rep"])
        cls.agree(cls.own)
        cls.own.start_duty({"at": cls.ago(3600)})
        cls.duty = cls.env["field.visit.duty"].search([("rep_id", "=", cls.rep.id)])

    @classmethod
    def agree(cls, rep):
        rep.give_consent({"version": rep.company_id.visit_consent()["version"], "at": cls.ago(7200)})

    @classmethod
    def ago(cls, seconds):
        return fields.Datetime.to_string(cls.now - timedelta(seconds=seconds))

    @classmethod
    def place(cls, seconds_ago, steps=0, **more):
        """A position ``steps`` hundred metres north of the office."""
        return dict({"at": cls.ago(seconds_ago), "latitude": OFFICE[0] + STEP_DEG * steps, "longitude": OFFICE[1],
                     "accuracy_m": 10}, **more)

    def track(self, *positions, user=None):
        """Deliver positions as the rep's phone does; return the answer."""
        inbox = self.env["field.visit.position"].with_user(user or self.users["rep"])
        return inbox.receive({"device": "phone-1", "sent_at": fields.Datetime.to_string(fields.Datetime.now()),
                              "positions": list(positions)})

    def stored(self, rep=None):
        return self.env["field.visit.position"].search([("rep_id", "=", (rep or self.rep).id)], order="at, id")


class TrackCase(OnDuty, FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_duty()


class TrackByPrograms(OnDuty, FieldByPrograms):

    def setUp(self):
        super().setUp()
        self.set_up_duty()
