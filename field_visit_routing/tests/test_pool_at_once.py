"""Two requests at the same moment, each in a transaction of its own that the test commits."""
import psycopg2
from odoo import api
from odoo.exceptions import UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat

LOGIN = "pool-at-once-%d"


@tagged("post_install", "-at_install")
class TestPoolAtOnce(compat.TransactionCase):
    """What is committed here is deleted at the end."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clean_up)
        with self.transaction() as env:
            company = env["res.company"].search([], limit=1)
            area = env["field.visit.territory"].create({"name": "At once", "company_id": company.id})
            pool = env["field.visit.pool"].create({
                "name": "At once", "company_id": company.id, "territory_ids": [(6, 0, area.ids)],
                "holding_cap": 1, "claim_cap": 0})
            users = env["res.users"].create([{
                "name": "At Once %d" % n, "login": LOGIN % n, "email": "once%d@pool.example" % n,
                "company_id": company.id, "company_ids": [(6, 0, company.ids)]} for n in range(2)])
            for user in users:
                compat.set_groups(user, "field_visit_routing.group_rep")
            leads = env["crm.lead"].create([{
                "name": "At once %d" % n, "territory_id": area.id, "company_id": company.id, "user_id": False,
                "team_id": False} for n in range(2)])
            self.made = {"crm.lead": leads.ids, "field.visit.pool": pool.ids, "field.visit.territory": area.ids}
            self.users, self.leads = users.ids, leads.ids

    def transaction(self):
        return Transaction(self.env.cr.dbname)

    def clean_up(self):
        with self.transaction() as env:
            for model, ids in self.made.items():
                records = env[model].browse(ids)
                if model == "crm.lead":
                    env.cr.execute("DELETE FROM crm_lead WHERE id = ANY(%s)", [ids])
                else:
                    records.unlink()
            env["res.users"].browse(self.users).write({"active": False})
            env["res.users"].browse(self.users).unlink()

    def claim(self, env, user, lead):
        record = env["crm.lead"].with_user(self.users[user]).browse(self.leads[lead])
        record.pool_claim()
        compat.flush(env["crm.lead"].browse())

    @mute_logger("odoo.sql_db")
    def race(self, first, second):
        """Both begin before either ends; the second is refused by the database, and runs again as Odoo does."""
        with self.transaction() as one, self.transaction() as two:
            for env in (one, two):  # a transaction sees the database as it was at its first question
                env.cr.execute("SELECT 1 FROM crm_lead LIMIT 1")
            self.claim(one, *first)
            one.cr.commit()
            with self.assertRaises(psycopg2.extensions.TransactionRollbackError):
                self.claim(two, *second)
            two.cr.rollback()
        with self.transaction() as again, self.assertRaises(UserError) as refused:
            self.claim(again, *second)
        return str(refused.exception)

    def holders(self):
        with self.transaction() as env:
            return [lead.user_id.ids for lead in env["crm.lead"].browse(self.leads)]

    def test_two_reps_claim_the_same_lead(self):
        self.assertTrue(self.race((0, 0), (1, 0)))
        self.assertEqual(self.holders(), [[self.users[0]], []])

    def test_one_rep_claims_two_leads_at_a_cap_of_one(self):
        self.assertIn("nobody may hold more than 1", self.race((0, 0), (0, 1)))
        self.assertEqual(self.holders(), [[self.users[0]], []])


class Transaction:
    """``with Transaction(database) as env``: a connection of its own, committed at the end."""

    def __init__(self, database):
        self._manager = compat.thread_environments()
        self._cursor = db_connect(database).cursor()

    def __enter__(self):
        self._manager.__enter__()
        return api.Environment(self._cursor, 1, {"lang": "en_US"})

    def __exit__(self, kind, value, trace):
        try:
            if kind:
                self._cursor.rollback()
            else:
                compat.flush(api.Environment(self._cursor, 1, {})["crm.lead"].browse())
                self._cursor.commit()
        finally:
            self._cursor.close()
            self._manager.__exit__(None, None, None)
