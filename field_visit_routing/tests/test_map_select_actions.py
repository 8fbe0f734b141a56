"""Assign, tag and segment: done as far as the rights reach, refused record by record, undone."""
from unittest.mock import patch

import psycopg2
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .. import compat
from .test_map_select import SelectCase


class ActionCase(SelectCase):
    def act(self, action, value=False, records=None, user=None, model="res.partner"):
        records = self.inside | self.rim if records is None else records
        ids = records if isinstance(records, list) else records.ids
        return self.tool(user).act_on_selection(model, ids, action, value)

    def undo(self, answer, user=None):
        return self.env["field.visit.map.change"].with_user(user or self.manager_user).undo(answer["change_id"])

    def reasons(self, answer):
        return {row["id"]: row["reason"] for row in answer["refused"]}

    def names(self, user=None, model="res.partner"):
        return [row["name"] for row in self.tool(user).get_selection_actions(model)]


@tagged("post_install", "-at_install")
class TestActions(ActionCase):
    def test_assign_a_salesperson_and_undo(self):
        self.rim.user_id = self.other_rep_user
        answer = self.act("assign_user", self.rep_user.id)
        self.assertEqual((answer["done"], answer["unchanged"], answer["refused"]), (2, 0, []))
        self.assertEqual((self.inside | self.rim).user_id, self.rep_user)
        self.assertIn(self.rep_user.name, answer["message"])
        back = self.undo(answer)
        self.assertEqual((back["done"], back["refused"]), (2, []))
        self.assertFalse(self.inside.user_id)
        self.assertEqual(self.rim.user_id, self.other_rep_user)

    def test_assign_nobody(self):
        self.inside.user_id = self.rep_user
        answer = self.act("assign_user", False)
        self.assertEqual((answer["done"], answer["unchanged"]), (1, 1))
        self.assertFalse(self.inside.user_id)
        self.undo(answer)
        self.assertEqual(self.inside.user_id, self.rep_user)

    def test_a_lead_gets_its_team_back_too(self):
        lead = self.lead(company_id=self.company.id, user_id=self.rep_user.id, team_id=self.team.id)
        other = self.env["crm.team"].create({
            "name": "Other", "company_id": self.company.id, "user_id": self.manager_user.id})
        before = (lead.user_id, lead.team_id)
        answer = self.act("assign_user", self.manager_user.id, lead, model="crm.lead")
        lead.team_id = other
        self.undo(answer)
        self.assertEqual((lead.user_id, lead.team_id), before)

    def test_assign_a_team(self):
        lead = self.lead(company_id=self.company.id, team_id=False)
        answer = self.act("assign_team", self.team.id, lead, model="crm.lead")
        self.assertEqual((answer["done"], lead.team_id), (1, self.team))

    def test_assigning_many_mails_nobody(self):
        lead = self.lead(company_id=self.company.id, user_id=False)
        noted = self.env["mail.message"].search_count([("needaction", "=", True)])
        plain = self.env(context={"lang": "en_US"}, user=self.manager_user)
        plain["field.visit.map"].act_on_selection("crm.lead", lead.ids, "assign_user", self.rep_user.id)
        self.assertEqual(lead.user_id, self.rep_user)
        self.assertEqual(self.env["mail.message"].search_count([("needaction", "=", True)]), noted)

    def test_tag_by_id_and_by_a_new_name(self):
        tag = self.env["res.partner.category"].create({"name": "Coffee"})
        self.rim.category_id = tag
        answer = self.act("tag", tag.id)
        self.assertEqual((answer["done"], answer["unchanged"]), (1, 1))
        self.assertEqual(self.inside.category_id, tag)
        self.undo(answer)
        self.assertFalse(self.inside.category_id)
        self.assertEqual(self.rim.category_id, tag, "it was tagged before")
        self.act("tag", " Harbour ")
        self.assertEqual(self.inside.category_id.name, "Harbour")
        self.act("tag", "Harbour", self.outside)
        self.assertEqual(self.outside.category_id, self.inside.category_id)

    def test_leads_have_their_own_tags(self):
        lead = self.lead(company_id=self.company.id)
        self.act("tag", "Fair", lead, model="crm.lead")
        self.assertEqual(lead.tag_ids.mapped("name"), ["Fair"])

    def test_add_to_a_segment_and_undo(self):
        answer = self.act("segment", "Harbour")
        segment = self.env["field.visit.segment"].search([("name", "=", "Harbour")])
        self.assertEqual(segment.partner_ids, self.inside | self.rim)
        self.assertEqual((segment.user_id, segment.company_id), (self.manager_user, self.company))
        more = self.act("segment", segment.id, self.rim | self.outside)
        self.assertEqual((more["done"], more["unchanged"]), (1, 1))
        self.undo(more)
        self.assertEqual(segment.partner_ids, self.inside | self.rim)
        self.undo(answer)
        self.assertFalse(segment.partner_ids)

    def test_what_was_changed_since_is_not_undone(self):
        answer = self.act("assign_user", self.rep_user.id)
        self.rim.user_id = self.other_rep_user
        back = self.undo(answer)
        self.assertEqual((back["done"], self.reasons(back)), (1, {self.rim.id: "It was changed again since."}))
        self.assertEqual(self.rim.user_id, self.other_rep_user)

    def test_undone_once_and_by_the_same_user_only(self):
        answer = self.act("assign_user", self.rep_user.id)
        self.assertRefused("no such change", self.undo, answer, user=self.leader_user)
        self.undo(answer)
        self.assertRefused("undone already", self.undo, answer)
        for bad in (0, -1, 2**40, "1", None, True):
            self.assertRefused("no such change", self.undo, {"change_id": bad})

    def test_a_tag_deleted_since(self):
        answer = self.act("tag", "Harbour")
        self.inside.category_id.unlink()
        self.assertEqual(self.undo(answer)["done"], 0)

    def test_what_can_be_done(self):
        self.assertEqual(self.names(), [name for name in (
            "assign_user", "assign_team", "tag", "segment", "assign_territory", "plan_route", "plan_week", "export", "list")
            if name != "export" and (name != "assign_team" or "team_id" in self.env["res.partner"]._fields)])
        self.assertIn("assign_team", self.names(model="crm.lead"))
        self.assertEqual(self.names(model="res.company"), ["list"])

    def test_choices(self):
        names = [row["name"] for row in self.tool().get_selection_choices("res.partner", "assign_user", "Rep")]
        self.assertIn("Rep", names)
        self.assertNotIn("Leader", names)
        self.assertRefused("fly", self.tool().get_selection_choices, "res.partner", "fly")

    def test_bad_questions(self):
        self.assertRefused("fly", self.act, "fly", 1)
        self.assertRefused("assign_user", self.act, "assign_user", 1, [], model="res.company")
        self.assertRefused("segment", self.act, "segment", "X", [], model="res.users")
        for ids in ("7", 7, ["7"], [True], [7.5], None, [None]):
            self.assertRefused("list of ids", self.tool().act_on_selection, "res.partner", ids, "tag", "X")
        for value in (0, False, -1, 2**40, True, 7.5, [1], "  "):
            self.assertRefused("value", self.act, "tag", value)
        self.assertRefused("value", self.act, "assign_user", "Rep")
        self.assertRefused("value", self.act, "assign_user", 2**31 - 1)


@tagged("post_install", "-at_install")
class TestPartialRefusal(ActionCase):
    def test_ids_that_the_user_may_not_see_are_refused_like_unknown_ones(self):
        self.env["ir.rule"].create({
            "name": "No Rim", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.rim.id})
        answer = self.act("tag", "X", [self.inside.id, self.rim.id, 2**31 - 1], user=self.manager_user)
        self.assertEqual(answer["done"], 1)
        self.assertEqual(set(self.reasons(answer)), {self.rim.id, 2**31 - 1})
        self.assertEqual(len(set(self.reasons(answer).values())), 1)
        self.assertNotIn("Rim", str(answer))

    def test_records_that_may_be_seen_and_not_changed(self):
        self.env["ir.rule"].create({
            "name": "Look at the Rim", "model_id": self.env.ref("base.model_res_partner").id,
            "perm_read": False, "domain_force": "[('id', '!=', %d)]" % self.rim.id})
        answer = self.act("assign_user", self.rep_user.id, self.inside | self.rim | self.outside)
        self.assertEqual(answer["done"], 2)
        self.assertEqual(answer["refused"], [{
            "id": self.rim.id, "name": "Rim", "reason": "Your access rights do not allow you to change it."}])
        self.assertEqual((self.inside | self.outside).user_id, self.rep_user)
        self.assertFalse(self.rim.user_id)
        self.assertIn("Refused: 1", answer["message"])

    def test_a_salesperson_of_another_company(self):
        stranger = self._user("stranger", "group_rep", company=self.other_company)
        self.manager_user.company_ids += self.other_company
        shared = self.placed("Shared", 60.5, 24.5, company_id=False)
        tool = self.tool().with_context(allowed_company_ids=(self.company | self.other_company).ids)
        answer = tool.act_on_selection("res.partner", (self.inside | shared).ids, "assign_user", stranger.id)
        self.assertEqual((answer["done"], shared.user_id), (1, stranger))
        self.assertIn("belongs to North Sales", self.reasons(answer)[self.inside.id])

    def test_a_record_that_a_module_refuses(self):
        write = type(self.env["res.partner"]).write

        def refuse(records, vals):
            if self.rim in records:
                raise UserError("Rim stays as it is.")
            return write(records, vals)

        with patch.object(type(self.env["res.partner"]), "write", refuse):
            answer = self.act("assign_user", self.rep_user.id, self.inside | self.rim | self.outside)
        self.assertEqual((answer["done"], self.reasons(answer)), (2, {self.rim.id: "Rim stays as it is."}))

    def test_a_record_that_the_database_refuses(self):
        self.env.cr.execute("""ALTER TABLE res_partner ADD CONSTRAINT rim_is_free
                                CHECK (user_id IS NULL OR id <> %d)""" % self.rim.id)
        answer = self.act("assign_user", self.rep_user.id)
        self.assertEqual((answer["done"], self.inside.user_id), (1, self.rep_user))
        self.assertIn("database", self.reasons(answer)[self.rim.id])

    def test_two_at_the_same_moment_are_left_to_odoo(self):
        def busy(records, vals):
            raise psycopg2.OperationalError("could not serialize access")

        with patch.object(type(self.env["res.partner"]), "write", busy), \
                self.assertRaises(psycopg2.OperationalError), self.env.cr.savepoint():
            self.act("assign_user", self.rep_user.id)

    def test_undo_with_the_rights_of_now(self):
        answer = self.act("assign_user", self.rep_user.id)
        self.env["ir.rule"].create({
            "name": "Look at the Rim", "model_id": self.env.ref("base.model_res_partner").id,
            "perm_read": False, "domain_force": "[('id', '!=', %d)]" % self.rim.id})
        back = self.undo(answer)
        self.assertEqual((back["done"], set(self.reasons(back))), (1, {self.rim.id}))

    def test_a_segment_of_another_company(self):
        segment = self.env["field.visit.segment"].create({"name": "South", "company_id": self.other_company.id})
        self.manager_user.company_ids += self.other_company
        tool = self.tool().with_context(allowed_company_ids=(self.company | self.other_company).ids)
        shared = self.placed("Shared", 60.5, 24.5, company_id=False)
        answer = tool.act_on_selection("res.partner", (self.inside | shared).ids, "segment", segment.id)
        self.assertEqual((answer["done"], segment.partner_ids), (1, shared))
        self.assertIn("North Sales", self.reasons(answer)[self.inside.id])

    def test_half_of_a_thousand(self):
        """Refusals are found by halving: the others are written together."""
        partners = self.env["res.partner"].create([{"name": "P%d" % i} for i in range(200)])
        bad = partners[17] | partners[150]
        calls = []
        write = type(partners).write

        def refuse(records, vals):
            calls.append(len(records))
            if bad & records:
                raise UserError("No.")
            return write(records, vals)

        with patch.object(type(partners), "write", refuse):
            answer = self.act("assign_user", self.rep_user.id, partners)
        self.assertEqual((answer["done"], set(self.reasons(answer))), (198, set(bad.ids)))
        self.assertLess(len(calls), 40)


@tagged("post_install", "-at_install")
class TestActionRights(ActionCase):
    def test_a_clerk_may_look_and_list(self):
        clerk = self._user("reader", extra=())
        self.assertEqual(self.names(clerk), ["list"])
        answer = self.act("assign_user", self.rep_user.id, user=clerk)
        self.assertEqual((answer["done"], len(answer["refused"])), (0, 2))
        self.assertEqual(answer["change_id"], 0)
        with self.assertRaises(AccessError):
            self.act("segment", "Mine", user=clerk)
        self.assertFalse(self.inside.user_id)

    def test_a_rep_s_own_segment_and_not_the_leader_s(self):
        leaders = self.env["field.visit.segment"].create({
            "name": "Leaders", "company_id": self.company.id, "user_id": self.leader_user.id})
        own = self.act("segment", "Own", user=self.rep_user)
        self.assertEqual((own["done"], own["refused"]), (2, []))
        self.assertRefused("that you can choose", self.act, "segment", leaders.id, user=self.rep_user)
        choices = self.tool(self.rep_user).get_selection_choices("res.partner", "segment")
        self.assertEqual([row["name"] for row in choices], ["Own"])
        self.act("segment", "Leaders", user=self.rep_user)
        self.assertFalse(leaders.partner_ids, "a segment of the rep's own has that name now")
        self.assertEqual(self.act("segment", leaders.id, user=self.leader_user)["done"], 2)

    def test_a_rep_s_leads(self):
        mine = self.lead(company_id=self.company.id, user_id=self.rep_user.id)
        others = self.lead(company_id=self.company.id, user_id=self.other_rep_user.id)
        answer = self.act("tag", "Fair", mine | others, user=self.rep_user, model="crm.lead")
        self.assertEqual((answer["done"], set(self.reasons(answer))), (1, {others.id}))
        self.assertNotIn("Interest", str(answer["refused"]))

    def test_nobody_is_assigned_to_a_portal_account(self):
        portal = self.env["res.users"].create({
            "name": "Customer", "login": "portal-customer", "company_id": self.company.id,
            "company_ids": [(6, 0, self.company.ids)]})
        compat.set_groups(portal, "base.group_portal")
        self.assertRefused("value", self.act, "assign_user", portal.id)

    def test_what_is_kept_for_undoing_is_closed(self):
        self.act("assign_user", self.rep_user.id)
        with self.assertRaises(AccessError):
            self.env["field.visit.map.change"].with_user(self.manager_user).search([])
