"""Complaints go from new to solved, and are seen by whom they concern."""
from odoo.exceptions import AccessError, UserError

from .. import compat
from .feedback_case import Customers
from .field_case import FieldCase


class TestComplaints(Customers, FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_customers()

    def complaint(self):
        return self.answered(1).complaint_ids.with_user(self.users["leader"])

    def test_the_way_of_a_complaint(self):
        complaint = self.complaint()
        complaint.action_take()
        self.assertEqual((complaint.state, complaint.responsible_id), ("progress", self.users["leader"]))
        with self.assertRaisesRegex(UserError, "what was done"):
            complaint.action_solve()
        complaint.answer = "Replaced the machine"
        complaint.action_solve()
        self.assertTrue(complaint.closed and complaint.closed_at)
        self.assertFalse(complaint.activity_ids, "nobody has to do anything any more")
        complaint.action_reopen()
        self.assertFalse(complaint.closed or complaint.closed_at)

    def test_steps_that_there_are_not(self):
        complaint = self.complaint()
        complaint.write({"answer": "x", "state": "solved"})
        with self.assertRaisesRegex(UserError, "Reopen"):
            complaint.state = "dismissed"

    def test_reps_see_their_own_and_work_on_none(self):
        complaint = self.complaint()
        own = complaint.with_user(self.users["rep"])
        self.assertEqual(own.name, complaint.name)
        with self.assertRaises(AccessError):
            own.action_take()
        self.visit.feedback_ids.write({"rep_id": self.other_rep.id})
        complaint.sudo().rep_id = self.other_rep
        compat.flush(complaint)
        # a good day ago: the day is counted in whole seconds, what is written has parts of them
        compat.invalidate(complaint)
        with self.assertRaises(AccessError):
            own.read(["name"])
        self.assertFalse(own.search_count([("id", "=", own.id)]))

    def test_links_to_what_one_may_not_see_are_refused(self):
        hidden = self.env["field.visit"].create({"partner_id": self.customers[4].id, "rep_id": self.other_rep.id})
        self.other_rep.team_id = self.env["crm.team"].create({"name": "North"})
        complaint = self.complaint()
        with self.assertRaises(AccessError):
            complaint.visit_id = hidden.id
        with self.assertRaises(AccessError):
            complaint.create({"name": "x", "visit_id": hidden.id, "rep_id": self.rep.id})
        feedback = self.answered(3, self.visits[1])
        made = complaint.create({"name": "x", "rep_id": self.rep.id, "feedback_id": feedback.id})
        self.assertFalse(made.feedback_id)

    def test_entered_by_hand_needs_a_subject(self):
        with self.assertRaisesRegex(UserError, "name"):
            self.visit.open_complaint({"description": "x"})
        with self.assertRaisesRegex(UserError, "no field"):
            self.visit.open_complaint({"name": "x", "state": "solved"})

    def test_an_open_complaint_is_a_signal_until_it_is_closed(self):
        complaint = self.complaint().sudo()
        compat.flush(complaint)
        # a good day ago: the day is counted in whole seconds, what is written has parts of them
        self.env.cr.execute("UPDATE field_visit_complaint SET create_date = create_date - interval '25 hours' WHERE id = %s",
                            [complaint.id])
        compat.invalidate(complaint)
        rule = self.env.ref("field_visit_routing.signal_visit_complaint")
        rule._visit_find()
        self.assertIn(rule, self.customer._visit_own_signals().mapped("rule_id"))
        complaint.write({"answer": "done", "state": "solved"})
        rule._visit_find()
        self.assertNotIn(rule, self.customer._visit_own_signals().mapped("rule_id"))
