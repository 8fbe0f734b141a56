"""What segments are for: filters, the map, plans, frozen copies, leaves of trees, profiles and recipients."""
import csv
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .. import compat
from .planning_case import PlanningCase


@tagged("post_install", "-at_install")
class TestSegmentUses(PlanningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segments = cls.env["field.visit.segment"]
        cls.ours = "[('id', 'in', %s)]" % cls.customers.ids
        cls.good = cls.segment("Good", score_from=70)
        cls.kallio, cls.toolo, cls.pasila, cls.ruoholahti, cls.vallila, cls.lauttasaari = cls.customers

    @classmethod
    def segment(cls, name, **values):
        return cls.segments.create(dict({"name": name, "kind": "dynamic", "domain": cls.ours}, **values))

    def as_manager(self, record):
        return record.with_user(self.users["manager"])

    # ---- filters and the map -------------------------------------------------------------------
    def test_a_filter_of_lists(self):
        partners = self.env["res.partner"].with_user(self.users["rep"])
        members = self.kallio | self.toolo | self.ruoholahti
        self.assertEqual(partners.search([("visit_segment_ids", "in", self.good.ids)]), members)
        self.assertEqual(partners.search([("visit_segment_ids", "=", "Good")]), members)
        self.assertFalse(partners.search([("visit_segment_ids", "=", False), ("id", "in", self.good.partner_ids.ids)]))

    def test_the_map_filters_and_colours_by_segment(self):
        tool = self.env["field.visit.map"].with_user(self.users["rep"])
        position = {"lat": "partner_latitude", "lon": "partner_longitude"}
        answer = tool.get_map_data("res.partner", [("visit_segment_ids", "in", self.good.ids)], color="visit_segment_ids",
                                   **position)
        self.assertEqual(sorted(answer["ids"]), sorted(self.good.partner_ids.ids))
        self.assertEqual(set(answer["columns"]["visit_segment_ids"]), {str(self.good.id)})
        self.assertEqual(answer["fields"]["visit_segment_ids"]["values"], {str(self.good.id): "Good"})
        self.assertIn("visit_segment_ids", [field["name"] for field in tool.get_map_fields("res.partner")])

    def test_the_map_adds_to_fixed_segments_only(self):
        fixed = self.segments.create({"name": "Chosen"})
        tool = self.env["field.visit.map"].with_user(self.users["manager"])
        names = [choice["name"] for choice in tool.get_selection_choices("res.partner", "segment")]
        self.assertIn("Chosen", names)
        self.assertNotIn("Good", names)
        self.assertEqual(tool.act_on_selection("res.partner", self.pasila.ids, "segment", fixed.id)["done"], 1)
        self.assertEqual(fixed.partner_ids, self.pasila)

    def test_the_members_as_list_and_on_the_map(self):
        action = self.good.with_user(self.users["rep"]).action_open_customers()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), self.good.partner_ids)

    # ---- plans ---------------------------------------------------------------------------------
    def candidates(self, **changes):
        plan = self.plan_of(partner_ids=None, **changes)
        preview = self.env["field.visit.plan"].with_user(self.users["manager"]).preview_plan(
            self.request(partner_ids=None, **changes))
        return plan, preview["candidates"]

    def test_a_plan_of_segments(self):
        plan, count = self.candidates(segment_ids=self.good.ids)
        self.assertEqual(count, 3)
        self.wait_for(plan)
        self.assertEqual(plan.stop_ids.partner_id | plan.left_out_ids.partner_id, self.good.partner_ids)

    def test_a_plan_without_a_segment(self):
        best = self.segment("Best", score_from=85)
        self.assertEqual(self.candidates(segment_ids=self.good.ids, excluded_segment_ids=best.ids)[1], 1)
        self.assertEqual(self.candidates(segment_ids=self.good.ids, excluded_segment_ids=best.ids,
                                         mandatory_partner_ids=self.kallio.ids)[1], 2)

    def test_a_plan_of_unknown_or_empty_segments_is_refused(self):
        for values, words in (({"segment_ids": [2**30]}, "segment_ids: there is no record"),
                              ({"segment_ids": ["x"]}, "list of ids"),
                              ({"segment_ids": self.segment("Empty", score_from=100).ids}, "no candidates")):
            with self.assertRaisesRegex(Exception, words), self.env.cr.savepoint():
                self.plan_of(partner_ids=None, **values)

    def test_the_wizard_plans_segments(self):
        action = self.as_manager(self.good).action_plan()
        form = Form(self.env["field.visit.plan.wizard"].with_user(self.users["manager"]).with_context(**action["context"]))
        self.assertEqual(form.source, "segment")
        self.assertIn("3 candidates", form.preview_text)
        form.excluded_segment_ids.add(self.segment("Best", score_from=85))
        self.assertIn("1 candidates", form.preview_text)
        request = form.save()._prepare_request()
        again = self.env["field.visit.plan.wizard"].create_from_request(request)["context"]
        self.assertEqual((again["default_source"], again["default_segment_ids"]), ("segment", [(6, 0, self.good.ids)]))

    # ---- new segments of what is there ---------------------------------------------------------
    def test_frozen_members_stay(self):
        frozen = self.segments.browse(self.good.freeze("Good in spring"))
        self.pasila.visit_score = 99
        self.good.refresh()
        self.assertIn(self.pasila, self.good.partner_ids)
        self.assertEqual((frozen.kind, frozen.name, frozen.partner_ids), (
            "fixed", "Good in spring", self.kallio | self.toolo | self.ruoholahti))
        self.assertEqual(self.good.action_freeze()["res_model"], "field.visit.segment")

    def test_a_leaf_of_a_tree_becomes_a_segment(self):
        tool = self.segments.with_user(self.users["manager"])
        number = tool.create_from_conditions("res.partner", [["visit_score", ">", 60], ["city", "=", "Helsinki"]], "Leaf 4")
        made = self.segments.browse(number)
        self.assertEqual((made.kind, made.name), ("dynamic", "Leaf 4"))
        self.assertEqual(made.partner_ids & self.customers, self.kallio | self.toolo | self.ruoholahti)
        leads = tool.create_from_conditions("crm.lead", [("email_from", "!=", False)], "Leads", {"note": "95 %"})
        self.assertEqual((self.segments.browse(leads).applies_to, self.segments.browse(leads).note), ("crm.lead", "95 %"))
        fixed = self.segments.browse(tool.create_from_conditions("res.partner", {"ids": self.pasila.ids}, "By name"))
        self.assertEqual((fixed.kind, fixed.partner_ids), ("fixed", self.pasila))

    def test_conditions_that_are_none(self):
        make = self.segments.create_from_conditions
        for arguments, words in (
                (("res.users", [["id", ">", 0]], "X"), "customers and leads"), (("res.partner", [], "X"), "at least one"),
                (("res.partner", "[]", "X"), "at least one"), (("res.partner", [["gone", "=", 1]], "X"), "cannot be used"),
                (("res.partner", [["id", ">", 0]], ""), "needs a name"),
                (("res.partner", {"ids": ["a"]}, "X"), "not a list of ids")):
            with self.assertRaisesRegex(Exception, words), self.env.cr.savepoint():
                make(*arguments)

    def test_the_dialog_that_combines(self):
        best = self.segment("Best", score_from=85)
        dialog = Form(self.env["field.visit.segment.combine"].with_user(self.users["rep"]).with_context(
            active_model="field.visit.segment", active_ids=(self.good | best).ids))
        dialog.name, dialog.operation, dialog.frozen = "Good, not best", "difference", True
        action = dialog.save().action_combine()
        made = self.segments.browse(action["res_id"])
        self.assertEqual((made.kind, made.partner_ids, made.user_id), ("fixed", self.toolo, self.users["rep"]))
        self.assertFalse(self.segments.search([("name", "=", made.name), ("id", "!=", made.id)]))

    # ---- profile -------------------------------------------------------------------------------
    def crowd(self):
        """40 customers, 20 of whom are in Espoo with a high score and no visit for long."""
        today = fields.Date.today()
        customers = self.env["res.partner"].create([{
            "name": "Crowd %d" % number, "is_company": True, "city": "Espoo" if number < 20 else "Vantaa",
            "visit_score": (80 if number < 20 else 20) + number % 5} for number in range(40)])
        compat.flush(customers)
        for some, days in ((customers[:20], 100), (customers[20:], 10)):
            self.env.cr.execute("UPDATE res_partner SET last_visit_date = %s WHERE id = ANY(%s)", [
                today - timedelta(days), some.ids])
        return customers

    def test_the_profile_names_what_distinguishes_a_segment(self):
        customers = self.crowd()
        segment = self.segment("Espoo", domain="[('id', 'in', %s), ('city', '=', 'Espoo')]" % customers.ids)
        told = segment.with_user(self.users["manager"]).get_profile()
        traits = {(trait["field"], trait["value"]): trait for trait in told["traits"]}
        self.assertEqual(told["members"], 20)
        city = traits["city", "Espoo"]
        self.assertEqual((city["inside"], city["sure"], city["count"]), (100.0, True, 20))
        self.assertGreater(city["ratio"], 1.5)
        self.assertEqual(traits["visit_score", ""]["inside"], 82.0)
        days = traits["last_visit_date", ""]
        self.assertEqual((days["kind"], days["inside"]), ("days", 100.0))
        self.assertIn("100.0 days ago on average", days["text"])
        self.assertTrue(city["text"].startswith("City is Espoo for 100.0 % of the members, "), city["text"])

    def test_the_dialog_of_the_profile(self):
        customers = self.crowd()
        segment = self.segment("Espoo", domain="[('id', 'in', %s), ('city', '=', 'Espoo')]" % customers.ids)
        action = segment.with_user(self.users["rep"]).action_profile()
        dialog = self.env[action["res_model"]].with_user(self.users["rep"]).browse(action["res_id"])
        self.assertTrue(dialog.summary.startswith("20 of "))
        self.assertIn("Espoo", dialog.line_ids.mapped("value"))
        self.assertEqual(self.env[action["res_model"]].browse(dialog.action_other()["res_id"]).model, "crm.lead")
        with self.assertRaisesRegex(Exception, "nothing to compare"):
            self.segment("Empty", score_from=100).action_profile()

    def test_a_profile_counts_whom_the_user_may_see(self):
        customers = self.crowd()
        segment = self.segment("Espoo", domain="[('id', 'in', %s), ('city', '=', 'Espoo')]" % customers.ids)
        self.env["ir.rule"].create({
            "name": "Even", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', 'not in', %s)] if user.id == %d else []" % (customers[:7].ids, self.users["rep"].id)})
        self.assertEqual(segment.with_user(self.users["rep"]).get_profile()["members"], 13)
        self.assertEqual(segment.with_user(self.users["manager"]).get_profile()["members"], 20)

    # ---- recipients ----------------------------------------------------------------------------
    def test_addresses_each_once_without_blocked_ones(self):
        self.kallio.email = "Kallio@Example.com"
        self.toolo.email = "kallio@example.com"
        self.ruoholahti.email = "blocked@example.com"
        lead = self.env["crm.lead"].create({"name": "Interest", "contact_name": "Liisa", "email_from": "liisa@example.com"})
        self.good.write({"applies_to": "both", "lead_domain": "[('id', '=', %d)]" % lead.id, "score_from": 0})
        self.env["mail.blacklist"].create({"email": "blocked@example.com"})
        exporter = self.users["manager"]
        exporter.write({compat.USER_GROUPS: [(4, self.env.ref("base.group_allow_export").id)]})
        made = self.good.with_user(exporter).export_emails()
        self.assertEqual((made["count"], made["left_out"], made["name"]), (2, 4, "Good.csv"))
        lines = list(csv.reader(made["content"].splitlines()))[1:]
        self.assertEqual(lines, [["Kallio", "kallio@example.com"], ["Liisa", "liisa@example.com"]])
        self.assertEqual(self.good.with_user(exporter).action_export_emails()["type"], "ir.actions.act_url")
        with self.assertRaises(AccessError):
            self.good.with_user(self.users["rep"]).export_emails()

    def test_mailing_lists_need_their_app(self):
        if "mailing.list" in self.env:
            self.assertTrue(self.good.has_mailing)
        else:
            self.assertFalse(self.good.has_mailing)
            with self.assertRaisesRegex(Exception, "Mailing lists need"):
                self.good.sync_mailing_list()

    # ---- rules of frequency ----------------------------------------------------------------------
    def test_whoever_joins_or_leaves_by_the_rule_is_wanted_as_the_segment_says(self):
        self.env["field.visit.frequency"].create({
            "basis": "segment", "segment_id": self.good.id, "interval_days": 14, "company_id": self.company.id})
        self.assertEqual(self.kallio.visit_wanted_interval(), 14)
        self.assertEqual(self.pasila.visit_wanted_days, 0)
        self.pasila.visit_score = 75
        self.kallio.visit_score = 5
        self.good.refresh()
        self.assertEqual((self.pasila.visit_wanted_days, self.kallio.visit_wanted_days), (14, 0))
