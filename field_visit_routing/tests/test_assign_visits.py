"""Visits to plan go with the customer; planned ones stay with whom the customer expects."""
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .assign_case import AssignCase


@tagged("post_install", "-at_install")
class TestVisitsGoAlong(AssignCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reps = {user: cls.env["field.visit.rep"].create({
            "user_id": user.id, "company_id": cls.company.id, "team_id": cls.team.id, "tz": "Europe/Helsinki"})
            for user in (cls.rep_user, cls.other_rep_user)}
        cls.shop = cls.member(cls.hill, user_id=cls.other_rep_user.id)
        cls.tomorrow = fields.Datetime.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
        cls.loose, cls.agreed, cls.past, cls.foreign = cls.env["field.visit"].create([
            cls.visit(), cls.visit(planned_start=cls.tomorrow), cls.visit(planned_start=cls.tomorrow - timedelta(days=9)),
            dict(cls.visit(), rep_id=False)])
        (cls.agreed | cls.past).action_plan()

    @classmethod
    def visit(cls, **values):
        return dict({"partner_id": cls.shop.id, "company_id": cls.company.id,
                     "rep_id": cls.reps[cls.other_rep_user].id, "service_s": 1800}, **values)

    def test_handed_over_counted_and_taken_back(self):
        self.moved(self.shop, self.harbour, "position")
        self.assertEqual(self.shop.user_id, self.rep_user)
        mine, theirs = self.reps[self.rep_user], self.reps[self.other_rep_user]
        self.assertEqual(self.loose.rep_id, mine)
        self.assertEqual((self.agreed | self.past).rep_id, theirs)
        self.assertFalse(self.foreign.rep_id)
        run = self.runs.search([("line_ids.partner_id", "=", self.shop.id)])
        self.assertEqual((run.visit_count, run.line_ids.handed_visit_ids), (1, self.loose))
        listed = self.env["field.visit"].search(run.with_user(self.manager_user).action_open_visits()["domain"])
        self.assertEqual(listed, self.agreed)
        run.with_user(self.leader_user).undo()
        self.assertEqual(self.loose.rep_id, theirs)

    def test_without_a_rep_the_visit_waits_for_one(self):
        self.shop.territory_id.with_context(visit_no_proposal=True).user_id = self.third_user
        self.runs._follow_entering(self.shop, {})
        self.assertEqual(self.shop.user_id, self.third_user)
        self.assertFalse(self.loose.rep_id)
