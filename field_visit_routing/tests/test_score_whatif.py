"""Other weights tried before they are saved: who moves, the page, and who may."""
import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import Form
from odoo.tools import mute_logger

from .. import compat
from .ground_case import GroundCase
from .planning_case import PlanningByPrograms


class WhatifWorld:
    """Two rules and three customers of a company: one in the right town, one big, one with a score set by hand."""

    @classmethod
    def make_rules(cls, company):
        Rule = cls.env["field.visit.score.rule"]
        Rule.search([]).write({"active": False})
        cls.town = Rule.create({"name": "In Espoo", "kind": "domain", "domain": "[('city', '=', 'Espoo')]", "weight": 50,
                                "company_id": company.id})
        cls.size = Rule.create({"name": "Size", "kind": "field", "field_name": "color", "low": 0, "high": 10, "weight": 50,
                                "company_id": company.id, "applies_to": "res.partner"})

    @classmethod
    def make_customers(cls, company):
        Partner = cls.env["res.partner"]
        values = {"is_company": True, "company_id": company.id}
        cls.espoo = Partner.create(dict(values, name="Espoo Oy", city="Espoo", color=0))
        cls.big = Partner.create(dict(values, name="Big Oy", city="Helsinki", color=10))
        cls.fixed = Partner.create(dict(values, name="Fixed Oy", city="Espoo", color=5, visit_score=77))

    def asked(self, town, size, **more):
        return dict(more, weights={str(self.town.id): town, str(self.size.id): size})


class WhatifCase(WhatifWorld, GroundCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_rules(cls.company)
        cls.make_customers(cls.company)
        cls.manager = cls.env(user=cls.manager_user)


class TestScoreWhatif(WhatifCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.manager["field.visit.score.rule"]

    def test_who_moves(self):
        """Both had 50; by 80 to 20 the one in the town has 80 and the big one 20."""
        answer = self.rules.preview_weights(self.asked(80, 20))
        self.assertEqual((answer["records"], answer["fixed"], answer["up"], answer["down"], answer["regraded"]), (2, 1, 1, 1, 2))
        riser, = answer["risers"]
        self.assertEqual((riser["id"], riser["before"], riser["after"], riser["grade_before"], riser["grade_after"]),
                         (self.espoo.id, 50.0, 80.0, "C", "A"))
        self.assertEqual((riser["rule"], riser["points_before"], riser["points_after"]), ("In Espoo", 50.0, 80.0))
        self.assertEqual(answer["fallers"][0]["name"], "Big Oy")
        self.assertEqual(answer["grades"][2], [1, 0, 0, 1])
        self.assertEqual((answer["mean_before"], answer["mean_after"]), (50.0, 50.0))

    def test_nothing_is_written(self):
        before = self.espoo.read(["visit_score", "visit_score_rules", "write_date"])
        self.rules.preview_weights(self.asked(80, 20))
        self.assertEqual((self.town.weight, self.size.weight), (50.0, 50.0))
        self.assertEqual(self.espoo.read(["visit_score", "visit_score_rules", "write_date"]), before)

    def test_the_same_weights_move_nobody_and_twice_all_weights_neither(self):
        for town, size in ((50, 50), (100, 100)):
            answer = self.rules.preview_weights(self.asked(town, size))
            self.assertEqual((answer["up"], answer["down"], answer["risers"]), (0, 0, []))

    def test_a_risk_takes_away(self):
        self.size.effect = "subtract"
        answer = self.rules.preview_weights(self.asked(50, 0))
        self.assertEqual((answer["up"], answer["down"]), (0, 0), "who has nothing cannot fall below 0")
        self.big.city = "Espoo"
        answer = self.rules.preview_weights(self.asked(50, 20))
        self.assertEqual([(mover["id"], mover["after"]) for mover in answer["risers"]], [(self.big.id, 60.0)])

    def test_a_failing_rule_counts_nothing_and_is_named(self):
        self.size.field_name = "gone"
        answer = self.rules.preview_weights(self.asked(10, 90))
        self.assertEqual(list(answer["failures"]), [str(self.size.id)])
        self.assertIn("does not have", answer["failures"][str(self.size.id)])
        self.assertEqual((answer["up"], answer["mean_after"]), (0, 50.0), "the other rule gives all the points")

    def test_leads_are_tried_by_their_rules(self):
        self.lead(city="Espoo", company_id=self.company.id)
        self.rules.create({"name": "Named", "kind": "domain", "domain": "[('name', '=', 'Nobody')]", "weight": 50,
                           "applies_to": "crm.lead", "company_id": self.company.id})
        answer = self.rules.preview_weights({"model": "crm.lead", "weights": {str(self.town.id): 150}})
        self.assertEqual((answer["records"], answer["up"], answer["risers"][0]["after"]), (1, 1, 75.0))

    def test_bad_questions_are_refused_in_sentences(self):
        for words, vals in (
                ("No rule that gives points has a weight", self.asked(0, 0)),
                ("out of range", self.asked(-1, 5)), ("not a number", self.asked("much", 5)),
                ("no finite number", self.asked(float("nan"), 5)), ("not a number", self.asked(None, 5)),
                ("is no field of this request", {"weights": {"999999": 5}}),
                ("is no field of this request", {"weight": {}}), ("by a dictionary", []),
                ("by a dictionary", {"weights": [5]}), ("has no scores", {"model": "res.users"}),
                ("limit", {"limit": 1000}), ("limit", {"limit": "x"}), ("no record with id", {"company_id": 999999}),
                ("do not work in", {"company_id": self.other_company.id})):
            with self.subTest(vals=vals):
                self.assertRefused(words, self.rules.preview_weights, vals)

    def test_from_weights_that_are_all_zero_there_is_a_way_back(self):
        (self.town | self.size).write({"weight": 0})
        self.assertEqual(self.rules.preview_weights(self.asked(50, 50))["up"], 2)

    def test_saving_scores_everybody_anew(self):
        answer = self.rules.save_weights(self.asked(80, 20))
        self.assertEqual((answer["saved"], answer["state"], answer["failing"]), (2, "done", []))
        self.assertEqual((self.town.weight, self.size.weight), (80.0, 20.0))
        self.assertEqual((self.espoo.visit_score, self.espoo.visit_grade, self.big.visit_score), (80.0, "A", 20.0))
        self.assertEqual((self.fixed.visit_score, self.fixed.visit_score_from), (77.0, "manual"))
        self.assertEqual(self.rules.save_weights(self.asked(80, 20)), {"saved": 0})

    def test_another_company_is_not_touched(self):
        elsewhere = self.customer(name="Elsewhere", city="Espoo", company_id=self.other_company.id)
        score = elsewhere.visit_score
        self.assertEqual(self.rules.preview_weights(self.asked(80, 20))["records"], 2)
        self.rules.save_weights(self.asked(80, 20))
        self.assertEqual(elsewhere.visit_score, score)

    def test_only_managers_may(self):
        for user in (self.rep_user, self.leader_user, self.plain_user):
            for method in ("preview_weights", "save_weights"):
                with self.subTest(user=user.name, method=method), self.assertRaises(AccessError):
                    getattr(self.env(user=user)["field.visit.score.rule"], method)(self.asked(80, 20))
            with self.assertRaises(AccessError):
                self.env(user=user)["field.visit.score.whatif"].action_start()


class TestScoreWhatifPage(WhatifCase):

    def page(self, model="res.partner"):
        action = self.manager["field.visit.score.whatif"].action_start(model)
        return self.manager["field.visit.score.whatif"].browse(action["res_id"])

    def test_a_changed_weight_shows_at_once_who_moves(self):
        with Form(self.page()) as form:
            self.assertIn("Nobody moves", form.result_html)
            self.assertFalse(form.is_changed)
            with form.line_ids.edit(0) as line:
                line.weight = 150
            self.assertTrue(form.is_changed)
            self.assertIn("Espoo Oy", form.result_html)
            self.assertIn("C→B", form.result_html)
            self.assertNotIn("Fixed Oy", form.result_html)
            self.assertEqual(self.town.weight, 50.0, "nothing is saved")
            with form.line_ids.edit(1) as line:
                line.weight = 0
            with form.line_ids.edit(0) as line:
                line.weight = 0
            self.assertIn("No rule that gives points", form.result_html)

    def test_a_rule_that_does_not_count_is_tried_and_saved_without_weight(self):
        with Form(self.page()) as form:
            with form.line_ids.edit(1) as line:
                line.counts = False
            self.assertTrue(form.is_changed)
            self.assertIn("50.0 → <strong>100.0</strong>", form.result_html)
        page = self.page()
        page.line_ids[1].counts = False
        page.action_as_saved()
        self.assertFalse(page.is_changed)
        page.line_ids[1].counts = False
        page.action_save()
        self.assertEqual((self.town.weight, self.size.weight), (50.0, 0.0))

    def test_saved_from_the_page(self):
        page = self.page()
        page.line_ids[0].weight = 150
        action = page.action_save()
        self.assertEqual((self.town.weight, self.espoo.visit_score), (150.0, 75.0))
        self.assertFalse(self.manager["field.visit.score.whatif"].browse(action["res_id"]).is_changed)

    def test_back_to_the_saved_weights(self):
        page = self.page()
        page.line_ids[0].weight = 150
        page.action_as_saved()
        self.assertFalse(page.is_changed)

    def test_points_at_most(self):
        page = self.page()
        page.line_ids[0].weight = 150
        self.assertEqual(page.line_ids.mapped("points"), [75.0, 25.0])
        self.size.effect = "subtract"
        self.assertEqual(self.page().line_ids.mapped("points"), [100.0, -100.0])

    def test_weights_that_are_none_are_refused(self):
        self.assertRefused("out of range", self.page().line_ids[0].write, {"weight": -5})

    def test_names_are_shown_as_they_were_typed(self):
        self.espoo.name = "<img src=x onerror=alert(1)>"
        page = self.page()
        page.line_ids[0].weight = 150
        self.assertIn("&lt;img", page.result_html)
        self.assertNotIn("<img", page.result_html)

    def test_plans_that_use_another_number_are_told(self):
        self.assertFalse(self.page().hint)
        self.company.visit_score_use = "learned"
        self.assertIn("do not use the score by rules", self.page().hint)

    def test_without_rules_there_is_nothing_to_try(self):
        (self.town | self.size).write({"active": False})
        self.assertRefused("There is no rule to try", self.page)

    def test_a_page_cannot_be_given_forged_numbers(self):
        with self.assertRaises(AccessError):
            self.page().write({"measured": "AAAA"})

    def test_who_gets_how_much_by_a_rule(self):
        look = self.manager["field.visit.score.rule.look"].browse(
            self.size.with_user(self.manager_user).action_look()["res_id"])
        self.assertIn("Big Oy", look.result_html)
        self.assertIn("+50.0", look.result_html)
        self.assertNotIn("Espoo Oy", look.result_html)
        self.big.name = "<img src=x onerror=alert(1)>"
        look = look.browse(self.size.with_user(self.manager_user).action_look()["res_id"])
        self.assertIn("&lt;img", look.result_html)
        self.assertNotIn("<img", look.result_html)
        self.size.field_name = "gone"
        look = self.manager["field.visit.score.rule.look"].browse(
            self.size.with_user(self.manager_user).action_look()["res_id"])
        self.assertIn("does not have", look.result_html)

    def test_the_editor(self):
        with Form(self.manager["field.visit.score.rule"]) as form:
            form.name = "Big ones"
            self.assertTrue(form.asks_domain)
            form.kind = "field"
            self.assertFalse(form.asks_domain)
            form.field_choice = "color"
            form.weight = 100
            self.assertEqual(form.points, 50.0, "beside 50 and 50")
        self.assertEqual(form.field_name, "color")
        self.size.field_name = "gone"
        self.assertFalse(self.size.field_choice)


@tagged("post_install", "-at_install")
class TestScoreWhatifByPrograms(WhatifWorld, PlanningByPrograms):

    def setUp(self):
        super().setUp()
        type(self).make_rules(self.env.company)
        type(self).make_customers(self.env.company)
        for model in ("res.partner", "field.visit.score.rule"):
            compat.flush(self.env[model])

    def test_asked_and_saved_over_xml_rpc(self):
        answer = self.call_as("manager", "field.visit.score.rule", "preview_weights", self.asked(80, 20))
        self.assertIn(self.espoo.id, [mover["id"] for mover in answer["risers"]])
        saved = self.call_as("manager", "field.visit.score.rule", "save_weights", self.asked(80, 20))
        self.assertEqual((saved["saved"], saved["state"]), (2, "done"))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_others_are_refused(self):
        for kind in ("plain", "rep", "leader"):
            with self.subTest(kind), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.call_as(kind, "field.visit.score.rule", "preview_weights", self.asked(80, 20))
            self.assertNotIn("Traceback", caught.exception.faultString)
