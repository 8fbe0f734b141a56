"""What a rep reports of a visit, and what check-out asks for."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .. import compat
from .field_case import FieldCase


class TestReport(FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outcome = cls.env["field.visit.outcome"].create({"name": "Tasting", "kind": "success"})
        cls.mine = cls.visit.with_user(cls.users["rep"])

    def begin(self):
        self.mine.check_in()

    def needing(self, *needs):
        self.outcome.write({"needs_" + need: True for need in needs})
        self.begin()
        return self.mine.save_report({"outcome_id": self.outcome.id})["missing"]

    def test_outcome_notes_and_products_are_kept(self):
        self.begin()
        answer = self.mine.save_report({
            "outcome_id": self.outcome.id, "note": "Likes the dark roast",
            "lines": [{"name": "Dark roast", "quantity": 12, "note": "by Friday"}]})
        self.assertEqual(answer, {"missing": []})
        self.assertEqual((self.visit.outcome, self.visit.note), ("Tasting", "Likes the dark roast"))
        self.assertEqual(self.visit.topic_ids.mapped(lambda line: (line.name, line.quantity, line.note)),
                         [("Dark roast", 12, "by Friday")])

    def test_what_is_not_named_stays(self):
        self.begin()
        self.mine.save_report({"outcome_id": self.outcome.id, "note": "One", "lines": [{"name": "Filter"}]})
        self.mine.save_report({"note": "Two"})
        self.assertEqual((self.visit.outcome_id, self.visit.note, len(self.visit.topic_ids)), (self.outcome, "Two", 1))

    def test_a_renamed_outcome_leaves_old_reports_as_they_were(self):
        self.begin()
        self.mine.save_report({"outcome_id": self.outcome.id})
        compat.flush(self.visit)
        self.outcome.name = "Sampling"
        self.assertEqual(self.visit.outcome, "Tasting")

    def test_a_visit_that_has_not_begun_has_no_report(self):
        with self.assertRaisesRegex(UserError, "Planned"):
            self.mine.save_report({"note": "Too early"})

    def test_bad_values_are_refused_in_sentences(self):
        self.begin()
        skip = self.env["field.visit.outcome"].create({"name": "Shut", "step": "skip"})
        for vals, word in (
                ({"mood": "good"}, "mood"), ("text", "dictionary"), ({"outcome_id": skip.id}, "outcome_id"),
                ({"outcome_id": "x"}, "outcome_id"), ({"note": 7}, "note"), ({"note": "x" * 20001}, "20000"),
                ({"lines": "Coffee"}, "lines"), ({"lines": [{"quantity": 2}]}, "line 1"),
                ({"lines": [{"name": "A", "quantity": -1}]}, "Quantity"),
                ({"lines": [{"name": "A"}] * 101}, "100"),
                ({"next_step": {"kind": "dance", "date": "2030-01-01"}}, "dance"),
                ({"next_step": {"kind": "call", "date": "soon"}}, "date"),
                ({"opportunity": {"probability": 10}}, "lead_id")):
            with self.subTest(word=word), self.assertRaisesRegex((UserError, AccessError), word):
                self.mine.save_report(vals)

    def test_markup_in_notes_loses_its_tags(self):
        self.begin()
        self.mine.save_report({"note": "<b>Bold</b> & 3 < 5 <img src=x onerror=alert(1)><script>alert(2)</script>"})
        self.assertNotRegex(self.visit.note, "<b|<img|script|onerror")
        self.assertIn("Bold", self.visit.note)
        self.mine.save_report({"note": "3 < 5, we <3 coffee\x00"})
        self.assertEqual(self.visit.note, "3 < 5, we <3 coffee")

    def test_a_plain_write_loses_tags_as_well(self):
        self.visit.write({"note": "<i>x</i><script>1</script>"})
        self.assertNotIn("<", self.visit.note)

    # ---- what check-out asks for ---------------------------------------------------------
    def test_check_out_asks_for_what_the_outcome_needs(self):
        self.assertEqual(self.needing("note", "products", "next_step", "photo", "signature"),
                         ["note", "photo", "signature", "next_step", "products"])
        with self.assertRaisesRegex(UserError, "Tasting.*notes, a photo, a signature, a next step, products"):
            self.mine.check_out()

    def test_the_desk_cannot_finish_it_either(self):
        self.needing("note")
        for finish in (lambda: self.visit.action_done(), lambda: self.visit.write({"state": "done"})):
            with self.assertRaisesRegex(UserError, "notes"):
                finish()

    def test_with_everything_there_the_visit_is_over(self):
        self.needing("note", "next_step")
        self.mine.save_report({"note": "Good", "next_step": {"kind": "call", "date": "2030-01-01", "summary": "Ring"}})
        self.mine.check_out()
        self.assertEqual(self.visit.state, "done")

    def test_an_outcome_can_be_wanted_always(self):
        self.company.visit_outcome_required = True
        self.begin()
        with self.assertRaisesRegex(UserError, "no outcome"):
            self.mine.check_out()
        self.mine.save_report({"outcome_id": self.outcome.id})
        self.mine.check_out()

    def test_a_visit_cannot_be_born_finished_without_one(self):
        self.company.visit_outcome_required = True
        with self.assertRaisesRegex(UserError, "no outcome"):
            self.env["field.visit"].create({"partner_id": self.customers[0].id, "rep_id": self.rep.id, "state": "done"})

    def test_outcomes_of_other_companies_are_refused(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.env["field.visit.outcome"].create({"name": "Theirs", "company_id": other.id})
        self.begin()
        with self.assertRaisesRegex(UserError, "outcome_id"):
            self.mine.save_report({"outcome_id": foreign.id})
        with self.assertRaises(UserError):
            self.mine.write({"outcome_id": foreign.id})

    # ---- closing and correcting ----------------------------------------------------------
    def over_since(self, hours):
        self.begin()
        self.mine.check_out()
        self.visit.write({"actual_start": fields.Datetime.now() - timedelta(hours=hours + 1),
                          "actual_end": fields.Datetime.now() - timedelta(hours=hours)})

    def test_a_report_can_be_completed_for_a_while(self):
        self.over_since(47)
        self.mine.save_report({"note": "Remembered"})
        self.assertEqual(self.visit.note, "Remembered")

    def test_then_it_is_closed_for_the_rep_by_every_way(self):
        self.over_since(49)
        for change in (lambda: self.mine.save_report({"note": "Late"}), lambda: self.mine.write({"note": "Late"}),
                       lambda: self.mine.write({"actual_end": fields.Datetime.now()})):
            with self.assertRaisesRegex(UserError, "leader"):
                change()

    def test_its_products_are_closed_as_well(self):
        self.begin()
        self.mine.save_report({"lines": [{"name": "Filter"}]})
        self.visit.write({"state": "done", "actual_end": fields.Datetime.now() - timedelta(hours=49)})
        line = self.mine.topic_ids
        for change in (lambda: line.write({"quantity": 9}), line.unlink,
                       lambda: line.create({"visit_id": self.visit.id, "name": "Cup"})):
            with self.assertRaisesRegex(UserError, "leader"):
                change()

    def test_a_line_cannot_be_moved_to_a_visit_of_others(self):
        self.begin()
        self.mine.save_report({"lines": [{"name": "<b>Filter</b>"}]})
        self.assertNotIn("<", self.visit.topic_ids.name)
        self.visits[1].rep_id = self.other_rep
        with self.assertRaises(AccessError):
            self.mine.topic_ids.write({"visit_id": self.visits[1].id})

    def test_the_leader_corrects_and_says_why(self):
        self.over_since(49)
        visit = self.visit.with_user(self.users["leader"])
        with self.assertRaisesRegex(UserError, "say why"):
            visit.correct_visit({"note": "Other"})
        visit.correct_visit({"note": "Other", "reason": "Wrong <b>customer</b>", "outcome_id": self.outcome.id})
        self.assertEqual((self.visit.note, self.visit.outcome), ("Other", "Tasting"))
        self.assertRegex(self.visit.message_ids[:1].body, "Corrected: Wrong [^<]*customer")

    def test_a_check_out_by_mistake_is_undone_by_the_leader_only(self):
        self.over_since(1)
        with self.assertRaises(AccessError):
            self.mine.correct_visit({"state": "in_progress", "reason": "Oops"})
        self.visit.with_user(self.users["leader"]).correct_visit({"state": "in_progress", "reason": "Oops"})
        self.assertEqual((self.visit.state, self.visit.actual_end), ("in_progress", False))
        self.visit.with_user(self.users["leader"]).correct_visit({"state": "planned", "reason": "Not there"})
        self.assertEqual((self.visit.state, self.visit.actual_start), ("planned", False))

    def test_what_is_no_correction_is_refused(self):
        self.over_since(1)
        leader = self.visit.with_user(self.users["leader"])
        for vals in ({"state": "cancelled"}, {"actual_end": "2001-01-01 00:00:00"}, {"actual_end": "x"}, {"rep_id": 1}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                leader.correct_visit(dict(vals, reason="Try"))

    def test_a_program_cannot_pretend_to_correct(self):
        self.over_since(1)
        with self.assertRaises(UserError):
            self.visit.with_context(visit_correction=True).write({"state": "planned"})


class TestNextStep(FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.visit.with_user(cls.users["rep"])
        cls.mine.check_in()

    def step(self, kind, date="2030-01-01", **more):
        self.mine.save_report({"next_step": dict({"kind": kind, "date": date, "summary": "Ring"}, **more)})

    def activities(self):
        return self.env["mail.activity"].search([("res_model", "=", "res.partner"), ("res_id", "=", self.customers[0].id)])

    def test_an_activity_is_planned_at_the_customer(self):
        self.step("call")
        activity = self.activities()
        self.assertEqual((activity.user_id, str(activity.date_deadline), activity.summary),
                         (self.users["rep"], "2030-01-01", "Ring"))

    def test_said_again_it_moves(self):
        self.step("call")
        self.step("meeting", "2030-02-01")
        self.assertEqual(self.activities().mapped(lambda one: str(one.date_deadline)), ["2030-02-01"])

    def test_another_visit_waits_for_a_plan(self):
        self.step("visit")
        wished = self.visit.next_visit_id
        self.assertEqual((wished.partner_id, wished.rep_id, wished.state, str(wished.date)),
                         (self.customers[0], self.rep, "draft", "2030-01-01"))
        self.step("visit", "2030-03-03")
        self.assertEqual((self.visit.next_visit_id, str(wished.date)), (wished, "2030-03-03"))
        self.step("todo")
        self.assertEqual(wished.state, "cancelled")

    def test_an_opportunity_is_opened_and_followed(self):
        stage = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        self.mine.save_report({"opportunity": {"name": "New machine", "expected_revenue": 900, "stage_id": stage.id}})
        lead = self.visit.opportunity_id
        self.assertTrue(self.mine._app_visit()["report"]["hasNews"])
        self.assertEqual((lead.name, lead.expected_revenue, lead.user_id, lead.partner_id),
                         ("New machine", 900, self.users["rep"], self.customers[0]))
        self.mine.save_report({"opportunity": {"probability": 60}})
        self.assertEqual((self.visit.opportunity_id, lead.probability), (lead, 60))

    def test_won_and_lost(self):
        leads = self.env["crm.lead"].create([
            {"name": name, "type": "opportunity", "partner_id": self.customers[0].id, "user_id": self.users["rep"].id}
            for name in ("A", "B")])
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        self.mine.save_report({"opportunity": {"lead_id": leads[0].id, "won": True}})
        self.mine.save_report({"opportunity": {"lead_id": leads[1].id, "lost_reason": reason.id}})
        self.assertTrue(leads[0].stage_id.is_won)
        self.assertEqual((leads[1].active, leads[1].probability), (False, 0))

    def test_a_merged_opportunity_is_followed(self):
        self.mine.save_report({"opportunity": {"name": "New machine"}})
        kept = self.env["crm.lead"].create({
            "name": "Older", "type": "opportunity", "partner_id": self.customers[0].id, "probability": 99})
        merged = (kept | self.visit.opportunity_id).merge_opportunity()
        self.assertEqual(self.visit.opportunity_id, merged)

    def test_opportunities_of_others_are_refused(self):
        lead = self.env["crm.lead"].create({
            "name": "C", "type": "opportunity", "partner_id": self.customers[1].id, "user_id": self.users["rep"].id})
        with self.assertRaisesRegex(UserError, "no opportunity of"):
            self.mine.save_report({"opportunity": {"lead_id": lead.id, "won": True}})
