"""The same batch in two requests at the same moment, each in a transaction of its own that the test commits."""
import uuid

import psycopg2
from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .test_pool_at_once import Transaction

LOGIN = "event-at-once"


@tagged("post_install", "-at_install")
class TestEventAtOnce(compat.TransactionCase):
    """What is committed here is deleted at the end."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clean_up)
        self.uuid = str(uuid.uuid4())
        with self.transaction() as env:
            user = env["res.users"].create({"name": "At Once", "login": LOGIN, "email": "once@event.example"})
            compat.set_groups(user, "field_visit_routing.group_rep")
            rep = env["field.visit.rep"].create({"user_id": user.id})
            customer = env["res.partner"].create({"name": "At once"})
            visit = env["field.visit"].create({"partner_id": customer.id, "rep_id": rep.id, "state": "planned",
                                               "planned_start": fields.Datetime.now()})
            self.user, self.rep, self.customer, self.visit = user.id, rep.id, customer.id, visit.id

    def transaction(self):
        return Transaction(self.env.cr.dbname)

    def clean_up(self):
        with self.transaction() as env:
            env["field.visit.event"].search([("user_id", "=", self.user)]).unlink()
            env["field.visit"].browse(self.visit).unlink()
            env["field.visit.rep"].browse(self.rep).unlink()
            env["res.partner"].browse(self.customer).unlink()
            env["res.users"].browse(self.user).write({"active": False})
            env["res.users"].browse(self.user).unlink()

    def receive(self, env):
        now = fields.Datetime.to_string(fields.Datetime.now())
        event = {"uuid": self.uuid, "kind": "check_in", "at": self.at, "number": 1,
                 "data": {"visit_id": self.visit}}
        inbox = env["field.visit.event"].with_user(self.user)
        receipt, = inbox.receive({"device": "phone", "sent_at": now, "events": [event]})["receipts"]
        compat.flush(env["field.visit"].browse())
        return receipt

    @mute_logger("odoo.sql_db")
    def test_the_second_waits_and_finds_the_first(self):
        self.at = fields.Datetime.to_string(fields.Datetime.now())
        with self.transaction() as one, self.transaction() as two:
            for env in (one, two):  # a transaction sees the database as it was at its first question
                env.cr.execute("SELECT 1 FROM field_visit_event LIMIT 1")
            first = self.receive(one)
            one.cr.commit()
            # Odoo runs a request again that ends like this
            with self.assertRaises(psycopg2.extensions.TransactionRollbackError):
                self.receive(two)
            two.cr.rollback()
        with self.transaction() as again:
            self.assertEqual(self.receive(again), first)
            self.assertEqual(first["state"], "done")
            self.assertEqual(again["field.visit.event"].search_count([("uuid", "=", self.uuid)]), 1)
