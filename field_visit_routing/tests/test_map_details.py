"""The popup's details: what each kind of user is told and offered, and what its buttons do."""
from datetime import datetime, time, timedelta
from unittest.mock import patch
from xmlrpc.client import Fault, dumps

import pytz
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models import plan_request
from .planning_case import PlanningByPrograms
from .route_case import RouteCase

EVIL = "<img src=x onerror=alert(1)>"


class DetailsCase(RouteCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls.customers[0]
        cls.shop.write({"phone": "+358 9 123", "street": "Fleminginkatu 1", "zip": "00530",
                        "visit_interval_days": 28, "user_id": cls.users["rep"].id})

    def details(self, record=None, kind="manager", **more):
        record = record if record is not None else self.shop
        target = self.env(user=self.users[kind])["field.visit.map"]
        return target.get_details(record._name, record.id, **more)

    def keys(self, *arguments, **more):
        return [action["key"] for action in self.details(*arguments, **more)["actions"]]

    def assertRefused(self, text, call, *arguments, **more):
        from odoo.exceptions import UserError
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call(*arguments, **more)
        self.assertIn(text, str(caught.exception))


class TestDetails(DetailsCase):
    """What is told of a customer, a lead, a visit and a record of another model."""

    def test_a_customer_with_phone_address_and_salesperson(self):
        told = self.details()
        self.assertEqual((told["model"], told["id"], told["name"]), ("res.partner", self.shop.id, "Kallio"))
        self.assertEqual(told["phone"], "+358 9 123")
        self.assertEqual(told["address"], "Fleminginkatu 1, 00530 Helsinki")
        self.assertEqual(told["salesperson"], self.users["rep"].name)

    def test_an_address_in_china_runs_from_large_to_small(self):
        country = self.env.ref("base.cn")
        place = {"street": "南京东路100号", "zip": "200001", "city": "黄浦区", "country_id": country.id,
                 "state_id": self.env["res.country.state"].create({
                     "name": "上海市", "code": "T1", "country_id": country.id}).id}
        lead = self.env["crm.lead"].create(dict(place, name="Teahouse", user_id=self.users["rep"].id))
        self.shop.write(place)
        for record in (self.shop, lead):
            self.assertEqual(self.details(record)["address"], "200001, 上海市黄浦区南京东路100号")
        visit = self.env["field.visit"].create({"partner_id": self.shop.id, "rep_id": self.rep.id})
        self.assertEqual(visit.address, "%s, 200001, 上海市黄浦区南京东路100号" % country.name)
        found, = self.env["field.visit.map"].search_records(
            "res.partner", "南京东路100", [], "partner_latitude", "partner_longitude")
        self.assertEqual(found["detail"], "200001, 上海市黄浦区南京东路100号 · +358 9 123")
        self.shop.city = "上海市"
        self.assertEqual(self.details()["address"], "200001, 上海市南京东路100号")

    def test_without_a_country_the_company_s_order_counts(self):
        company = self.shop.company_id or self.env.company
        self.shop.write({"country_id": False, "city": "Helsinki"})
        for country, address in (("base.cn", "00530, Helsinki Fleminginkatu 1"), ("base.fi", "Fleminginkatu 1, 00530 Helsinki")):
            company.country_id = self.env.ref(country)
            self.assertEqual(self.details()["address"], address)

    def test_the_first_contact_of_a_company_lends_name_and_phone(self):
        self.shop.phone = False
        self.env["res.partner"].create({
            "name": "Maria", "function": "Buyer", "phone": "040 1", "parent_id": self.shop.id})
        told = self.details()
        self.assertEqual(told["contact"], {"name": "Maria", "role": "Buyer"})
        self.assertEqual(told["phone"], "040 1")

    def test_score_and_why(self):
        self.shop.territory_id = self.env["field.visit.territory"].create(
            {"name": "Hill", "priority_percent": 120})
        told = self.details()
        self.assertEqual((told["score"], told["grade"]), (90, "A"))
        self.assertEqual(told["reasons"], [
            "Grade A: from 80 points", "Hill: visits count 120 %", "Wanted every 28 days"])
        self.assertEqual(self.details(self.customers[4])["reasons"], ["Grade D: below 40 points"])

    def test_last_and_next_visit_with_rep_and_result(self):
        visit = self.planned(0, 9)
        told = self.details()
        self.assertEqual(told["last_visit"], {})
        self.assertEqual((told["next_visit"]["date"], told["next_visit"]["rep"]),
                         (str(self.monday), self.rep.name))
        self.assertEqual(told["next_visit"]["note"], "09:00–09:30")
        visit.write({"outcome": "Order placed"})
        visit.action_done()
        told = self.details()
        self.assertEqual((told["last_visit"]["date"], told["last_visit"]["note"]),
                         (str(self.monday), "Order placed"))

    def test_days_overdue(self):
        past = fields.Date.context_today(self.shop) - timedelta(days=30)
        visit = self.env["field.visit"].create({
            "partner_id": self.shop.id, "rep_id": self.rep.id, "service_s": 60,
            "planned_start": datetime.combine(past, time(10))})
        visit.action_plan()
        visit.action_done()
        self.assertEqual(self.details()["next_visit"]["late_days"], 2)

    def test_open_opportunities_without_won_lost_and_leads(self):
        stage = self.env["crm.stage"].create({"name": "Over", "is_won": True})
        made = self.env["crm.lead"].create([
            {"name": name, "type": kind, "partner_id": self.shop.id, "expected_revenue": amount}
            for name, kind, amount in (("Machine", "opportunity", 900), ("Beans", "opportunity", 100),
                                       ("Won", "opportunity", 5), ("Lost", "opportunity", 7),
                                       ("Ask", "lead", 9))])
        made[2].stage_id = stage
        made[3].action_set_lost()
        told = self.details()["opportunities"]
        self.assertEqual((told["count"], told["names"]), (2, ["Machine", "Beans"]))
        self.assertIn("1,000", told["amount"])

    def test_a_lead_and_its_business(self):
        lead = self.env["crm.lead"].create({
            "name": "Chain", "type": "opportunity", "contact_name": "Olli", "function": "Chef",
            "expected_revenue": 50, "partner_latitude": 60.2, "partner_longitude": 24.9})
        told = self.details(lead)
        self.assertEqual(told["contact"], {"name": "Olli", "role": "Chef"})
        self.assertEqual(told["opportunities"]["count"], 1)
        self.assertEqual([action["model"] for action in told["actions"]], ["crm.lead"] * 4)

    def test_a_visit_tells_about_its_customer(self):
        told = self.details(self.planned(0, 9))
        self.assertEqual(told["customer"], {"model": "res.partner", "id": self.shop.id})
        self.assertEqual(told["phone"], "+358 9 123")
        self.assertEqual(told["actions"][-1]["method"], "action_open_reschedule")

    def test_a_record_of_another_model_has_a_name_and_a_way_there(self):
        told = self.details(self.company, position=[60.2, 24.9])
        self.assertEqual(told["name"], self.company.name)
        self.assertNotIn("score", told)
        self.assertEqual(len(told["navigation"]), 4)

    def test_links_lead_to_the_pin_and_amap_counts_in_its_datum(self):
        links = {row["name"]: row["url"] for row in self.details(position=[39.915, 116.404])["navigation"]}
        self.assertIn("destination=39.915000,116.404000", links["Google Maps"])
        self.assertIn("116.410244,39.916404", links["高德 Amap"])
        self.assertEqual(self.details(position=[0, 0])["navigation"][0]["name"], "Google Maps")

    def test_typed_text_stays_as_typed(self):
        tag = self.env["res.partner.category"].create({"name": EVIL})
        self.shop.write({"name": EVIL, "street": EVIL, "category_id": [(6, 0, tag.ids)]})
        told = self.details(position=[60.2, 24.9])
        self.assertEqual((told["name"], told["tags"]), (EVIL, [EVIL]))
        self.assertTrue(told["address"].startswith(EVIL))
        self.assertFalse([row for row in told["navigation"] if "<" in row["url"]])

    def test_the_answer_fits_xml_rpc(self):
        self.planned(0, 9)
        for record in (self.shop, self.customers[5], self.company):
            self.assertTrue(dumps((self.details(record, position=[60.2, 24.9]),)))

    def test_sales_only_where_the_app_is(self):
        labels = [row["label"] for row in self.details()["sales"]]
        self.assertEqual(bool(labels), "sale.order" in self.env or "account.move" in self.env)

    def test_reasons_of_fewer_words_for_who_wants_none(self):
        self.shop.visit_interval_days = 0
        self.assertEqual(self.details()["reasons"], ["Grade A: from 80 points"])


class TestAccess(DetailsCase):
    """Nobody is told or offered what a list or form would refuse."""

    def test_a_hidden_record_and_one_that_never_was_sound_the_same(self):
        self.env["ir.rule"].create({
            "name": "No Kallio", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.shop.id})
        answers = []
        for record in (self.shop, self.env["res.partner"].browse(987654321)):
            with self.assertRaises(Exception) as caught:
                self.details(record)
            answers.append(str(caught.exception))
        self.assertEqual(answers[0], answers[1])
        self.assertIn("may not see", answers[0])

    def test_a_customer_out_of_reach_is_not_told_through_its_visit(self):
        visit = self.planned(0, 9)
        self.env["ir.rule"].create({
            "name": "No Kallio", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.shop.id})
        told = self.details(visit)
        self.assertEqual(told["customer"], {})
        self.assertNotIn("phone", told)

    def test_a_clerk_reads_customers_but_plans_nothing(self):
        self.planned(0, 9)
        told = self.details(kind="plain")
        self.assertEqual(told["actions"], [])
        self.assertEqual((told["next_visit"]["rep"], told["next_visit"]["note"]), ("", ""))
        self.assertEqual(told["opportunities"], {})
        with self.assertRaises(AccessError):
            self.details(self.route.visit_ids, kind="plain")

    def test_people_outside_the_company_get_nothing(self):
        portal = new_test_user(self.env, login="fv_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.env(user=portal)["field.visit.map"].get_details("res.partner", portal.partner_id.id)

    def test_buttons_of_each_kind_of_user(self):
        for kind, method in (("rep", "add_to_today"), ("leader", "action_find_today"),
                             ("manager", "add_to_today"), ("admin", "action_find_today")):
            with self.subTest(kind):
                actions = self.details(kind=kind)["actions"]
                self.assertEqual([action["key"] for action in actions], ["today", "plan", "assign", "alike"])
                self.assertEqual(actions[0]["method"], method)

    def test_no_way_there_no_visit(self):
        self.shop.clear_position()
        self.assertEqual(self.keys(), ["assign", "alike"])

    def test_planned_for_today_is_not_offered_again(self):
        today = plan_request.local_now(plan_request.rep_timezone(self.rep)).date()
        visit = self.planned(0, 9)
        visit.with_context(lang="en_US").write({"date": today})
        self.assertEqual(self.keys(), ["plan", "assign", "alike"])

    def test_today_is_the_day_of_the_rep_wherever_the_browser_is(self):
        self.rep.tz, self.users["rep"].tz = "Etc/GMT+12", "Etc/GMT-14"  # never the same day
        today = plan_request.local_now(plan_request.rep_timezone(self.rep)).date()
        visit = self.planned(0, 9)
        for day, offered in ((today, False), (today + timedelta(days=1), True), (today + timedelta(days=2), True)):
            visit.date = day
            self.assertEqual("today" in self.keys(kind="rep"), offered, day)

    def test_a_rep_does_not_see_who_else_goes_there(self):
        self.planned(0, 9, route=self.env["field.visit.route"], rep=self.other_rep)
        told = self.details(kind="rep")["next_visit"]
        self.assertEqual((told["date"], told["rep"]), (str(self.monday), ""))

    def test_bad_questions_get_a_sentence(self):
        ask = self.env["field.visit.map"].get_details
        self.assertRefused("no.such.model", ask, "no.such.model", 1)
        for bad in ("1", 0, -1, True, 1.5, [1], 2**40, False):
            self.assertRefused("not the id", ask, "res.partner", bad)
        self.assertRefused("out of range", self.details, position=[91, 0])
        self.assertRefused("not a number", self.details, position=["north", 0])
        self.assertRefused("no finite", self.details, position=[float("nan"), 0])
        for bad in ([1], 7, [1, 2, 3]):
            self.assertRefused("position:", self.details, position=bad)


class TestToday(DetailsCase):
    """Add to today's route."""

    def setUp(self):
        super().setUp()
        now = pytz.utc.localize(self.at(8))
        clocks = (patch.object(plan_request, "local_now", lambda timezone: now.astimezone(timezone)),
                  patch.object(fields.Date, "context_today", staticmethod(lambda *_arguments, **_more: self.monday)))
        for clock in clocks:
            clock.start()
            self.addCleanup(clock.stop)

    def as_kind(self, kind, record=None):
        return (record if record is not None else self.shop).with_user(self.users[kind])

    def test_a_rep_adds_to_the_own_route(self):
        self.planned(1, 9)
        told = self.as_kind("rep").add_to_today()
        visit = self.env["field.visit"].browse(told["visit_id"])
        self.assertEqual((visit.route_id, visit.rep_id, visit.state), (self.route, self.rep, "planned"))
        self.assertEqual((visit.date, told["moved"]), (self.monday, False))
        self.assertIn("Kallio is planned for today", told["text"])
        self.assertTrue(dumps((told,)))

    def test_the_first_visit_makes_the_route(self):
        self.route.unlink()
        told = self.as_kind("rep").add_to_today({"service_min": 45})
        route = self.env["field.visit.route"].browse(told["route_id"])
        self.assertEqual((route.rep_id, route.date), (self.rep, self.monday))
        self.assertEqual(route.visit_ids.service_s, 45 * 60)

    def test_a_visit_of_another_day_moves_and_is_said_to(self):
        later = self.planned(0, 9, route=self.env["field.visit.route"], day=2)
        told = self.as_kind("rep").add_to_today()
        self.assertEqual((told["visit_id"], told["moved"]), (later.id, True))
        self.assertIn("moves to today", told["text"])
        self.assertEqual(later.date, self.monday)

    def test_nobody_is_visited_twice_also_by_somebody_unseen(self):
        self.planned(0, 9, route=self.env["field.visit.route"], rep=self.other_rep)
        self.assertRefused("planned for today already", self.as_kind("rep").add_to_today)

    def test_who_is_no_rep_names_one(self):
        self.assertRefused("rep_id", self.as_kind("leader").add_to_today)
        told = self.as_kind("leader").add_to_today({"rep_id": self.rep.id})
        self.assertEqual(told["rep_id"], self.rep.id)

    def test_a_rep_cannot_fill_another_s_day(self):
        with self.assertRaises(AccessError):
            self.as_kind("rep").add_to_today({"rep_id": self.other_rep.id})

    def test_a_clerk_cannot(self):
        with self.assertRaises(AccessError):
            self.as_kind("plain").add_to_today({"rep_id": self.rep.id})

    def test_why_it_does_not_fit(self):
        self.open_from_to(0, 6, 7)
        self.open_from_to(0, 20, 21)
        self.assertRefused("Kallio", self.as_kind("rep").add_to_today)
        self.shop.visit_hours_ids.unlink()
        self.rep.calendar_id = self.env["resource.calendar"].create(
            {"name": "Never", "attendance_ids": [(5, 0, 0)]})
        self.assertRefused("", self.as_kind("rep").add_to_today)
        self.assertFalse(self.shop.field_visit_ids)

    def test_bad_values(self):
        for bad in ({"rep": 1}, [1], "x", {"rep_id": "x"}, {"rep_id": 987654321},
                    {"service_min": "long"}, {"service_min": -5}):
            with self.subTest(bad):
                self.assertRefused("", self.as_kind("manager").add_to_today, bad)

    def test_the_dialog_stays_on_the_map_and_has_no_typed_title(self):
        self.shop.name = EVIL
        action = self.as_kind("leader").with_context(field_visit_stay=True).action_find_day()
        self.assertNotIn("<", action["name"])
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        line = wizard.line_ids.filtered(lambda row: row.light == "green")[0]
        answer = line.with_user(self.users["leader"]).with_context(**action["context"]).action_plan_here()
        self.assertEqual(answer["type"], "ir.actions.act_window_close")
        self.assertTrue(self.shop.field_visit_ids)

    def test_titles_of_dialogs_hold_no_typed_text(self):
        """The dialogs of 14.0 write their title as markup."""
        self.shop.name = EVIL
        visit = self.planned(0, 9)
        for action in (self.shop.action_open_urgent(), visit.action_open_longer(),
                       self.shop.action_open_assign(), visit.action_open_reschedule()):
            self.assertNotIn("<", action["name"])


@tagged("post_install", "-at_install")
class TestDetailsByPrograms(PlanningByPrograms):
    """Over XML-RPC, with each kind of user."""

    def test_each_kind_of_user(self):
        for kind in ("rep", "leader", "manager", "admin", "plain"):
            with self.subTest(kind):
                told = self.call_as(kind, "field.visit.map", "get_details", "res.partner",
                                    self.customers[0].id, [60.18, 24.95])
                self.assertEqual(told["name"], "Kallio")
                self.assertEqual(bool(told["actions"]), kind != "plain")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_what_is_not_offered_is_refused(self):
        shop = self.customers[0].id
        for kind, model, method, arguments in (
                ("plain", "res.partner", "visit_assign", [[shop], {"user_id": 0}]),
                ("plain", "res.partner", "action_open_assign", [[shop]]),
                ("plain", "res.partner", "add_to_today", [[shop], {"rep_id": self.rep.id}]),
                ("rep", "res.partner", "add_to_today", [[shop], {"rep_id": self.other_rep.id}]),
                ("leader", "res.partner", "add_to_today", [[shop]]),
                ("rep", "field.visit.map", "get_details", ["res.partner", 987654321]),
                ("rep", "field.visit.map", "get_details", ["res.partner", "x"])):
            with self.subTest(kind=kind, method=method), self.assertRaises(Fault) as caught:
                self.call_as(kind, model, method, *arguments)
            self.assertNotIn("Traceback", caught.exception.faultString)

    def test_assign_by_a_rep(self):
        self.assertTrue(self.call_as("rep", "res.partner", "visit_assign", self.customers[0].ids,
                                     {"user_id": self.users["rep"].id}))
