"""Pages of visits of other days on the phone: whose they are, what they tell, and what can be done with them."""
import json
from datetime import timedelta

from odoo.tools import mute_logger

from .. import compat
from .field_case import FieldByPrograms
from .test_app_page import PageCase

APP = "/field_visit_routing/app"


class TestOtherDays(PageCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = cls.today + timedelta(days=1)
        cls.later = cls.env["field.visit"].create([dict(
            cls._visit_values(number, customer), route_id=False, date=cls.day,
            planned_start="%s %02d:00:00" % (cls.day, 9 + number)) for number, customer in enumerate(cls.customers[3:5])])
        cls.env["field.visit.agenda"].create({"visit_id": cls.later[0].id, "text": "Bring samples"})
        outcomes = cls.env["field.visit.outcome"]
        cls.shut = outcomes.create({"name": "Shut", "step": "skip", "kind": "not_met"})
        cls.wish = outcomes.create({"name": "Asked for it", "step": "move", "kind": "customer"})

    def pages(self, kind="rep", **vals):
        return self.app(kind).get_visits(vals)

    def test_a_day_is_told_as_today_is(self):
        pages = self.pages(date=str(self.day))
        self.assertEqual([page["visit_id"] for page in pages], self.later.ids)
        today = self.load()["route"]["stops"][0]
        self.assertEqual(set(pages[0]), set(today) | {"date"})
        self.assertEqual((pages[0]["date"], pages[0]["card"]["name"], pages[0]["agenda"][0]["text"]),
                         (str(self.day), "Ruoholahti", "Bring samples"))
        json.dumps(pages)

    def test_one_visit_whatever_became_of_it(self):
        self.later[1].action_cancel()
        page, = self.pages(visit_id=self.later[1].id)
        self.assertEqual((page["visit_id"], page["state"]), (self.later[1].id, "cancelled"))
        self.assertEqual([page["visit_id"] for page in self.pages(date=str(self.day))], self.later[:1].ids)

    def test_visits_of_others_are_not_told(self):
        self.later[0].rep_id = self.other_rep
        self.assertRefused("not yours", self.app().get_visits, {"visit_id": self.later[0].id})
        self.assertEqual([page["visit_id"] for page in self.pages(date=str(self.day))], self.later[1:].ids)

    def test_who_sees_all_at_the_desk_has_none_on_the_phone(self):
        for kind in ("manager", "admin"):
            self.assertEqual(self.pages(kind, date=str(self.day)), [], kind)
            self.assertRefused("not yours", self.app(kind).get_visits, {"visit_id": self.later[0].id})

    def test_bad_requests_are_refused_in_a_sentence(self):
        for vals, sentence in (
                ({}, "is no date"), ({"date": "tomorrow"}, "is no date"), ({"date": 7}, "is no date"),
                ({"visit_id": "7 or 1=1"}, "not yours"), ({"visit_id": True}, "not yours"), ({"visit_id": [1]}, "not yours"),
                ({"visit_id": 2 ** 40}, "not yours"), ({"rep_id": self.rep.id}, "no field"), (["date"], "dictionary")):
            self.assertRefused(sentence, self.app().get_visits, vals)

    def test_the_week_knows_enough_for_a_page_without_a_network(self):
        self.customers[3].phone = "+358 40 765 4321"
        day = next(day for day in self.load()["week"] if day["date"] == str(self.day))
        line = day["visits"][0]
        self.assertEqual((line["phone"], line["agenda"][0]["text"], line["has_position"]),
                         ("+358 40 765 4321", "Bring samples", True))
        self.assertEqual((line["hours"], line["is_closed"]), (self.pages(visit_id=self.later[0].id)[0]["hours"], False))

    def test_a_full_fortnight_is_small(self):
        """Fourteen visits a day for two weeks, beside three hundred customers, are far from a megabyte."""
        lines = [visit._app_line() for visit in self.later.with_user(self.users["rep"])]
        line = max(len(json.dumps(line, ensure_ascii=False).encode()) for line in lines)
        row = max(len(json.dumps(row, ensure_ascii=False).encode()) for row in self.load()["customers"])
        self.assertLess(line * 14 * 14 + row * 300, 500_000)

    def test_it_is_skipped_and_moved_with_a_reason_and_talked_about(self):
        first, second = self.later
        seen = {"date": str(self.day), "state": "planned"}
        events = [
            self.event("tick_agenda", visit_id=first.id, agenda_id=first.agenda_ids.id, done=True),
            self.event("skip_visit", visit_id=first.id, outcome_id=self.shut.id),
            self.event("move_visit", visit_id=second.id, outcome_id=self.wish.id, date=str(self.day + timedelta(days=1)))]
        receipts = self.receive(*[dict(event, seen=seen) for event in events])
        self.assertEqual([receipt["state"] for receipt in receipts], ["done"] * 3, receipts)
        self.assertEqual((first.state, first.agenda_ids.is_done, second.date), ("missed", True, self.day + timedelta(days=1)))

    def test_one_that_was_moved_meanwhile_is_a_conflict(self):
        event = self.event("skip_visit", visit_id=self.later[0].id, outcome_id=self.shut.id)
        self.later[0].action_reschedule({"planned_start": "%s 09:00:00" % (self.day + timedelta(days=3))})
        receipt, = self.receive(dict(event, seen={"date": str(self.day)}))
        self.assertEqual((receipt["state"], self.later[0].state), ("conflict", "planned"))
        self.assertIn("moved to another day", receipt["message"])

    def test_a_lead_that_the_rep_may_not_open_stops_neither_the_week_nor_the_page(self):
        group = self.env.ref("sales_team.group_sale_salesman_all_leads")
        only_own = self.env.ref("sales_team.group_sale_salesman")
        self.users["rep"].write({compat.USER_GROUPS: [(3, group.id), (4, only_own.id)]})
        lead = self.env["crm.lead"].create({"name": "Hidden", "user_id": self.users["manager"].id, "city": "Espoo",
                                            "partner_latitude": 60.18, "partner_longitude": 24.94})
        self.later[0].write({"partner_id": False, "lead_id": lead.id})
        compat.flush(self.env["field.visit"])
        for model in ("field.visit", "crm.lead"):
            compat.invalidate(self.env[model])
        page, = self.pages(visit_id=self.later[0].id)
        self.assertEqual((page["lead_id"], page["card"]), (lead.id, {}))
        week = self.load()["week"]
        line = next(line for day in week for line in day["visits"] if line["visit_id"] == self.later[0].id)
        self.assertEqual((line["lead_id"], line["city"], line["address"]), (lead.id, "Espoo", page["address"]))
        self.assertIn("Espoo", page["address"])
        receipt, = self.receive(self.event("check_in", visit_id=self.later[0].id))
        self.assertEqual(receipt["state"], "done", receipt)

    def beside(self, kind="rep"):
        return {page["visit_id"]: page for page in self.load(kind)["beside"]}

    def test_a_visit_of_today_without_a_route_has_its_steps(self):
        visit = self.later[0]
        visit.write({"date": self.today, "planned_start": "%s 12:00:00" % self.today})
        self.assertEqual(list(self.beside()), visit.ids, "stops of the route and visits of other days are not told twice")
        told = self.beside()[visit.id]
        self.assertEqual((set(told), told["date"]), (set(self.load()["route"]["stops"][0]) | {"date"}, str(self.today)))
        seen = {"date": str(self.today), "state": "planned"}
        receipts = self.receive(*[dict(self.event(kind, visit_id=visit.id), seen=seen) for kind in (
            "start_travel", "check_in", "check_out")])
        self.assertEqual([receipt["state"] for receipt in receipts], ["done"] * 3, receipts)
        self.assertEqual((visit.state, bool(visit.actual_start), bool(visit.actual_end)), ("done", True, True))
        self.assertEqual(self.beside()[visit.id]["state"], "done")

    def test_one_that_goes_on_since_another_day_can_be_ended(self):
        visit = self.later[1]
        visit.write({"date": self.today - timedelta(days=9), "planned_start": False})
        visit.action_start()
        self.assertEqual(self.beside()[visit.id]["state"], "in_progress")
        receipt, = self.receive(self.event("check_out", visit_id=visit.id))
        self.assertEqual((receipt["state"], visit.state), ("done", "done"), receipt)
        self.assertNotIn(visit.id, self.beside())

    def test_visits_beside_the_route_are_told_to_their_rep_alone(self):
        self.later.write({"date": self.today})
        self.later[0].rep_id = self.other_rep
        self.assertEqual(list(self.beside()), self.later[1:].ids)
        self.assertFalse(self.beside("manager"))
        self.later[1].action_cancel()
        self.assertFalse(self.beside())


class TestOtherDaysByPrograms(FieldByPrograms):

    def asked(self):
        self.opener.headers["Content-Type"] = "application/json"
        asked = {"params": {"vals": {"visit_id": self.visit.id}}}
        return self.url_open(APP + "/visits", data=json.dumps(asked)).json()

    def test_each_kind_of_user_gets_own_visits_only(self):
        today = str(self.today)
        own = self.call_as("rep", "field.visit.app", "get_visits", {"date": today})
        self.assertEqual([page["visit_id"] for page in own], self.visits.ids)
        self.assertEqual(self.call_as("manager", "field.visit.app", "get_visits", {"date": today}), [])

    @mute_logger("odoo.http")
    def test_the_phone_asks_with_a_session_only(self):
        self.assertEqual(self.asked()["error"]["code"], 100)
        self.authenticate("fv_plain", "fv_plain_pw1")
        refused = self.asked()["error"]["data"]["name"]
        self.assertTrue(refused.endswith(("UserError", "AccessError")), refused)
        self.authenticate("fv_rep", "fv_rep_pw1")
        self.assertEqual(self.asked()["result"][0]["visit_id"], self.visit.id)
