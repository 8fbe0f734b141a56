"""Moving stops over XML-RPC: what each kind of user may move, and that every refusal is a sentence."""
import xmlrpc.client
from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import compat
from .planning_case import PlanningByPrograms

ROUTE = "field.visit.route"


@tagged("post_install", "-at_install")
class TestMovesByPrograms(PlanningByPrograms):

    def setUp(self):
        super().setUp()
        self.other_rep.team_id = self.env["crm.team"].create({"name": "North"})
        self.routes = [self.env[ROUTE].create({"rep_id": rep.id, "date": self.monday})
                       for rep in (self.rep, self.other_rep)]
        self.visits = [self._visit(number, self.routes[number // 2]) for number in range(4)]
        compat.flush(self.env["field.visit"])

    def _visit(self, number, route):
        start = datetime.combine(self.monday, datetime.min.time()) + timedelta(hours=7 + number)
        visit = self.env["field.visit"].create({
            "partner_id": self.customers[number].id, "rep_id": route.rep_id.id, "route_id": route.id,
            "planned_start": start, "service_s": 1800, "sequence": number + 1})
        visit.action_plan()
        return visit

    def move(self, visit, route, position=0):
        return {"visit_id": self.visits[visit].id, "route_id": self.routes[route].id, "position": position}

    def ask(self, kind, method, moves, *more):
        return self.call_as(kind, ROUTE, method, [], moves, *more)

    def orders(self, answer):
        return {row["route_id"]: row["order"] for row in answer["routes"]}

    def test_a_rep_saves_the_own_order(self):
        moves = [self.move(1, 0, 1)]
        checked = self.ask("rep", "check_moves", moves)
        stamps = {str(row["route_id"]): row["stamp"] for row in checked["routes"]}
        saved = self.ask("rep", "save_moves", moves, stamps)
        wanted = [self.visits[1].id, self.visits[0].id]
        self.assertEqual(self.orders(saved)[self.routes[0].id], wanted)
        read = self.call_as("rep", ROUTE, "check_order", [self.routes[0].id])
        self.assertEqual([stop["visit_id"] for stop in read["stops"]], wanted)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_not(self):
        for kind in ("rep", "leader", "plain"):
            for method in ("check_moves", "save_moves"):
                with self.subTest(kind=kind, method=method), self.assertRaises(xmlrpc.client.Fault) as caught:
                    self.ask(kind, method, [self.move(0, 1)])
                self.assertNotIn("Traceback", caught.exception.faultString)
        self.assertEqual(self.visits[0].route_id, self.routes[0])

    def test_managers_and_administrators_move_between_teams(self):
        for kind, visit in (("manager", 0), ("admin", 1)):
            saved = self.ask(kind, "save_moves", [self.move(visit, 1)])
            self.assertIn(self.visits[visit].id, self.orders(saved)[self.routes[1].id])

    @mute_logger("odoo.http")
    def test_faults_are_sentences(self):
        for moves, stamps, words in (
                ("x", {}, "moves"), ([{}], {}, "is no move"), ([self.move(0, 1)], {"7": "x"}, "somebody else"),
                ([self.move(0, 1)], [1], "stamps"), ([{"visit_id": 987654321, "route_id": 0}], {}, "987654321"),
                ([dict(self.move(0, 1), position=1.5)], {}, "position")):
            with self.subTest(words), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.ask("manager", "save_moves", moves, stamps)
            self.assertIn(words, caught.exception.faultString)
            self.assertNotIn("Traceback", caught.exception.faultString)
