"""The pool as programs see it, with each kind of user."""
import xmlrpc.client

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .. import compat

GROUPS = {"rep": "group_rep", "other": "group_rep", "leader": "group_leader", "manager": "group_manager",
          "admin": "group_admin", "plain": ""}


@tagged("post_install", "-at_install")
class TestPoolByPrograms(HttpCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("en_US")
        self.company = self.env.company
        self.users = {kind: self.user(kind, group) for kind, group in GROUPS.items()}
        self.team = self.env["crm.team"].create({
            "name": "Pool Team", "user_id": self.users["leader"].id, "company_id": self.company.id,
            "member_ids": [(6, 0, (self.users["rep"] | self.users["other"]).ids)]})
        self.area = self.env["field.visit.territory"].create({
            "name": "Pool area", "company_id": self.company.id, "team_id": self.team.id})
        self.lead_pool = self.env["field.visit.pool"].create({
            "name": "Pool by programs", "company_id": self.company.id, "territory_ids": [(6, 0, self.area.ids)],
            "holding_cap": 2, "claim_cap": 2})
        self.lead = self.make("Cafe")
        self.db = self.env.cr.dbname
        for model in ("crm.lead", "res.users", "crm.team", "field.visit.pool"):
            compat.flush(self.env[model])

    def user(self, kind, group):
        groups = "base.group_user" + (",field_visit_routing." + group if group else "")
        return new_test_user(self.env, login="pool_" + kind, password="pool_%s_pw1" % kind, groups=groups,
                             email=kind + "@pool.example", lang="en_US")

    def make(self, name):
        return self.env["crm.lead"].create({"name": name, "territory_id": self.area.id, "user_id": False,
                                            "company_id": self.company.id, "team_id": self.team.id})

    def call(self, kind, model, method, *arguments, **keywords):
        try:
            return compat.xmlrpc_models(self).execute_kw(
                self.db, self.users[kind].id, "pool_%s_pw1" % kind, model, method, list(arguments), keywords)
        finally:
            for name in ("crm.lead", "field.visit.pool.move"):
                compat.invalidate(self.env[name])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def fault(self, *arguments, **keywords):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call(*arguments, **keywords)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def test_life_of_a_lead(self):
        ids = self.lead.ids
        done = {"done": ids, "refused": []}
        self.assertEqual(self.call("rep", "crm.lead", "pool_claim", ids), done)
        self.assertEqual(self.lead.user_id, self.users["rep"])
        self.assertEqual(self.call("rep", "field.visit.pool", "quota", self.lead_pool.ids), {
            "held": 1, "holding_cap": 2, "claimed_today": 1, "claim_cap": 2, "claims_left": 1})
        self.call("rep", "crm.lead", "message_post", ids, body="Called", message_type="comment")
        self.assertEqual(self.lead.visit_pool_state, "in_progress")
        self.assertEqual(self.call("rep", "crm.lead", "pool_return", ids, "moved away"), done)
        self.assertEqual(self.call("leader", "crm.lead", "pool_assign", ids, self.users["other"].id, "yours"), done)
        self.assertEqual(self.call("other", "crm.lead", "pool_invalidate", ids, "closed", "2035-05-01"), done)
        self.assertEqual(self.call("other", "crm.lead", "pool_restore", ids), done)
        self.assertEqual(self.call("leader", "crm.lead", "pool_void", ids, "a test"), done)
        self.assertEqual(self.call("admin", "crm.lead", "pool_restore", ids), done)
        self.assertEqual(self.lead.visit_pool_state, "unassigned")
        kinds = [row["kind"] for row in self.call("manager", "field.visit.pool.move", "search_read",
                                                  [("lead_id", "=", self.lead.id)], ["kind"], order="id")]
        self.assertEqual(kinds, ["enter", "claim", "progress", "return", "assign", "invalidate", "restore", "return",
                                 "void", "restore"])

    def test_refusals_are_sentences(self):
        ids = self.lead.ids
        self.assertIn("say why", self.fault("rep", "crm.lead", "pool_return", ids, ""))
        self.assertIn("Nobody holds", self.fault("rep", "crm.lead", "pool_return", ids, "x"))
        self.assertIn("Only leaders assign", self.fault("rep", "crm.lead", "pool_assign", ids, self.users["rep"].id))
        self.assertIn("Only leaders declare", self.fault("rep", "crm.lead", "pool_void", ids, "x"))
        self.assertIn("neither invalid nor void", self.fault("rep", "crm.lead", "pool_restore", ids))
        self.assertIn("no record with id 987654321", self.fault("rep", "crm.lead", "pool_claim", [987654321]))
        self.assertIn("not a list of ids", self.fault("leader", "crm.lead", "pool_assign", ids, "Anna"))
        self.assertIn("is no date", self.fault("rep", "crm.lead", "pool_invalidate", ids, "x", "31.12."))
        self.assertIn("Only leaders accept", self.fault("rep", "field.visit.pool", "accept_returns", self.lead_pool.ids))

    def test_the_clock_is_closed_to_programs(self):
        self.call("rep", "crm.lead", "pool_claim", self.lead.ids)
        for kind in ("rep", "leader", "manager", "admin"):
            for name, value in (("visit_pool_idle_since", "2035-01-01 00:00:00"), ("visit_pool_state", "converted"),
                                ("visit_pool_id", False), ("visit_pool_held_at", "2035-01-01 00:00:00")):
                self.assertIn("kept by the lead pool", self.fault(kind, "crm.lead", "write", self.lead.ids, {name: value}))
            self.assertIn("kept by the lead pool", self.fault(
                kind, "crm.lead", "create", {"name": "x", "visit_pool_state": "void"}))

    def test_a_forged_context_opens_nothing(self):
        """The mark of a move is an object of the server: what a program sends is none."""
        context = {"visit_pool_move": {"kind": "recycle", "free": True}}
        for lead in (self.lead, self.make("Second")):
            self.call("rep", "crm.lead", "pool_claim", lead.ids)
        third = self.make("Third")
        compat.flush(self.env["crm.lead"])
        self.assertIn("nobody may hold more than 2", self.fault(
            "rep", "crm.lead", "write", third.ids, {"user_id": self.users["rep"].id}, context=context))

    def test_history_and_rules_are_closed_to_reps(self):
        self.call("rep", "crm.lead", "pool_claim", self.lead.ids)
        move = self.env["field.visit.pool.move"].search([("lead_id", "=", self.lead.id)], limit=1)
        for kind in ("rep", "leader", "manager", "admin"):
            self.fault(kind, "field.visit.pool.move", "write", move.ids, {"reason": "other"})
            self.fault(kind, "field.visit.pool.move", "unlink", move.ids)
            self.fault(kind, "field.visit.pool.move", "create", {"lead_id": self.lead.id, "kind": "claim"})
        for kind in ("rep", "leader", "plain"):
            self.fault(kind, "field.visit.pool", "write", self.lead_pool.ids, {"idle_days": 0})
            self.fault(kind, "field.visit.pool", "unlink", self.lead_pool.ids)
        self.assertTrue(self.call("manager", "field.visit.pool", "write", self.lead_pool.ids, {"idle_days": 10}))

    def test_who_sees_the_history(self):
        self.call("rep", "crm.lead", "pool_claim", self.lead.ids)
        domain = [("lead_id", "=", self.lead.id)]
        seen = {kind: self.call(kind, "field.visit.pool.move", "search_count", domain)
                for kind in ("rep", "other", "leader", "manager")}
        self.assertEqual(seen, {"rep": 2, "other": 0, "leader": 2, "manager": 2})
        self.assertEqual(self.call("other", "field.visit.pool.move", "read_group", domain, ["kind"], ["kind"]), [])
        self.fault("plain", "field.visit.pool.move", "search_count", domain)

    def test_outsiders_see_no_pool(self):
        self.fault("plain", "field.visit.pool", "search_read", [], ["name"])
        self.fault("plain", "field.visit.pool", "quota", self.lead_pool.ids)
        self.fault("plain", "crm.lead", "pool_claim", self.lead.ids)

    def test_another_companys_pool(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        pool = self.env["field.visit.pool"].create({"name": "Foreign", "company_id": other.id})
        compat.flush(self.env["field.visit.pool"])
        self.assertEqual(self.call("manager", "field.visit.pool", "search_count", [("id", "=", pool.id)]), 0)
        for method in ("quota", "dry_run"):
            self.fault("manager", "field.visit.pool", method, pool.ids)
