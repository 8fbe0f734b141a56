"""Design of territories: asked for, compared, chosen, approved, published, undone; and who may do what."""
import json
import time
import xmlrpc.client

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .. import compat
from ..engine.territory.design import TODAY
from ..engine.territory.design.checker import check
from ..engine.territory.design.codec import question_from_dict
from .planning_case import PlanningByPrograms, PlanningCase

#: Where a job's failure is noted for the administrator.
QUIET = "odoo.addons.field_visit_routing.models.field_visit_job_collect"
#: Side of the square of customers around Helsinki.
SIDE = 6


class DesignWorld:
    @classmethod
    def set_up_square(cls):
        cls.square = cls.env["res.partner"].create([{
            "name": "Square %d-%d" % (row, column), "is_company": True, "city": "Squaretown",
            "partner_latitude": 60.15 + row / 100, "partner_longitude": 24.80 + column / 50,
            "user_id": (cls.users["rep"] if column < 4 else cls.users["manager"]).id,
            "visit_interval_days": 14, "visit_duration_min": 30,
        } for row in range(SIDE) for column in range(SIDE)])
        compat.flush(cls.square)

    @classmethod
    def asked(cls, **changes):
        values = {"rep_ids": (cls.rep | cls.other_rep).ids, "domain": [["city", "=", "Squaretown"]],
                  "balance": "customers"}
        values.update(changes)
        return {name: value for name, value in values.items() if value is not None}


class TestTerritoryDesign(DesignWorld, PlanningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_square()

    def design(self, user="manager", **changes):
        designs = self.env(user=self.users[user])["field.visit.territory.design"]
        return designs.browse(designs.submit_design(self.asked(**changes))["design_id"])

    def solved(self, user="manager", states=("done",), **changes):
        design = self.design(user, **changes)
        end = time.monotonic() + 400
        while design.job_status()[0]["state"] in ("queued", "running") and time.monotonic() < end:
            time.sleep(0.1)
        self.assertIn(design.state, states, design.failure)
        return design

    def published(self, **changes):
        design = self.solved(**changes)
        self.scenario(design, "compact").action_choose()
        design.action_approve()
        design.action_publish()
        return design

    def scenario(self, design, kind):
        return design.scenario_ids.filtered(lambda scenario: scenario.kind == kind)

    def assertRefused(self, text, call, *args):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call(*args)
        self.assertIn(text, str(caught.exception))

    # ---- scenarios ----------------------------------------------------------------------------
    def test_scenarios_side_by_side_and_checked_again(self):
        design = self.solved()
        self.assertEqual(design.scenario_ids.mapped("kind"), ["today", "compact", "home", "keep"])
        today, compact = self.scenario(design, TODAY), self.scenario(design, "compact")
        self.assertAlmostEqual(today.deviation_percent, 100 * (24 / 18 - 1), places=1)
        self.assertEqual(compact.area_ids.mapped("customer_count"), [18, 18])
        self.assertTrue(compact.balanced)
        question = question_from_dict(json.loads(design.sudo().job_request)["question"])
        for scenario in design.scenario_ids - today:
            design.sudo().chosen_id = scenario
            self.assertEqual(check(question, design.sudo()._engine_scenario()), ())
        self.assertIn("data-scenario=\"keep\"", design.compare_html)
        self.assertLessEqual(self.scenario(design, "keep").change_count, compact.change_count)

    def test_balanced_by_every_number(self):
        self.square[0].write({"visit_score": 80.0})
        self.square[1:].write({"visit_score": 20.0})
        for balance in ("visit_hours", "drive_hours", "work_hours", "score"):
            design = self.solved(balance=balance, scenarios=["compact"])
            self.assertTrue(self.scenario(design, "compact").balanced, balance)
        design = self.solved(balance="field", balance_field="visit_interval_days", scenarios=["compact"])
        self.assertEqual(sum(self.scenario(design, "compact").area_ids.mapped("load")), 36 * 14)

    def test_potential_counts_what_is_hoped_for(self):
        for partner in self.square[:20]:
            self.env["crm.lead"].create({"name": "Hope", "type": "opportunity", "partner_id": partner.id,
                                         "expected_revenue": 100.0, "probability": 10.0, "user_id": self.users["manager"].id})
        design = self.solved(balance="potential", scenarios=["compact"])
        self.assertAlmostEqual(sum(self.scenario(design, "compact").area_ids.mapped("load")), 2000.0)

    def test_locked_customers_keep_their_rep(self):
        east = self.square[5]
        design = self.solved(locks={str(self.rep.id): [east.id]}, scenarios=["compact"])
        line = self.scenario(design, "compact").line_ids.filtered(lambda row: row.partner_id == east)
        self.assertEqual(line.rep_id, self.rep)
        self.assertTrue(line.is_locked)
        design = self.solved(lock_domain=[["id", "in", self.square[4:6].ids]], scenarios=["compact"])
        lines = self.scenario(design, "compact").line_ids.filtered(lambda row: row.partner_id in self.square[4:6])
        self.assertEqual(lines.rep_id, self.other_rep)

    def test_the_map_shows_the_scenario(self):
        design = self.solved(scenarios=["compact"])
        scenario = self.scenario(design, "compact")
        action = scenario.action_map()
        maps = scenario.env["field.visit.map"].with_context(**action["context"])
        layers = maps.get_map_layers(action["res_model"])
        self.assertEqual({area["name"] for area in layers["territories"]}, {self.rep.name, self.other_rep.name})
        data = maps.get_map_data(
            action["res_model"], action["domain"], "line_latitude", "line_longitude", [], "rep_id")
        self.assertEqual(sorted(data["fields"]["rep_id"]["colors"].values()),
                         sorted(area["color"] for area in layers["territories"]))
        self.assertEqual(scenario.env[action["res_model"]].search_count(action["domain"]), 36)

    def test_the_dialog_and_again(self):
        wizard = self.env(user=self.users["manager"])["field.visit.territory.design.wizard"].create({
            "rep_ids": [(6, 0, (self.rep | self.other_rep).ids)], "domain": "[['city', '=', 'Squaretown']]",
            "balance": "customers", "home": False, "use_locks": True, "lock_domain": "[['id', '=', %d]]" % self.square[0].id})
        design = self.env["field.visit.territory.design"].browse(wizard.action_run()["params"]["res_id"])
        self.assertEqual((design.customer_count, design.locked_count), (36, 1))
        context = design.action_design_again()["context"]
        self.assertEqual(context["default_lock_domain"], "[['id', '=', %d]]" % self.square[0].id)
        self.assertFalse(context["default_home"])

    def test_the_same_reference_gives_the_same_design(self):
        self.assertEqual(self.design(client_reference="a"), self.design(client_reference="a"))

    def test_cancelled_before_it_began(self):
        design = self.design()
        design.job_cancel()
        self.assertEqual(design.state, "cancelled")

    # ---- approval and publishing ----------------------------------------------------------------
    def test_published_areas_and_owners(self):
        parent = self.env["field.visit.territory"].create({"name": "Square", "company_id": self.company.id})
        design = self.published(parent_id=parent.id)
        self.assertEqual(design.territory_ids.parent_id, parent)
        self.assertEqual(len(design.territory_ids), 2)
        lines = self.scenario(design, "compact").line_ids
        for line in lines:
            self.assertEqual(line.partner_id.user_id, line.rep_id.user_id)
            self.assertEqual(line.partner_id.territory_id.user_id, line.rep_id.user_id)
        changed = lines.filtered("is_change")
        self.assertEqual(set(changed.mapped("state")), {"given"})
        self.assertIn("Territory design", changed[0].partner_id.message_ids[0].body)

    def test_undone(self):
        before = {partner.id: partner.user_id for partner in self.square}
        design = self.published()
        areas = design.territory_ids
        moved_on = self.scenario(design, "compact").line_ids.filtered("is_change")[0].partner_id
        moved_on.user_id = self.users["leader"]
        design.action_undo()
        self.assertEqual(design.state, "approved")
        self.assertFalse(any(areas.mapped("active")))
        for partner in self.square - moved_on:
            self.assertEqual(partner.user_id, before[partner.id])
        self.assertEqual(moved_on.user_id, self.users["leader"])

    def test_areas_deeper_in_the_tree_are_told_of_and_do_not_hold_the_members(self):
        area = {"type": "Polygon", "coordinates": [[[24.7, 60.1], [24.85, 60.1], [24.85, 60.3], [24.7, 60.3], [24.7, 60.1]]]}
        top = self.env["field.visit.territory"].create({"name": "Top", "company_id": self.company.id})
        deep = self.env["field.visit.territory"].create({
            "name": "Deep quarter", "parent_id": top.id, "boundary": json.dumps(area), "company_id": self.company.id})
        held = self.square.filtered(lambda partner: partner.territory_id == deep)
        self.assertEqual(len(held), 18)
        design = self.published()
        self.assertIn("Deep quarter", design.published_note)
        self.assertEqual(self.square.territory_id, design.territory_ids)
        self.assertEqual(set(held.mapped("territory_manual")), {True})
        design.action_undo()
        self.assertEqual(held.territory_id, deep)
        self.assertFalse(any(held.mapped("territory_manual")))

    def test_visits_to_plan_go_along_and_planned_ones_stay(self):
        design = self.solved(scenarios=["compact"])
        scenario = self.scenario(design, "compact")
        line = scenario.line_ids.filtered("is_change")[0]
        former = (self.rep | self.other_rep) - line.rep_id
        loose, planned = self.env["field.visit"].create([
            {"partner_id": line.partner_id.id, "rep_id": former.id, "date": self.monday, "state": state}
            for state in ("draft", "planned")])
        scenario.action_choose()
        design.action_approve()
        design.action_publish()
        self.assertEqual((loose.rep_id, planned.rep_id), (line.rep_id, former))
        self.assertIn("1 planned", line.note)
        design.action_undo()
        self.assertEqual((loose.rep_id, line.note), (former, False))

    def test_published_twice_redraws_the_same_areas(self):
        first = self.published()
        second = self.published(balance="visit_hours")
        self.assertEqual(first.territory_ids, second.territory_ids)

    def test_not_handed_over(self):
        design = self.solved(scenarios=["compact"])
        scenario = self.scenario(design, "compact")
        kept = scenario.line_ids.filtered("is_change")[0]
        kept.action_keep()
        scenario.action_choose()
        design.action_approve()
        self.assertRefused("state", kept.action_hand_over)
        design.action_publish()
        self.assertEqual((kept.state, kept.partner_id.user_id), ("kept", kept.former_user_id))

    def test_not_handed_over_is_not_proposed_again(self):
        for auto in (False, True):
            with self.subTest(auto=auto):
                self.company.visit_assign_auto = auto
                design = self.solved(scenarios=["compact"])
                scenario = self.scenario(design, "compact")
                kept = scenario.line_ids.filtered("is_change")[:2]
                kept.action_keep()
                scenario.action_choose()
                design.action_approve()
                design.action_publish()
                areas = kept.partner_id.territory_id
                self.assertEqual(areas.user_id, kept.rep_id.user_id, "they lie in the area of another")
                areas.write({"boundary": areas[0].boundary})
                lines = self.env["field.visit.assignment.line"].search([
                    ("partner_id", "in", kept.partner_id.ids), ("state", "in", ("proposed", "applied"))])
                self.assertFalse(lines)
                for line in kept:
                    self.assertEqual(line.partner_id.user_id, line.former_user_id)
                areas.write({"user_id": self.users["leader"].id})
                self.assertTrue(self.env["field.visit.assignment.line"].search([
                    ("partner_id", "in", kept.partner_id.ids), ("to_user_id", "=", self.users["leader"].id)]),
                    "another rep is a new question")
                design.action_undo()

    def test_nothing_is_published_without_approval(self):
        design = self.solved(scenarios=["compact"])
        self.assertRefused("state", design.action_publish)
        self.assertRefused("nothing to publish", self.scenario(design, TODAY).action_choose)
        self.scenario(design, "compact").action_choose()
        self.assertRefused("state", design.action_publish)
        design.action_approve()
        design.action_reject()
        self.assertRefused("state", design.action_publish)
        self.assertEqual(design.state, "done")

    def test_what_was_changed_since_is_refused(self):
        design = self.solved(scenarios=["compact"])
        scenario = self.scenario(design, "compact")
        scenario.action_choose()
        design.action_approve()
        line = scenario.line_ids[0]
        self.env.cr.execute("UPDATE field_visit_territory_scenario_line SET rep_id = %s WHERE id = %s", [
            (self.rep | self.other_rep).filtered(lambda rep: rep != line.rep_id).id, line.id])
        compat.invalidate(line)
        self.assertRefused("do not keep the rule", design.action_publish)
        line.sudo().unlink()
        self.assertRefused("deleted since", design.action_publish)

    # ---- refusals -------------------------------------------------------------------------------
    def test_bad_input_is_refused_by_a_sentence(self):
        stranger = self.customers[0]
        for values, text in (
                ({"reps": []}, "reps"), ({"rep_ids": self.rep.ids}, "2 to"), ({"rep_ids": [0, -1]}, "no record"),
                ({"domain": [["id", "=", 0]]}, "no customer"), ({"domain": "luck"}, "no filter"),
                ({"balance": "luck"}, "balance"), ({"balance": "field"}, "balance_field"),
                ({"balance": "field", "balance_field": "name"}, "balance_field"),
                ({"tolerance_percent": 0}, "tolerance"), ({"scenarios": ["best"]}, "scenarios"),
                ({"locks": {str(self.rep.id): [stranger.id]}}, stranger.name),
                ({"locks": {"x": []}}, "locks"), ({"locks": [1]}, "locks"),
                ({"locks": {str(self.rep.id): [self.square[0].id], str(self.other_rep.id): [self.square[0].id]}}, "two reps"),
                ({"shares": {str(self.rep.id): 0}}, "shares"), ({"interval_days": 0}, "interval_days"),
                ({"domain": [["id", "=", self.square[0].id]]}, "1 different places")):
            self.assertRefused(text, lambda values=values: self.design("manager", **values))
        self.assertRefused("dictionary", self.env["field.visit.territory.design"].submit_design, "areas")

    def test_a_salesperson_without_an_area_cannot_keep_a_customer(self):
        self.square[0].user_id = self.users["leader"]
        self.assertRefused("present salesperson", lambda: self.design(lock_domain=[["id", "=", self.square[0].id]]))

    @mute_logger(QUIET)
    def test_a_customer_heavier_than_an_area_is_named(self):
        self.square.write({"visit_score": 1.0})
        self.square[7].visit_score = 100.0
        design = self.solved(balance="score", states=("failed",))
        self.assertIn(self.square[7].display_name, design.failure)

    @mute_logger(QUIET)
    def test_too_much_locked_names_the_rep(self):
        design = self.solved(locks={str(self.rep.id): self.square[:30].ids}, states=("failed",))
        self.assertIn(self.rep.name, design.failure)

    # ---- access ---------------------------------------------------------------------------------
    def test_who_may_design_and_approve(self):
        for kind in ("rep", "plain"):
            with self.assertRaises(AccessError):
                self.design(kind)
        design = self.solved("leader", scenarios=["compact"], rep_ids=(self.rep | self.other_rep).ids)
        self.scenario(design, "compact").action_choose()
        for method in ("action_approve", "action_publish", "action_undo"):
            with self.assertRaises(AccessError):
                getattr(design, method)()
        managers = design.with_user(self.users["manager"])
        managers.action_approve()
        with self.assertRaises(AccessError):
            design.action_publish()
        managers.action_publish()
        self.assertEqual(managers.state, "published")

    def test_a_design_is_the_designers_and_the_managers(self):
        design = self.solved(scenarios=["compact"])
        for kind in ("leader", "rep", "plain"):
            with self.assertRaises(AccessError):
                design.with_user(self.users[kind]).read(["name"])
            with self.assertRaises(AccessError):
                self.scenario(design, "compact").line_ids.with_user(self.users[kind]).read(["partner_id"])

    def test_nobody_writes_what_was_computed(self):
        design = self.solved(scenarios=["compact"])
        scenario = self.scenario(design, "compact")
        self.assertRefused("cannot be written", design.write, {"state": "approved"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            scenario.write({"deviation_percent": 0.0})
        self.assertRefused("Not Handed Over", scenario.line_ids[0].write, {"rep_id": self.rep.id})
        with self.assertRaises(AccessError):
            design.read(["job_request"])


class TestTerritoryDesignByPrograms(DesignWorld, PlanningByPrograms):
    def setUp(self):
        super().setUp()
        type(self).env = self.env
        self.set_up_square()

    def test_from_submit_to_undo_over_rpc(self):
        model = "field.visit.territory.design"
        number = self.call_as("manager", model, "submit_design", self.asked(scenarios=["compact"]))["design_id"]
        end = time.monotonic() + 400
        while time.monotonic() < end:
            status, = self.call_as("manager", model, "job_status", [number])
            if status["state"] not in ("queued", "running"):
                break
            time.sleep(0.2)
        result = self.call_as("manager", model, "get_result", [number])
        self.assertEqual([scenario["kind"] for scenario in result["scenarios"]], ["today", "compact"])
        chosen = result["scenarios"][1]
        self.assertEqual([area["customers"] for area in chosen["areas"]], [18, 18])
        self.assertTrue(self.call_as("manager", "field.visit.territory.scenario", "action_choose", [chosen["id"]]))
        for method in ("action_approve", "action_publish", "action_undo"):
            self.assertTrue(self.call_as("manager", model, method, [number]))

    @mute_logger("odoo.http")  # later series note every refusal
    def test_a_rep_gets_a_fault(self):
        for kind in ("rep", "plain"):
            with self.assertRaises(xmlrpc.client.Fault):
                self.call_as(kind, "field.visit.territory.design", "submit_design", self.asked())
            with self.assertRaises(xmlrpc.client.Fault):
                self.call_as(kind, "field.visit.territory.scenario.line", "search", [])
