"""Stops moved within routes, between them and out: timed and checked as a draft, saved as a whole."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .. import compat
from .route_case import RouteCase


class MovesCase(RouteCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.route_b = cls.env["field.visit.route"].create({
            "rep_id": cls.other_rep.id, "date": cls.monday, "has_start": True, "has_end": True,
            "start_latitude": 60.17, "start_longitude": 24.94, "end_latitude": 60.17, "end_longitude": 24.94})
        cls.a1, cls.a2, cls.a3 = (cls.planned(number, 9 + number) for number in range(3))
        cls.b1, cls.b2 = (cls.planned(number, 6 + number, route=cls.route_b, rep=cls.other_rep)
                          for number in (3, 4))
        cls.both = cls.route | cls.route_b

    def move(self, visit, route, position=0):
        return {"visit_id": visit.id, "route_id": route.id or 0, "position": position}

    def row(self, answer, route):
        return next(row for row in answer["routes"] if row["route_id"] == route.id)

    def order(self, answer, route):
        return [stop["visit_id"] for stop in self.row(answer, route)["stops"]]

    def stamps(self):
        return {str(row["route_id"]): row["stamp"] for row in self.both.check_moves()["routes"]}

    def out_of(self, visit):
        return {"visit_id": visit.id, "route_id": 0}

    def on_leave(self, rep):
        """A calendar of the rep's own with the whole Monday off."""
        rep.calendar_id = self.company.resource_calendar_id.copy()
        self.env["resource.calendar.leaves"].create({
            "name": "Ill", "calendar_id": rep.calendar_id.id, "date_from": self.at(0), "date_to": self.at(23, 59)})


class TestDraft(MovesCase):

    def test_routes_as_they_stand(self):
        answer = self.both.check_moves()
        self.assertEqual(self.order(answer, self.route), [self.a1.id, self.a2.id, self.a3.id])
        row = self.row(answer, self.route)
        self.assertTrue(row["editable"])
        self.assertRegex(row["stops"][0]["clock"], r"^\d\d:\d\d–\d\d:\d\d$")
        self.assertEqual(row["order"], [self.a1.id, self.a2.id, self.a3.id])
        self.assertEqual(row["distance_m"], self.route.check_order()["distance_m"])

    def test_another_position_is_timed_like_the_order_itself(self):
        answer = self.route.check_moves([self.move(self.a3, self.route, 1)])
        self.assertEqual(self.order(answer, self.route), [self.a3.id, self.a1.id, self.a2.id])
        same = self.route.check_order([self.a3.id, self.a1.id, self.a2.id])
        row = self.row(answer, self.route)
        for name in ("start_at", "end_at", "distance_m", "travel_s", "fits"):
            self.assertEqual(row[name], same[name], name)
        self.assertEqual([stop["start"] for stop in row["stops"]], [stop["start"] for stop in same["stops"]])

    def test_another_route_and_nothing_is_written(self):
        before = [(visit.route_id, visit.planned_start, visit.sequence) for visit in self.a1 | self.b1]
        answer = self.route.check_moves([self.move(self.a1, self.route_b, 2)])
        self.assertEqual(self.order(answer, self.route), [self.a2.id, self.a3.id])
        self.assertEqual(self.order(answer, self.route_b), [self.b1.id, self.a1.id, self.b2.id])
        self.assertEqual([(visit.route_id, visit.planned_start, visit.sequence) for visit in self.a1 | self.b1],
                         before)

    def test_moves_follow_one_another_and_a_way_back_changes_nothing(self):
        there_and_back = [self.move(self.a1, self.route_b), self.move(self.a1, self.route, 1)]
        answer = self.both.check_moves(there_and_back)
        self.assertEqual(self.order(answer, self.route), [self.a1.id, self.a2.id, self.a3.id])
        self.assertEqual(self.row(answer, self.route)["end_at"],
                         self.row(self.both.check_moves(), self.route)["end_at"])

    def test_out_of_the_route(self):
        answer = self.route.check_moves([self.out_of(self.a2)])
        self.assertEqual(self.order(answer, self.route), [self.a1.id, self.a3.id])
        self.assertEqual(answer["out"], [{"visit_id": self.a2.id, "customer": self.a2.name}])
        self.assertTrue(answer["fits"])
        back = self.route.check_moves([self.out_of(self.a2), self.move(self.a2, self.route)])
        self.assertEqual((back["out"], self.order(back, self.route)[-1]), ([], self.a2.id))

    def test_the_last_stop_leaves_an_empty_route(self):
        answer = self.route_b.check_moves([self.out_of(self.b1), self.move(self.b2, self.route)])
        row = self.row(answer, self.route_b)
        self.assertEqual((row["order"], row["distance_m"], row["fits"]), ([], 0, True))

    def test_a_window_missed_by_the_move_is_named(self):
        self.open_from_to(2, 8, 9)
        first = self.route.check_moves([self.move(self.a3, self.route, 1)])
        self.assertTrue(first["fits"])
        last = self.route.check_moves([self.move(self.a3, self.route)])
        codes = [(row["code"], row["visit_id"]) for row in self.row(last, self.route)["violations"]]
        self.assertEqual(codes, [("window", self.a3.id)])
        self.assertFalse(last["fits"])

    def test_a_day_too_long_and_a_fixed_rep_are_named(self):
        self.a1.write({"service_s": 9 * 3600, "pin_rep": True})
        answer = self.route.check_moves([self.move(self.a1, self.route_b)])
        texts = [row["text"] for row in self.row(answer, self.route_b)["violations"]]
        self.assertTrue(any("after working time" in text for text in texts), texts)
        self.assertTrue(any("fixed to another rep" in text for text in texts), texts)

    def test_taking_out_what_is_fixed_or_promised_is_named(self):
        self.a1.write({"is_mandatory": True})
        self.a1.action_keep()
        self.a1.action_customer_informed()
        answer = self.route.check_moves([self.out_of(self.a1)])
        self.assertEqual([row["code"] for row in answer["violations"]], ["pin_out", "told_out", "mandatory_out"])
        self.assertFalse(answer["fits"])

    def test_the_same_customer_twice_on_a_day(self):
        tuesday = self.env["field.visit.route"].create({
            "rep_id": self.other_rep.id, "date": self.monday + timedelta(days=1)})
        twin = self.planned(0, 10, route=tuesday, rep=self.other_rep, day=1)
        answer = self.route.check_moves([self.move(twin, self.route_b)])
        codes = {row["code"] for row in self.row(answer, self.route_b)["violations"]}
        self.assertTrue(codes & {"same_day", "gap_short"}, codes)

    def test_a_visit_that_waits_to_be_planned_is_moved_in(self):
        free = self.env["field.visit"].create({"partner_id": self.customers[5].id, "service_s": 1800})
        answer = self.route.check_moves([self.move(free, self.route, 2)])
        self.assertEqual(self.order(answer, self.route), [self.a1.id, free.id, self.a2.id, self.a3.id])

    def test_refusals_are_sentences(self):
        self.b1.action_start()
        over = self.env["field.visit.route"].create(
            {"rep_id": self.rep.id, "date": self.monday - timedelta(days=30)})
        for moves, words in (
                ("x", "not a list of moves"), ([7], "is no move"), ([{"visit_id": self.a1.id}], "is no move"),
                ([dict(self.move(self.a1, self.route), more=1)], "is no move"),
                ([{"visit_id": 987654321, "route_id": 0}], "987654321"),
                ([{"visit_id": "x", "route_id": 0}], "not a list of ids"),
                ([{"visit_id": self.a1.id, "route_id": 987654321}], "987654321"),
                ([self.move(self.a1, self.route, -1)], "position"), ([self.move(self.a1, self.route, "1")], "position"),
                ([self.move(self.a1, self.route, float("nan"))], "position"),
                ([self.move(self.b1, self.route)], "under way"), ([self.move(self.a1, over)], "is over")):
            for call in (self.both.check_moves, self.both.save_moves):
                with self.subTest(words=words, call=call.__name__), self.assertRaisesRegex(UserError, words):
                    call(moves)

    def test_a_way_point_stays_on_its_route(self):
        self.a1.is_waypoint = True
        with self.assertRaisesRegex(UserError, "stays on their route"):
            self.both.check_moves([self.move(self.a1, self.route_b)])

    def test_a_route_that_is_over_is_shown_but_not_edited(self):
        over = self.env["field.visit.route"].create(
            {"rep_id": self.rep.id, "date": self.monday - timedelta(days=30)})
        row = self.row(over.check_moves(), over)
        self.assertFalse(row["editable"])
        self.assertIn("is over", row["reason"])

    def test_a_rep_who_does_not_work_keeps_the_others_editable(self):
        self.on_leave(self.rep)
        answer = self.both.check_moves()
        self.assertIn("does not work", self.row(answer, self.route)["violations"][0]["text"])
        self.assertEqual(self.order(answer, self.route_b), [self.b1.id, self.b2.id])
        moved = self.both.check_moves([self.move(self.a1, self.route_b)])
        self.assertEqual(self.order(moved, self.route_b), [self.b1.id, self.b2.id, self.a1.id])


class TestSave(MovesCase):

    def test_what_was_checked_is_what_is_saved(self):
        moves = [self.move(self.a1, self.route_b, 2), self.move(self.a3, self.route, 1)]
        checked = self.both.check_moves(moves)
        saved = self.both.save_moves(moves, self.stamps())
        for answer in (saved, self.both.check_moves()):
            for route in self.both:
                before, after = self.row(checked, route), self.row(answer, route)
                self.assertEqual(after["order"], before["order"])
                self.assertEqual([s["start"] for s in after["stops"]], [s["start"] for s in before["stops"]])
        self.assertEqual(self.a1.route_id, self.route_b)
        self.assertEqual(self.a1.rep_id, self.other_rep)
        self.assertEqual(fields.Datetime.to_string(self.a1.planned_start), self.row(saved, self.route_b)["stops"][1]["start"])
        self.assertEqual((self.b1 | self.a1 | self.b2).sorted("sequence").ids, self.row(saved, self.route_b)["order"])
        self.assertEqual(self.route_b.distance_m, self.row(saved, self.route_b)["distance_m"])
        self.assertEqual(self.a1.calendar_event_id.user_id, self.other_rep.user_id)
        self.assertEqual(self.a1.calendar_event_id.start, self.a1.planned_start)

    def test_another_day(self):
        tuesday = self.env["field.visit.route"].create({"rep_id": self.rep.id, "date": self.monday + timedelta(days=1)})
        self.route.save_moves([self.move(self.a2, tuesday)])
        self.assertEqual((self.a2.route_id, self.a2.date), (tuesday, tuesday.date))
        self.assertEqual(tuesday.visit_count, 1)
        self.assertTrue(tuesday.end_at)

    def test_out_means_to_be_planned_anew(self):
        self.a1.action_keep()
        event = self.a1.calendar_event_id
        self.route.save_moves([self.out_of(self.a1)])
        self.assertEqual((self.a1.state, self.a1.route_id.id, self.a1.planned_start), ("draft", False, False))
        self.assertFalse(self.a1.is_kept)
        self.assertFalse(event.exists())
        self.assertEqual((self.a2 | self.a3).mapped("sequence"), [1, 2])
        self.route.save_moves([self.move(self.a1, self.route, 1)])
        self.assertEqual((self.a1.state, self.a1.sequence), ("planned", 1))
        self.assertEqual(self.a1.date, self.monday)

    def test_an_emptied_route_has_no_figures(self):
        self.route_b.set_order([])
        self.route_b.save_moves([self.out_of(self.b1), self.out_of(self.b2)])
        self.assertFalse(self.route_b.start_at or self.route_b.end_at or self.route_b.distance_m)

    def test_somebody_else_changed_the_route_meanwhile(self):
        stamps = self.stamps()
        self.route.set_order([self.a2.id, self.a1.id, self.a3.id])
        moves = [self.move(self.a1, self.route_b)]
        checked = self.both.check_moves(moves, stamps)
        self.assertEqual(len(checked["stale"]), 1)
        self.assertIn(self.route.name, checked["stale"][0])
        before = self.a1.planned_start
        with self.assertRaisesRegex(UserError, "changed by somebody else"):
            self.both.save_moves(moves, stamps)
        self.assertEqual((self.a1.route_id, self.a1.planned_start), (self.route, before))
        self.both.save_moves(moves, self.stamps())
        self.assertEqual(self.a1.route_id, self.route_b)

    def test_a_route_without_a_stamp_is_not_overwritten(self):
        stamps = self.stamps()
        del stamps[str(self.route_b.id)]
        with self.assertRaisesRegex(UserError, "changed by somebody else"):
            self.route.save_moves([self.move(self.a1, self.route_b)], stamps)

    def test_a_customer_without_a_position_gets_a_time_all_the_same(self):
        self.customers[0].clear_position()
        compat.invalidate(self.a1)
        answer = self.route.save_moves([self.move(self.a1, self.route_b)])
        self.assertIn("no_position", [row["code"] for row in self.row(answer, self.route_b)["violations"]])
        self.assertEqual(self.a1.route_id, self.route_b)
        self.assertGreaterEqual(self.a1.planned_start, self.b2.planned_end)

    def test_a_rep_who_falls_ill_gives_stops_away_and_takes_none(self):
        self.on_leave(self.rep)
        with self.assertRaisesRegex(UserError, "does not work on"):
            self.both.save_moves([self.move(self.b1, self.route)])
        self.both.save_moves([self.move(self.a1, self.route_b), self.out_of(self.a2)])
        self.assertEqual((self.a1.route_id, self.a2.state), (self.route_b, "draft"))
        self.route.save_moves([self.out_of(self.a3)])
        self.assertEqual(self.a3.state, "draft")

    def test_one_bad_move_and_nothing_is_saved(self):
        self.b1.action_start()
        with self.assertRaises(UserError):
            self.both.save_moves([self.move(self.a1, self.route_b), self.move(self.b1, self.route)])
        self.assertEqual(self.a1.route_id, self.route)

    def test_the_link_to_the_map(self):
        action = self.route.action_open_map()
        self.assertEqual(self.env["field.visit"].search(action["domain"]), self.a1 | self.a2 | self.a3)
        self.assertEqual(action["views"][0][1], "field_visit_map")


class TestWho(MovesCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_rep.team_id = cls.env["crm.team"].create({"name": "North"})

    def as_user(self, kind, routes):
        return routes.with_user(self.users[kind])

    def test_a_rep_orders_the_own_day_and_gives_nothing_away(self):
        own = self.as_user("rep", self.route)
        own.save_moves([self.move(self.a3, self.route, 1)])
        self.assertEqual(self.a3.sequence, 1)
        for call in (own.check_moves, own.save_moves):
            with self.assertRaises(AccessError):
                call([self.move(self.a1, self.route_b)])
            with self.assertRaises(AccessError):
                call([self.move(self.b1, self.route)])
        self.assertEqual((self.a1.route_id, self.b1.route_id), (self.route, self.route_b))

    def test_a_leader_works_within_the_team(self):
        with self.assertRaises(AccessError):
            self.as_user("leader", self.route).save_moves([self.move(self.a1, self.route_b)])
        self.other_rep.team_id = self.team
        self.as_user("leader", self.route).save_moves([self.move(self.a1, self.route_b)])
        self.assertEqual(self.a1.route_id, self.route_b)

    def test_a_manager_moves_between_teams(self):
        self.as_user("manager", self.route).save_moves([self.move(self.a1, self.route_b)])
        self.assertEqual(self.a1.rep_id, self.other_rep)

    def test_others_see_nothing(self):
        for call in (self.as_user("plain", self.route).check_moves, self.as_user("plain", self.route).save_moves):
            with self.assertRaises(AccessError):
                call([self.out_of(self.a1)])

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.users["manager"].write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        with self.assertRaises(AccessError):
            self.as_user("manager", self.route).save_moves([self.out_of(self.a1)])
