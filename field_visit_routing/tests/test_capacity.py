"""Capacity simulator: what is asked, who may ask, and what the job answers."""
import time
import xmlrpc.client

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import capacity_request
from .planning_case import PlanningByPrograms, PlanningCase

INTERVALS = {"A": 7, "B": 14, "C": 28}


class TestCapacity(PlanningCase):

    def ask(self, user=None, **vals):
        env = self.env(user=user or self.users["manager"])
        values = dict({
            "intervals": INTERVALS, "rep_ids": self.rep.ids, "weeks": 2, "seed": 1,
            "domain": [["id", "in", self.customers.ids]]}, **vals)
        values = {name: value for name, value in values.items() if value is not None}
        return env["field.visit.capacity"].browse(
            env["field.visit.capacity"].submit_capacity(values)["capacity_id"])

    def wait(self, simulation, states=("done",)):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            status = simulation.job_status()[0]
            if status["state"] not in ("queued", "running"):
                break
            time.sleep(0.1)
        self.assertIn(simulation.state, states, "%s %s" % (simulation.failure, status))
        return simulation

    def asked(self, **vals):
        return capacity_request.Asked(self.env, dict({
            "intervals": INTERVALS, "rep_ids": self.rep.ids,
            "domain": [["id", "in", self.customers.ids]]}, **vals))

    def test_the_question_holds_grades_hours_and_the_calendar(self):
        self.customers[0].visit_duration_min = 45
        self.customers[1].visit_required_rep_id = self.rep
        question = self.asked().question()
        worker, = question.reps
        self.assertEqual((worker.weekdays, worker.start_s, worker.end_s),
                         ((0, 1, 2, 3, 4), 8 * 3600, 17 * 3600))
        self.assertEqual((worker.breaks[0].earliest_s, worker.breaks[0].duration_s),
                         (12 * 3600, 3600))
        by_id = {item.id: item for item in question.customers}
        first, second = (by_id["p%d" % self.customers[at].id] for at in (0, 1))
        self.assertEqual((first.grade, first.interval_days, first.service_s), ("A", 7, 2700))
        self.assertEqual(second.reps, (str(self.rep.id),))
        self.assertEqual(question.weeks, 13)

    def test_a_grade_without_an_interval_is_not_visited(self):
        question = self.asked(intervals={"A": 7, "B": 0}).question()
        self.assertEqual({item.grade for item in question.customers}, {"A"})

    def test_enough_reps_keep_everything(self):
        simulation = self.wait(self.ask())
        self.assertTrue(simulation.keeps, simulation.result_json)
        result = simulation.get_result()
        self.assertEqual({row["grade"] for row in result["grades"]}, {"A", "B", "C"})
        self.assertTrue(all(row["kept_percent"] >= 95 for row in result["grades"]))
        self.assertEqual(len(result["weeks"]), 2)
        self.assertGreater(simulation.driving_h, 0)
        self.assertIn("<svg", simulation.chart_html)
        self.assertIn('data-grade="A"', simulation.chart_html)
        self.assertIn("keep these intervals", simulation.verdict)

    def test_too_few_reps_and_the_smallest_team(self):
        """Fourteen visits a week are wanted; a rep has room for one before and one after lunch."""
        self.customers.write({"visit_duration_min": 220, "visit_score": 90})
        simulation = self.wait(self.ask(intervals={"A": 3}, weeks=3, find_smallest=True,
                                        target_percent=90))
        self.assertFalse(simulation.keeps)
        self.assertEqual(simulation.smallest_team, 2, simulation.result_json)
        self.assertIn("smallest team", simulation.verdict)
        self.assertTrue(simulation.get_result()["tried"])

    def test_the_dialog_and_again(self):
        wizard = self.env(user=self.users["leader"])["field.visit.capacity.wizard"].create(
            {"domain": "[['id', 'in', %s]]" % self.customers.ids, "weeks": 1})
        action = wizard.action_run()
        self.assertEqual(action["tag"], "field_visit_job_progress")
        simulation = self.env["field.visit.capacity"].browse(action["params"]["res_id"])
        again = simulation.action_simulate_again()
        self.assertEqual(again["context"]["default_interval_b"], 14)
        self.assertEqual(again["context"]["default_weeks"], 1)

    def test_the_same_reference_gives_the_same_simulation(self):
        self.assertEqual(self.ask(client_reference="q1"), self.ask(client_reference="q1"))

    def test_cancelled_before_it_began(self):
        simulation = self.ask()
        simulation.job_cancel()
        self.assertEqual(simulation.state, "cancelled")
        self.assertFalse(simulation.chart_html)
        with self.assertRaisesRegex(UserError, "has no result"):
            simulation.get_result()

    def test_bad_input_is_refused_by_a_sentence(self):
        for vals, words in (
                ({"intervals": None}, "intervals"), ({"intervals": {"Z": 3}}, "intervals"),
                ({"intervals": {"A": -1}}, "intervals"), ({"intervals": {"A": 0}}, "no grade"),
                ({"weeks": 0}, "weeks"), ({"weeks": 99}, "weeks"),
                ({"rep_ids": [987654321]}, "987654321"), ({"domain": "nonsense"}, "domain"),
                ({"domain": [["id", "=", 0]]}, "no customer"), ({"target_percent": 101}, "target"),
                ({"quarter": 1}, "quarter is no field"), ({"date_from": "soon"}, "no date")):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.ask(**vals)
        with self.assertRaisesRegex(UserError, "dictionary"):
            self.env["field.visit.capacity"].submit_capacity("quarter")

    def test_who_may_ask_and_see(self):
        own = self.ask(user=self.users["leader"])
        other = self.ask()
        seen = {kind: self.env(user=self.users[kind])["field.visit.capacity"].search(
            [("id", "in", (own | other).ids)]) for kind in ("leader", "manager")}
        self.assertEqual(seen["leader"], own)
        self.assertEqual(seen["manager"], own | other)
        for kind in ("rep", "plain"):
            with self.assertRaises(AccessError):
                self.ask(user=self.users[kind])
        self.other_rep.team_id = False
        with self.assertRaisesRegex(UserError, "ask your manager"):
            self.ask(user=self.users["leader"], rep_ids=self.other_rep.ids)
        with self.assertRaises(UserError):
            own.with_user(self.users["leader"]).write({"keeps": True})


@tagged("post_install", "-at_install")
class TestCapacityByPrograms(PlanningByPrograms):

    def test_asked_and_answered(self):
        for kind in ("leader", "manager"):
            with self.subTest(kind):
                asked = self.call_as(kind, "field.visit.capacity", "submit_capacity", {
                    "intervals": INTERVALS, "weeks": 1, "rep_ids": self.rep.ids,
                    "domain": [["id", "in", self.customers.ids]]})
                self._wait(kind, asked["capacity_id"])
                result = self.call_as(
                    kind, "field.visit.capacity", "get_result", [asked["capacity_id"]])
                self.assertEqual(result["state"], "done")
                self.assertTrue(result["grades"])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_a_rep_gets_a_fault(self):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call_as("rep", "field.visit.capacity", "submit_capacity", {})
        self.assertNotIn("Traceback", caught.exception.faultString)

    def _wait(self, kind, capacity_id):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            status, = self.call_as(kind, "field.visit.capacity", "job_status", [capacity_id])
            if status["state"] not in ("queued", "running"):
                return
            time.sleep(0.1)
        self.fail("the simulation did not end in a minute")
