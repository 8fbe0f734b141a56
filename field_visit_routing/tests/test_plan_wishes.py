"""Who may visit a customer and when: reps, teams, skills, persons, weekdays, areas."""
from odoo.exceptions import UserError, ValidationError

from .inputs_case import InputsCase


class TestWhoMay(InputsCase):

    def setUp(self):
        super().setUp()
        self.customer = self.customers[0]
        self.both = {"rep_ids": (self.rep | self.other_rep).ids}
        self.swedish = self.env["field.visit.skill"].create({"name": "Swedish", "kind": "language"})
        self.welding = self.env["field.visit.skill"].create({"name": "Welding"})

    def reps_of(self, candidate):
        return {int(name.partition("/")[0]) for name in candidate.allowed_shifts or ()}

    def test_without_wishes_everybody_may(self):
        candidate, = self.alone(self.customer, **self.both)
        self.assertIsNone(candidate.allowed_shifts)
        self.assertFalse(candidate.shift_prices)

    def test_required_rep(self):
        self.customer.visit_required_rep_id = self.other_rep
        candidate, = self.alone(self.customer, **self.both)
        self.assertEqual(self.reps_of(candidate), {self.other_rep.id})
        code, params = self.refusal(self.built(), self.customer)
        self.assertEqual((code, params["name"]), ("no_rep", self.other_rep.name))

    def test_required_team(self):
        self.other_rep.team_id = self.env["crm.team"].create({"name": "North"})
        self.customer.visit_required_team_id = self.other_rep.team_id
        candidate, = self.alone(self.customer, **self.both)
        self.assertEqual(self.reps_of(candidate), {self.other_rep.id})
        self.assertEqual(self.refusal(self.built(), self.customer), ("no_team", {"name": "North"}))

    def test_language_and_skill(self):
        self.customer.visit_skill_ids = self.swedish | self.welding
        self.rep.skill_ids = self.swedish
        self.other_rep.skill_ids = self.swedish | self.welding
        candidate, = self.alone(self.customer, **self.both)
        self.assertEqual(self.reps_of(candidate), {self.other_rep.id})
        self.assertEqual(self.refusal(self.built(), self.customer), ("no_skill", {"name": "Welding"}))

    def test_nobody_speaks_it_is_said_in_the_plan(self):
        self.customer.visit_skill_ids = self.swedish
        plan = self.solved()
        left_out = plan.left_out_ids
        self.assertEqual(left_out.partner_id, self.customer)
        self.assertEqual(left_out.reason, "Nobody of the plan speaks Swedish.")
        self.assertIn("rep", left_out.remedy)
        self.assertEqual(plan.get_result()["left_out"][0]["code"], "no_language")

    def test_other_questions_get_the_same_reason(self):
        """Suitable days and an order by hand say who is missing as a plan does."""
        self.customer.visit_skill_ids = self.swedish
        with self.assertRaisesRegex(UserError, "Nobody of the plan speaks Swedish"):
            self.customer.suggest_days({"date_from": str(self.monday), "rep_ids": self.rep.ids})
        visit = self.visit(self.customer, self.monday)
        visit.route_id = self.env["field.visit.route"].create({"rep_id": self.rep.id, "date": self.monday})
        texts = [row["text"] for row in visit.route_id.check_order(visit.ids)["violations"]]
        self.assertTrue([text for text in texts if "speaks Swedish" in text], texts)

    def test_same_skill_twice(self):
        with self.assertRaisesRegex(ValidationError, "in the list already"):
            self.env["field.visit.skill"].create({"name": "Swedish", "kind": "language"})


class TestCrews(InputsCase):

    def setUp(self):
        super().setUp()
        self.customer = self.customers[0]
        self.customer.visit_crew_size = 2
        self.both = {"rep_ids": (self.rep | self.other_rep).ids}

    def test_one_candidate_for_each_person(self):
        first, second = self.alone(self.customer, **self.both)
        key = "p%d" % self.customer.id
        self.assertEqual((first.id, second.id), (key, key + "#2"))
        self.assertEqual((first.joint, second.joint, first.ordinal, second.ordinal), (key, key, 0, 0))
        self.assertEqual(first.prize + second.prize, 90)

    def test_more_persons_than_reps(self):
        code, params = self.refusal(self.built(), self.customer)
        self.assertEqual((code, params), ("no_crew", {"persons": 2, "reps": 1}))

    def test_one_of_five_persons(self):
        with self.assertRaisesRegex(ValidationError, "1 to 4"):
            self.customer.visit_crew_size = 5

    def test_the_first_person_is_who_was_asked_for(self):
        self.customer.visit_required_rep_id = self.other_rep
        first, second = self.alone(self.customer, **self.both)
        self.assertEqual(len(first.allowed_shifts), 2)
        self.assertIsNone(second.allowed_shifts)

    def test_two_reps_make_two_visits_at_one_time(self):
        plan = self.solved(time_limit_s=2, **self.both)
        stops = plan.stop_ids.filtered(lambda s: s.partner_id == self.customer)
        self.assertEqual(stops.rep_id, self.rep | self.other_rep)
        self.assertEqual(len(set(stops.mapped("start"))), 1)
        self.assertEqual(plan.plan_score, sum(self.customers.mapped("visit_score")))
        plan.action_apply()
        visits = self.env["field.visit"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(visits.rep_id, self.rep | self.other_rep)
        self.assertEqual(len(set(visits.mapped("crew_key"))), 1)
        self.assertTrue(visits[0].crew_key)
        self.together_again(visits)
        plan.action_revert()
        self.assertFalse(visits.exists())

    def together_again(self, visits):
        """Planned anew they stay one call; without the other rep, day and time stay."""
        found = self.candidates(partner_ids=[], **self.both)
        mine = [found["v%d" % visit.id] for visit in visits]
        self.assertEqual(len({c.joint for c in mine} - {""}), 1)
        self.assertEqual({c.ordinal for c in mine}, {0})
        own = visits.filtered(lambda v: v.rep_id == self.rep)
        alone = self.candidates(partner_ids=[])["v%d" % own.id]
        self.assertEqual(alone.joint, "")
        self.assertIsNotNone(alone.pin.start_s)
        self.assertIsNotNone(alone.pin.day)


class TestWhen(InputsCase):

    def setUp(self):
        super().setUp()
        self.customer = self.customers[0]
        self.north, self.south = self.env["field.visit.territory"].create([{"name": "North"}, {"name": "South"}])
        self.harbour = self.env["field.visit.territory"].create(
            {"name": "Harbour", "parent_id": self.north.id})
        self.shift_ids = ["%d/%s" % (self.rep.id, self.after(number)) for number in range(2)]

    def area(self, weekday, territory, **values):
        return self.env["field.visit.area.day"].create(dict(
            {"rep_id": self.rep.id, "weekday": str(weekday), "territory_id": territory.id}, **values))

    def test_preferred_weekdays(self):
        self.customer.write({"visit_tue": True, "visit_fri": True})
        self.company.visit_wish_price_min = 45
        candidate, = self.alone(self.customer)
        self.assertEqual(candidate.shift_prices, ((self.shift_ids[0], 45 * 60),))
        plan = self.solved(partner_ids=self.customer.ids)
        self.assertEqual(plan.stop_ids.date, self.after(1))

    def test_area_by_day_has_a_price(self):
        self.area(1, self.north)
        self.customer.territory_id = self.harbour
        self.customers[1].territory_id = self.south
        found = self.candidates()
        self.assertEqual(found["p%d" % self.customer.id].shift_prices, ((self.shift_ids[0], 1800),))
        self.assertEqual(found["p%d" % self.customers[1].id].shift_prices, ((self.shift_ids[1], 1800),))

    def test_strict_area(self):
        self.area(1, self.north, is_strict=True)
        self.customer.territory_id = self.harbour
        found = self.candidates()
        self.assertEqual(found["p%d" % self.customer.id].allowed_shifts, (self.shift_ids[1],))
        self.assertEqual(found["p%d" % self.customers[1].id].allowed_shifts, (self.shift_ids[0],))

    def test_strict_area_without_its_day(self):
        self.area(4, self.north, is_strict=True)
        self.customer.territory_id = self.north
        self.assertEqual(self.refusal(self.built(), self.customer), ("no_area", {"name": "North"}))

    def test_areas_of_every_rep_and_of_another_one(self):
        self.area(1, self.north, rep_id=self.other_rep.id)
        self.customer.territory_id = self.north
        self.assertFalse(self.alone(self.customer)[0].shift_prices)
        self.area(1, self.north, rep_id=False)
        self.assertTrue(self.alone(self.customer)[0].shift_prices)

    def test_priority_area(self):
        self.north.priority_percent = 150
        self.customer.territory_id = self.harbour
        self.assertEqual(self.alone(self.customer)[0].prize, 135)
        self.harbour.priority_percent = 50
        self.assertEqual(self.alone(self.customer)[0].prize, 45)
        with self.assertRaisesRegex(ValidationError, "Priority.*0.*10 to 1000"):
            self.north.priority_percent = 0
