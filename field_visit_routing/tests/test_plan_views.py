"""The wizard, the pages and the route sheet."""
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form

from .. import compat
from ..models.plan_problem import records_of
from .planning_case import PlanningCase


class TestWizard(PlanningCase):

    def wizard(self, **context):
        env = self.env(user=self.users["manager"], context=dict(self.env.context, **context))
        return Form(env["field.visit.plan.wizard"])

    def chosen(self):
        form = self.wizard(active_model="res.partner", active_ids=self.customers.ids)
        form.date_from, form.date_to = self.monday, self.monday + timedelta(days=1)
        form.rep_ids.clear()
        form.rep_ids.add(self.rep)
        return form

    def test_selected_customers_are_the_candidates(self):
        form = self.chosen()
        self.assertEqual(form.source, "selected")
        self.assertIn("6 candidates", form.preview_text)
        self.assertFalse(form.preview_problem)

    def test_opening_builds_the_preview_once(self):
        model = type(self.env["field.visit.plan"])
        with patch.object(model, "preview_plan", autospec=True,
                          side_effect=model.preview_plan) as preview:
            self.wizard(active_model="res.partner", active_ids=self.customers.ids)
        self.assertLessEqual(preview.call_count, 2)

    def test_preview_reads_its_customers_together(self):
        keys = ["p%d" % partner.id for partner in self.customers]
        before = self.env.cr.sql_log_count
        records = records_of(self.env, keys)
        self.assertEqual([record for record, _visit in records.values()], list(self.customers))
        self.assertLessEqual(self.env.cr.sql_log_count - before, 3)

    def test_run_shows_the_progress_and_ends_in_a_proposal(self):
        wizard = self.chosen().save()
        action = wizard.action_run()
        self.assertEqual(action["tag"], "field_visit_job_progress")
        plan = self.env[action["params"]["model"]].browse(action["params"]["res_id"])
        self.wait_for(plan)
        self.assertEqual(plan.user_id, self.users["manager"])

    def test_what_forbids_planning_is_shown_before(self):
        form = self.chosen()
        form.rep_ids.clear()
        self.assertIn("no reps", form.preview_problem)
        with self.assertRaises(UserError):
            form.save().action_run()

    def test_everybody_due(self):
        self.customers[:2].write({"visit_interval_days": 7})
        form = self.chosen()
        form.source = "due"
        self.assertIn("2 candidates", form.preview_text)

    def test_more_options(self):
        form = self.chosen()
        self.assertFalse(form.show_advanced)
        self.assertNotIn("overtime", form.save()._prepare_request())
        form.show_advanced = True
        form.overtime_kind, form.max_stops, form.max_driving_h = "none", 4, 2.5
        form.flexible_start_h, form.keep_published = 1.0, False
        request = form.save()._prepare_request()
        self.assertEqual(
            [request[name] for name in ("overtime", "max_stops", "max_driving_h", "flexible_start_h",
                                        "keep_published")], [0, 4, 2.5, 1.0, False])
        form.overtime_kind, form.overtime_h = "hours", 1.5
        self.assertEqual(form.save()._prepare_request()["overtime"], 1.5)

    def test_options_come_back_when_planning_again(self):
        plan = self.plan_of(overtime=0, keep_published=False, max_stops=3, objective="balanced")
        context = plan.action_plan_again()["context"]
        again = Form(self.env["field.visit.plan.wizard"].with_context(**context))
        self.assertEqual((again.show_advanced, again.overtime_kind, again.max_stops, again.keep_published,
                          again.objective), (True, "none", 3, False, "balanced"))
        plain = Form(self.env["field.visit.plan.wizard"].with_context(**self.plan_of().action_plan_again()["context"]))
        self.assertEqual((plain.show_advanced, plain.overtime_kind, plain.keep_published), (False, "rep", True))

    def test_preview_says_what_has_to_be_respected(self):
        self.customers[0].visit_interval_days = 3
        self.customers[1].visit_required_rep_id = self.other_rep
        form = self.chosen()
        form.date_to = self.monday + timedelta(days=4)
        self.assertIn("intervals: 1.", form.preview_text)
        self.assertIn("nobody can serve on these days (the plan says why): 1.", form.preview_text)

    def test_filter(self):
        form = self.chosen()
        form.source = "filter"
        form.domain = "[['name', 'in', ['Kallio', 'Pasila']], ['city', '=', 'Helsinki']]"
        self.assertIn("2 candidates", form.preview_text)

    def test_filter_of_leads(self):
        self.env["crm.lead"].create([
            {"name": name, "type": "opportunity", "partner_id": customer.id}
            for name, customer in zip(("Espresso bar", "Other"), self.customers)])
        form = self.chosen()
        form.source = "lead_filter"
        form.lead_domain = "[['name', '=', 'Espresso bar']]"
        self.assertIn("1 candidates", form.preview_text)
        again = self.env["field.visit.plan.wizard"].create_from_request(form.save()._prepare_request())
        self.assertEqual(again["context"]["default_source"], "lead_filter")
        self.assertIn("Espresso bar", again["context"]["default_lead_domain"])

    def test_leads_from_their_list(self):
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity"})
        form = self.wizard(active_model="crm.lead", active_ids=lead.ids)
        self.assertEqual(form.save().lead_ids, lead)

    def test_plan_again_opens_the_wizard_with_the_same_values(self):
        plan = self.solved(shift_start_h=9, shift_end_h=15)
        action = plan.with_user(self.users["manager"]).action_plan_again()
        wizard = Form(self.env(user=self.users["manager"])[action["res_model"]].with_context(
            **action["context"])).save()
        self.assertEqual(wizard.partner_ids, self.customers)
        self.assertEqual((wizard.shift_start_h, wizard.shift_end_h), (9, 15))


class TestPages(PlanningCase):

    def test_time_line_shows_a_bar_for_each_visit(self):
        plan = self.solved()
        html = plan.timeline_html
        self.assertEqual(html.count('data-kind="visit"'), len(self.customers))
        self.assertIn("Kallio", html)

    def test_names_are_escaped_in_the_time_line(self):
        self.customers[0].name = "<script>alert(1)</script>"
        self.assertNotIn("<script>", self.solved().timeline_html)

    def test_banner_compares(self):
        plan = self.solved()
        self.assertEqual(plan.baseline_kind, "given")
        self.assertEqual(plan.plan_visits, 6)
        self.assertEqual(plan.plan_a_count, 2)
        self.assertLess(plan.plan_km, plan.present_km)
        self.assertIn("40 km/h", plan.how_computed)

    def test_forms_and_actions_open(self):
        plan = self.solved()
        plan.action_apply()
        for action in (plan.action_open_stops(), plan.action_open_routes()):
            self.assertTrue(self.env[action["res_model"]].search(action["domain"]))
        for record in (plan, plan.stop_ids.visit_id[0], plan.stop_ids.visit_id.route_id[0]):
            for mode in ("form", "list"):
                self.assertTrue(compat.view_arch(record, mode))

    def test_route_sheet(self):
        self.customers[0].write({"name": "北京咖啡", "phone": "+358 9 1", "street": "Fleminginkatu 1"})
        plan = self.solved()
        plan.action_apply()
        routes = plan.stop_ids.visit_id.route_id
        report = self.env.ref("field_visit_routing.action_report_route_sheet")
        html = compat.render_html(report, routes.ids).decode()
        for text in ("北京咖啡", "Fleminginkatu 1", "+358 9 1", "08:"):
            self.assertIn(text, html)
        plan.stop_ids.visit_id[0].write({"planned_end": False})
        self.assertIn("北京咖啡", compat.render_html(report, routes.ids).decode())
