"""Every code of the engine has a sentence, with the values that come with it."""
from datetime import datetime

from ..engine.routing.contradictions import CAUSES
from ..engine.routing.solution import LEFT_OUT_CODES, REMEDIES
from ..models import plan_messages
from .planning_case import PlanningCase


class TestPlanMessages(PlanningCase):

    def test_reasons_and_remedies(self):
        sentences = plan_messages.Sentences(self.env)
        for code in LEFT_OUT_CODES:
            self.assertIn(" ", sentences.reason(code, {}), code)
        for code in REMEDIES:
            self.assertIn(" ", sentences.remedy(code, {}), code)

    def test_values(self):
        params = {"shift": "%d/2024-05-01" % self.rep.id, "other": "p1", "days": 3, "extra_load": 7,
                  "extra_duration_s": 5400, "people": 2}
        sentences = plan_messages.Sentences(self.env)
        day = "%s on 2024-05-01" % self.rep.name
        self.assertIn(day, sentences.reason("too_soon", params))
        self.assertIn("2 persons", sentences.reason("no_partner", params))
        self.assertIn("%s carry 7 more" % day, sentences.remedy("raise_capacity", params))
        self.assertIn("1 h 30 min", sentences.remedy("raise_max_duration", params))
        self.assertIn("3 day(s)", sentences.remedy("change_gap", params))

    def test_a_remedy_names_the_place_that_was_tried(self):
        shift = "%d/2024-05-01" % self.rep.id
        midnight = datetime(2024, 4, 30, 21)
        sentences = plan_messages.Sentences(self.env, midnight, {"p1": "Bakery"})
        for code in ("change_hours", "allow_shift", "change_pin"):
            text = sentences.remedy(code, {"to_shift": shift, "to_s": 37800})
            self.assertIn("%s on 2024-05-01 at 10:30" % self.rep.name, text)
            self.assertNotIn("It fits", sentences.remedy(code, {}))
        text = sentences.remedy("replace_other", {"shift": shift, "other": "p1"})
        self.assertEqual(text, "It fits into the shift of %s on 2024-05-01 in the place of Bakery." % self.rep.name)
        self.assertNotIn("It fits", sentences.remedy("replace_other", {}))

    def test_mandatory_visits_to_give_up(self):
        warnings = plan_messages.Warnings(self.env, {"a": "Anna's Shop", "b": "Bakery"})
        self.assertEqual(warnings.dropped({}), [])
        self.assertEqual(warnings.dropped({"impossible": ["a"], "surplus": [], "proven": True}), [])
        (text,) = warnings.dropped({"surplus": ["a", "b"], "proven": True})
        self.assertIn("The fewest to move or give up: Anna's Shop, Bakery.", text)
        (text,) = warnings.dropped({"surplus": ["b"], "proven": False})
        self.assertIn("if these are moved or given up: Bakery.", text)

    def test_contradictions(self):
        warnings = plan_messages.Warnings(self.env, {"a": "Anna's Shop", "b": "Bakery"})
        for cause in CAUSES:
            found = {"code": "pins_contradict", "where": "candidate:a", "value": "b", "params": {"cause": cause}}
            (text,) = warnings.sentences([found])
            self.assertIn("Anna's Shop and Bakery", text)
            self.assertNotIn("pins_contradict", text)
