"""Claiming, returning and assigning leads of a pool, and what its rules forbid."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pool_case import PoolCase


@tagged("post_install", "-at_install")
class TestPool(PoolCase):
    def test_a_new_lead_waits_in_the_pool_of_its_territory(self):
        lead = self.pool_lead()
        self.assertEqual(lead.visit_pool_id, self.pool)
        self.assertState(lead, "unassigned")
        self.assertEqual(self.kinds(lead), ["enter"])

    def test_a_lead_elsewhere_is_in_no_pool(self):
        lead = self.lead(company_id=self.company.id, user_id=False)
        self.assertFalse(lead.visit_pool_id)
        self.assertRefused("is in no pool", self.as_user(lead, self.rep_user).pool_claim)

    def test_a_pool_without_territories_takes_the_rest(self):
        lead = self.lead(company_id=self.company.id, user_id=False)
        rest = self.env["field.visit.pool"].create({"name": "Rest", "company_id": self.company.id})
        self.assertEqual(lead.visit_pool_id, rest)
        self.assertEqual(self.pool_lead().visit_pool_id, self.pool)

    def test_own_creation_is_to_process(self):
        lead = self.as_user(self.env["crm.lead"], self.rep_user).create({
            "name": "Own", "territory_id": self.street.id, "company_id": self.company.id, "user_id": self.rep_user.id})
        self.assertState(lead, "to_process", self.rep_user)
        self.assertEqual(self.kinds(lead), ["own"])
        self.assertEqual(lead.visit_pool_held_at, self.now)

    def test_claim_and_return(self):
        lead = self.pool_lead()
        outcome = self.as_user(lead, self.rep_user).pool_claim()
        self.assertEqual(outcome, {"done": lead.ids, "refused": []})
        self.assertState(lead, "to_process", self.rep_user)
        self.as_user(lead, self.rep_user).pool_return("closed on Mondays")
        self.assertState(lead, "unassigned")
        self.assertEqual(self.kinds(lead), ["enter", "claim", "return"])
        last = lead.visit_pool_move_ids[0]
        self.assertEqual((last.user_id, last.from_user_id, last.reason),
                         (self.rep_user, self.rep_user, "closed on Mondays"))

    def test_what_is_held_cannot_be_claimed(self):
        lead = self.mine()
        with self.assertRaises(UserError):
            self.as_user(lead, self.other_rep_user).pool_claim()
        self.assertState(lead, "to_process", self.rep_user)

    def test_a_return_needs_a_reason(self):
        self.assertRefused("say why", self.as_user(self.mine(), self.rep_user).pool_return, "  ")

    def test_daily_cap(self):
        for lead in self.leads(2):
            self.as_user(lead, self.rep_user).pool_claim()
        third = self.pool_lead("Third")
        self.assertRefused("2 a day are allowed", self.as_user(third, self.rep_user).pool_claim)
        self.wait(days=1)
        self.assertTrue(self.as_user(third, self.rep_user).pool_claim()["done"])

    def test_the_day_is_the_reps_own(self):
        """In Helsinki the day begins at 22:00 UTC in winter."""
        self.now = self.now.replace(hour=21, minute=30)
        for lead in self.leads(2):
            self.as_user(lead, self.rep_user).pool_claim()
        self.wait(hours=1)
        self.assertTrue(self.mine())

    def test_holding_cap(self):
        self.pool.claim_cap = 0
        for lead in self.leads(3):
            self.as_user(lead, self.rep_user).pool_claim()
        self.assertRefused("nobody may hold more than 3", self.as_user(self.pool_lead(), self.rep_user).pool_claim)
        self.assertEqual(self.as_user(self.pool, self.rep_user).quota(), {
            "held": 3, "holding_cap": 3, "claimed_today": 3, "claim_cap": 0, "claims_left": 0})

    def test_of_several_leads_those_beyond_the_cap_are_named(self):
        leads = self.leads(3)
        outcome = self.as_user(leads, self.rep_user).pool_claim()
        self.assertEqual(outcome["done"], leads[:2].ids)
        self.assertEqual([line["id"] for line in outcome["refused"]], leads[2:].ids)
        self.assertIn("a day are allowed", outcome["refused"][0]["reason"])

    def test_the_former_owner_is_barred(self):
        lead = self.mine()
        self.as_user(lead, self.rep_user).pool_return("no time")
        self.wait(days=29)
        self.assertRefused("may claim it again from 2026-02-11", self.as_user(lead, self.rep_user).pool_claim)
        self.wait(days=1, hours=1)
        self.as_user(lead, self.rep_user).pool_claim()
        self.assertState(lead, "to_process", self.rep_user)

    def test_a_barred_rep_gets_it_from_no_colleague_but_from_a_leader(self):
        lead = self.mine()
        self.as_user(lead, self.rep_user).pool_return("no time")
        self.as_user(lead, self.other_rep_user).pool_claim()
        self.assertRefused("may claim it again", self.as_user(lead, self.other_rep_user).write,
                           {"user_id": self.rep_user.id})
        self.as_user(lead, self.leader_user).pool_assign(self.rep_user.id, "he knows the owner")
        self.assertState(lead, "to_process", self.rep_user)

    def test_only_leaders_assign(self):
        lead = self.pool_lead()
        self.assertRefused("Only leaders assign", self.as_user(lead, self.rep_user).pool_assign, self.other_rep_user.id)
        self.assertRefused("only a leader may assign", self.as_user(lead, self.rep_user).write,
                           {"user_id": self.other_rep_user.id})
        self.as_user(lead, self.leader_user).pool_assign(self.other_rep_user.id)
        self.assertState(lead, "to_process", self.other_rep_user)
        self.assertEqual(self.kinds(lead)[-1], "assign")

    def test_a_manager_assigns_beyond_the_cap(self):
        self.pool.write({"holding_cap": 1})
        self.mine()
        lead = self.pool_lead()
        leader, manager = (self.as_user(lead, user) for user in (self.leader_user, self.manager_user))
        self.assertRefused("nobody may hold more than 1", leader.pool_assign, self.rep_user.id)
        self.assertRefused("Only managers", leader.pool_assign, self.rep_user.id, force=True)
        manager.pool_assign(self.rep_user.id, "the fair", force=True)
        self.assertState(lead, "to_process", self.rep_user)

    def test_writing_the_salesperson_is_claiming(self):
        """Whatever way: the caps hold, and the history knows."""
        first, second, third = self.leads(3)
        for lead in (first, second):
            self.as_user(lead, self.rep_user).write({"user_id": self.rep_user.id})
        self.assertEqual(self.kinds(first)[-1], "claim")
        self.assertRefused("a day are allowed", self.as_user(third, self.rep_user).write, {"user_id": self.rep_user.id})

    def test_unknown_and_foreign_people_get_nothing(self):
        lead = self.as_user(self.pool_lead(), self.leader_user)
        self.assertRefused("there is no record with id 987654321", lead.pool_assign, 987654321)
        self.assertRefused("is not a list of ids", lead.pool_assign, "Anna")
        portal = self.env["res.users"].create({"name": "Guest", "login": "pool-guest", "company_id": self.company.id,
                                               "company_ids": [(6, 0, self.company.ids)]})
        portal.active = False
        self.assertRefused("no active internal user", lead.pool_assign, portal.id)

    def test_only_the_teams_of_a_pool_claim(self):
        others = self.env["crm.team"].create({"name": "Others", "company_id": self.company.id})
        self.pool.team_ids = others
        lead = self.pool_lead()
        self.assertRefused("is for the teams of pool", self.as_user(lead, self.rep_user).pool_claim)
        self.pool.team_ids = self.team
        self.as_user(lead, self.rep_user).pool_claim()
        self.assertState(lead, "to_process", self.rep_user)

    def test_won_and_reopened(self):
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        lead = self.mine(type="opportunity")
        first = lead.stage_id
        self.as_user(lead, self.rep_user).action_set_won()
        self.assertState(lead, "converted", self.rep_user)
        self.assertEqual(lead.stage_id.is_won, bool(won))
        held = lead.visit_pool_held_at
        self.wait(days=5)
        self.as_user(lead, self.rep_user).write({"stage_id": first.id})
        self.assertState(lead, "in_progress", self.rep_user)
        self.assertEqual(lead.visit_pool_held_at, held)
        self.assertEqual(self.kinds(lead)[-2:], ["convert", "reopen"])

    def test_invalid_keeps_a_revisit_date_and_comes_back(self):
        lead = self.mine()
        rep = self.as_user(lead, self.rep_user)
        self.assertRefused("not in the future", rep.pool_invalidate, "closed", "2020-01-01")
        self.assertRefused("is no date", rep.pool_invalidate, "closed", "soon")
        rep.pool_invalidate("closed for winter", "2030-04-01")
        self.assertFalse(lead.active)
        self.assertState(lead, "invalid", self.rep_user)
        self.recycle()
        self.assertState(lead, "invalid", self.rep_user)
        self.now = self.now.replace(year=2030, month=4, day=1)
        self.recycle()
        self.assertTrue(lead.active)
        self.assertState(lead, "unassigned")
        self.assertEqual(self.kinds(lead)[-1], "revisit")

    def test_archiving_is_declaring_invalid_and_no_way_to_stop_the_clock(self):
        lead = self.mine()
        self.as_user(lead, self.rep_user).action_archive()
        self.assertState(lead, "invalid", self.rep_user)
        self.wait(days=20)
        self.as_user(lead, self.rep_user).action_unarchive()
        self.assertState(lead, "to_process", self.rep_user)
        self.recycle()
        self.assertState(lead, "unassigned")

    def test_restoring_obeys_the_cap(self):
        self.pool.write({"holding_cap": 1, "claim_cap": 0})
        lead = self.mine()
        self.as_user(lead, self.rep_user).pool_invalidate("nobody there")
        self.mine()
        self.assertRefused("nobody may hold more than 1", self.as_user(lead, self.rep_user).pool_restore)
        self.assertRefused("nobody may hold more than 1", self.as_user(lead, self.rep_user).action_unarchive)

    def test_void_is_restored_by_the_administrator_alone(self):
        lead = self.mine()
        self.assertRefused("Only leaders declare", self.as_user(lead, self.rep_user).pool_void, "a joke")
        self.as_user(lead, self.leader_user).pool_void("a joke")
        self.assertState(lead, "void")
        for user in (self.rep_user, self.leader_user, self.manager_user):
            record = self.as_user(lead, user)
            self.assertRefused("Only an administrator", record.pool_restore)
            self.assertRefused("Only an administrator", record.action_unarchive)
            self.assertRefused("Restore it first", record.write, {"user_id": self.rep_user.id})
        self.as_user(lead, self.admin_user).pool_restore("it was none")
        self.assertState(lead, "unassigned")
        self.assertEqual(self.kinds(lead)[-3:], ["return", "void", "restore"])

    def test_pools_do_not_share_territories(self):
        values = {"name": "Second", "company_id": self.company.id, "territory_ids": [(6, 0, self.area.ids)]}
        self.assertRefused('belongs to pool "Harbour pool" already', self.env["field.visit.pool"].create, values)
        part = self.env["field.visit.pool"].create(dict(values, territory_ids=[(6, 0, self.street.ids)]))
        self.assertEqual(self.pool_lead().visit_pool_id, part)
        foreign = self.env["field.visit.territory"].create({"name": "South", "company_id": self.other_company.id})
        self.assertRefused("of another company", part.write, {"territory_ids": [(6, 0, foreign.ids)]})

    def test_rules_that_make_no_sense(self):
        self.assertRefused("fewer days of warning", self.pool.write, {"warn_days": 14})
        self.assertRefused("out of range", self.pool.write, {"idle_days": -1})
        self.assertRefused("is not a number", self.pool.write, {"holding_cap": "many"})

    def test_a_pool_with_leads_stays(self):
        self.pool_lead()
        self.assertRefused("has 1 leads and their history", self.pool.unlink)

    def test_history_is_not_rewritten(self):
        move = self.pool_lead().visit_pool_move_ids
        with self.assertRaises(AccessError):
            move.write({"reason": "something else"})
