"""Dynamic segments: every condition with a known answer, sets of segments, exclusions, and what cannot be computed."""
import psycopg2
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import compat
from .segment_case import SegmentCase


@tagged("post_install", "-at_install")
class TestSegmentRule(SegmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.areas = cls.env["field.visit.territory"]
        cls.north = cls.areas.create({"name": "North", "company_id": cls.company.id})
        cls.harbour = cls.areas.create({"name": "Harbour", "parent_id": cls.north.id, "company_id": cls.company.id})
        cls.best = cls.place("Best", visit_score=95, territory_id=cls.harbour.id, territory_manual=True)
        cls.good = cls.place("Good", visit_score=70, territory_id=cls.north.id, territory_manual=True, city="Espoo")
        cls.poor = cls.place("Poor", visit_score=10)
        cls.ours = cls.best | cls.good | cls.poor

    def found(self, **rule):
        return self.segment(**rule).partner_ids & self.ours

    # ---- conditions ----------------------------------------------------------------------------
    def test_a_filter(self):
        self.assertEqual(self.found(domain="[('city', '=', 'Espoo')]"), self.good)

    def test_an_empty_rule_finds_every_customer_and_no_contact_archived_or_other_company_s(self):
        person = self.place("Person", parent_id=self.best.id, type="contact", is_company=False)
        old = self.place("Old", active=False)
        foreign = self.customer(name="Foreign", company_id=self.other_company.id)
        shared = self.customer(name="Shared", company_id=False)
        members = self.segment().partner_ids
        self.assertLessEqual(self.ours | shared, members)
        self.assertFalse(members & (person | old | foreign))

    def test_scores_and_grades(self):
        self.assertEqual(self.found(score_from=70), self.best | self.good)
        self.assertEqual(self.found(score_to=70), self.good | self.poor)
        self.assertEqual(self.found(score_from=70, score_to=70), self.good)
        grade = self.best.visit_grade
        self.assertEqual(self.found(**{"grade_%s" % grade.lower(): True}),
                         self.ours.filtered(lambda customer: customer.visit_grade == grade))

    def test_territories_with_all_their_parts(self):
        self.assertEqual(self.found(territory_ids=[(6, 0, self.north.ids)]), self.best | self.good)
        self.assertEqual(self.found(territory_ids=[(6, 0, self.harbour.ids)]), self.best)

    def test_visits(self):
        self.visited(self.best, 0)
        self.visited(self.good, -29)
        with self.at(0):
            self.assertEqual(self.found(visited="within", visited_days=1), self.best)
            self.assertEqual(self.found(visited="within", visited_days=29), self.best | self.good)
            self.assertEqual(self.found(visited="not_within", visited_days=28), self.good | self.poor)
            self.assertEqual(self.found(visited="never"), self.poor)

    def test_all_conditions_have_to_be_met(self):
        self.assertEqual(self.found(score_from=50, territory_ids=[(6, 0, self.north.ids)], domain="[('city', '=', 'Espoo')]"),
                         self.good)

    def test_leads(self):
        lead = self.lead(company_id=self.company.id, name="Fresh", visit_score=60)
        segment = self.segment(applies_to="crm.lead", score_from=50)
        self.assertIn(lead, segment.lead_ids)
        self.assertFalse(segment.partner_ids)
        both = self.segment(applies_to="both", score_from=65)
        self.assertEqual((both.partner_ids & self.ours, both.lead_ids & lead), (self.best | self.good, lead.browse()))
        lead.stage_id = self.env["crm.stage"].create({"name": "Won", "is_won": True})
        self.assertEqual(segment.refresh(), {"joined": 0, "left": 1})
        self.assertEqual(self.moves(segment, "leave"), [("leave", "Fresh", "No customer or open lead any more")])

    # ---- sets ----------------------------------------------------------------------------------
    def named(self, name, customers):
        segment = self.segments.create({"name": name, "company_id": self.company.id})
        segment.add_members("res.partner", customers.ids)
        return segment

    def test_union_intersection_and_difference(self):
        a, b = self.named("A", self.best | self.good), self.named("B", self.good | self.poor)
        expected = {"union": self.ours, "intersection": self.good, "difference": self.best}
        for operation, members in expected.items():
            made = self.segments.browse(self.segments.combine(operation, [a.id, b.id], operation))
            self.assertEqual((made.partner_ids, made.kind, made.name), (members, "dynamic", operation))
        self.assertEqual(self.segments.browse(self.segments.combine("difference", [b.id, a.id], "Other way")).partner_ids,
                         self.poor)

    def test_a_set_follows_the_segments_that_it_is_made_of(self):
        a = self.segment("A", score_from=90)
        b = self.segment("B", included_ids=[(6, 0, a.ids)])
        c = self.segment("C", excluded_ids=[(6, 0, b.ids)], domain="[('id', 'in', %s)]" % self.ours.ids)
        self.assertEqual((b.partner_ids, c.partner_ids), (self.best, self.good | self.poor))
        self.good.visit_score = 99
        self.assertEqual(c.refresh(), {"joined": 0, "left": 1})
        self.assertEqual((a.partner_ids, b.partner_ids, c.partner_ids), (self.best | self.good, self.best | self.good, self.poor))

    def test_a_circle_is_refused_with_its_chain(self):
        a = self.segment("A")
        b = self.segment("B", included_ids=[(6, 0, a.ids)])
        c = self.segment("C", excluded_ids=[(6, 0, b.ids)])
        self.assertRefused("A → C → B → A", a.write, {"included_ids": [(4, c.id)]})
        self.assertRefused("A → A", a.write, {"excluded_ids": [(4, a.id)]})
        self.assertFalse(a.included_ids | a.excluded_ids)

    def test_a_circle_through_filters_is_refused_too(self):
        a = self.segment("Alpha")
        b = self.segment("Beta", included_ids=[(6, 0, a.ids)])
        inside = "[('visit_segment_ids', 'in', [%d])]"
        self.assertRefused("Alpha → Alpha", a.write, {"domain": "[('visit_segment_ids', 'not in', [%d])]" % a.id})
        self.assertRefused("Alpha → Beta → Alpha", a.write, {"domain": inside % b.id})
        self.assertRefused("Alpha → Beta → Alpha", a.write, {"domain": "[('visit_segment_ids', 'ilike', 'bet')]"})
        self.assertRefused("Alpha → Beta → Alpha", a.write, {"lead_domain": "[('visit_segment_ids.name', '=', 'Beta')]"})
        c = self.segment("Gamma", domain=inside % b.id)
        self.assertEqual(c.partner_ids, b.partner_ids, "a filter of another segment's members is none")
        self.assertTrue(a.write({"domain": "[('visit_segment_ids', '=', False)]"}))

    def test_a_segment_that_others_are_made_of_is_not_deleted(self):
        a = self.segment("A", score_from=90)
        b = self.segment("B", included_ids=[(6, 0, a.ids)])
        self.assertRefused("“B” is made of", a.unlink)
        a.active = False
        b.refresh()
        self.assertEqual(b.partner_ids, self.best, "an archived part still counts: without it B would hold everybody")
        (a | b).unlink()

    def test_a_part_of_another_company_is_refused(self):
        foreign = self.segment("Foreign", company_id=self.other_company.id)
        self.assertRefused("to another company", self.segment,
                           included_ids=[(6, 0, foreign.ids)])

    def test_bad_values_for_a_set(self):
        a = self.segment("A")
        self.assertRefused("operation", self.segments.combine, "minus", [a.id, a.id], "X")
        self.assertRefused("at least two", self.segments.combine, "union", [a.id, a.id], "X")
        self.assertRefused("no record with id", self.segments.combine, "union", [a.id, 2**31 - 1], "X")
        self.assertRefused("needs a name", self.segments.combine, "union", [a.id, self.segment("B").id], " ")
        self.assertRefused("is no field of this request", self.segments.combine, "union", [a.id], "X", {"kind": "fixed"})

    # ---- exclusions ----------------------------------------------------------------------------
    def test_whoever_is_taken_out_stays_out(self):
        segment = self.segment(score_from=50)
        segment.remove_members("res.partner", self.best.ids)
        self.assertEqual((segment.partner_ids & self.ours, segment.excluded_partner_ids), (self.good, self.best))
        self.assertEqual(self.moves(segment, "leave"), [("leave", "Best", "Excluded by hand")])
        self.assertEqual(segment.refresh(), {"joined": 0, "left": 0})
        segment.excluded_partner_ids = False
        self.assertIn(self.best, segment.partner_ids)

    # ---- members are found, not written ----------------------------------------------------------
    def test_members_of_a_rule_are_not_written_by_hand(self):
        segment = self.segment(score_from=90)
        self.assertRefused("by a rule", segment.add_members, "res.partner", self.poor.ids)
        for command in ((4, self.poor.id), (3, self.best.id), (5, 0, 0), (6, 0, [])):
            self.assertRefused("by a rule", segment.write, {"partner_ids": [command]})
        self.assertIn(self.best, segment.partner_ids)
        self.assertRefused("by a rule", self.segment, partner_ids=[(6, 0, self.poor.ids)])
        self.assertRefused("at the segment itself", self.poor.write, {"visit_segment_ids": [(4, segment.id)]})
        self.assertRefused("at the segment itself", self.customer, visit_segment_ids=[(6, 0, segment.ids)])

    def test_a_copy_and_the_change_of_kind(self):
        segment = self.segment(score_from=90)
        copy = segment.copy()
        self.assertEqual(copy.partner_ids, segment.partner_ids)
        copy.kind = "fixed"
        self.assertIn(self.best, copy.partner_ids)
        copy.write({"partner_ids": [(4, self.poor.id)]})
        copy.kind = "dynamic"
        self.assertNotIn(self.poor, copy.partner_ids)

    def test_the_form(self):
        form = Form(self.segments.with_user(self.rep_user))
        form.name, form.kind, form.score_from = "By form", "dynamic", 80
        segment = form.save()
        self.assertEqual((segment.partner_ids & self.ours, segment.rule_user_id), (self.best, self.rep_user))

    # ---- bad input -----------------------------------------------------------------------------
    def test_a_broken_filter_is_refused_and_the_old_one_stays(self):
        segment = self.segment(domain="[('city', '=', 'Espoo')]")
        for broken in ("[('city', '=', ", "[('no_such', '=', 1)]", "__import__('os')", "[('id', '=', 'x')]"):
            self.assertRefused("Segment: the filter", segment.write, {"domain": broken})
        self.assertEqual((segment.partner_ids & self.ours, segment.domain), (self.good, "[('city', '=', 'Espoo')]"))

    def test_numbers_out_of_range(self):
        self.assertRefused("out of range", self.segment, score_from=101)
        self.assertRefused("out of range", self.segment, visited_days=0)
        self.assertRefused("no score is from 80 to 20", self.segment, score_from=80, score_to=20)

    def test_the_job_lists_what_fails_and_goes_on(self):
        broken, sound = self.segment("Broken", score_from=90), self.segment("Sound", score_from=90)
        compat.flush(broken)
        self.env.cr.execute("UPDATE field_visit_segment SET domain = %s WHERE id = %s", ["[('gone', '=', 1)]", broken.id])
        compat.invalidate(broken)
        self.poor.visit_score = 95
        with self.at(400):
            self.segments._cron_segments(commit=False)
        self.assertIn("Broken: the filter [('gone', '=', 1)] cannot be used", broken.failure)
        self.assertEqual((broken.partner_ids & self.ours, sound.partner_ids & self.ours), (self.best, self.best | self.poor))
        broken.domain = "[]"
        self.assertFalse(broken.failure)

    def test_a_rule_whose_author_is_gone(self):
        segment = self.segment()
        compat.flush(segment)
        self.env.cr.execute("UPDATE field_visit_segment SET rule_user_id = NULL WHERE id = %s", [segment.id])
        compat.invalidate(segment)
        self.assertRefused("save its rule again", segment.refresh)

    # ---- rights --------------------------------------------------------------------------------
    def test_the_rule_finds_only_whom_its_author_may_see(self):
        self.env["ir.rule"].create({
            "name": "No best", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('name', '!=', 'Best')] if user.id == %d else []" % self.rep_user.id})
        values = {"name": "Mine", "kind": "dynamic", "score_from": 50, "company_id": self.company.id}
        mine = self.segments.with_user(self.rep_user).create(values)
        self.assertEqual(mine.sudo().partner_ids & self.ours, self.good)
        self.segments._cron_segments(commit=False)
        self.assertEqual(mine.sudo().partner_ids & self.ours, self.good, "the job reads it with the author's rights too")
        self.segments.browse(mine.id).write({"score_from": 40})
        self.assertEqual(mine.sudo().rule_user_id, self.env.user)
        self.assertEqual(mine.sudo().partner_ids & self.ours, self.best | self.good)
        self.assertEqual(mine.partner_count, 1 + len(mine.partner_ids - self.ours), "the rep sees those that he may see")

    def test_the_history_is_not_written(self):
        segment = self.segment(score_from=90)
        move = self.env["field.visit.segment.move"].search([("segment_id", "=", segment.id)], limit=1)
        with self.assertRaises(AccessError):
            move.write({"reason": "another"})
        for user in (self.rep_user, self.leader_user, self.manager_user):
            self.assertEqual(move.with_user(user).kind, "join")
            with self.assertRaises(AccessError):
                move.with_user(user).unlink()
        with self.assertRaises(AccessError):
            move.with_user(self.plain_user).read(["reason"])

    def test_the_database_holds_one_entry_per_member(self):
        segment = self.segment(score_from=90)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.env["field.visit.segment.move"]._segment_log("join", "res.partner", [(segment.id, self.best.id, "again")])

    def test_a_rule_is_not_forged(self):
        """The user whose rights a rule has cannot be chosen."""
        segment = self.segment()
        segment.with_user(self.leader_user).write({"note": "x", "rule_user_id": self.admin_user.id})
        self.assertEqual(segment.rule_user_id, self.env.user)
        segment.with_user(self.leader_user).write({"score_from": 5, "rule_user_id": self.admin_user.id})
        self.assertEqual(segment.rule_user_id, self.leader_user)
        made = self.segments.with_user(self.rep_user).create({"name": "X", "rule_user_id": self.admin_user.id})
        self.assertEqual(made.rule_user_id, self.rep_user)

    def test_the_rule_in_words(self):
        part = self.segment("Part")
        segment = self.segment(score_from=50, score_to=90, territory_ids=[(6, 0, self.north.ids)], visited="not_within",
                               visited_days=30, included_ids=[(6, 0, part.ids)], grade_a=True)
        self.assertEqual(segment.rule_text, "score from 50 to 90, grade A, North, not visited in the last 30 days, "
                                            "member of Part")
