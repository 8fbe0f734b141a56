"""Look-alikes: who is found among whom, why, and by whom it may be seen."""
from xmlrpc.client import dumps

from odoo.exceptions import AccessError

from ..models.score_fields import COMPUTED
from .ground_case import GroundCase

EVERY = ("res.partner", "crm.lead")


class AlikeCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        industries = cls.env["res.partner.industry"].create([{"name": "Coffee"}, {"name": "Steel"}])
        cls.coffee, cls.steel = industries
        cls.tag = cls.env["res.partner.category"].create({"name": "Chain"})
        cls.lead_tag = cls.env["crm.tag"].create({"name": "chain"})
        cls.cafe = cls.shop("Kahvila", cls.coffee, tag=cls.tag, score=95)
        cls.bar = cls.shop("Espresso", cls.coffee, tag=cls.tag, score=70)
        cls.mill = cls.shop("Terästehdas", cls.steel, lat=65.0, lon=25.5, score=10)
        cls.ask = cls.lead(name="Ketju", type="opportunity", partner_name="Ketju Oy", tag_ids=[(6, 0, cls.lead_tag.ids)],
                           company_id=cls.company.id, user_id=cls.rep_user.id, country_id=cls.finland.id)
        cls.ask.set_position(60.171, 24.941)
        cls.far = cls.lead(name="Muu", type="opportunity", company_id=cls.company.id, user_id=cls.rep_user.id)
        cls.far.set_position(65.0, 25.4)
        cls.own = (cls.cafe | cls.bar | cls.mill).ids

    @classmethod
    def shop(cls, name, industry, lat=60.17, lon=24.94, tag=None, score=0):
        made = cls.customer(name=name, industry_id=industry.id, company_id=cls.company.id,
                            category_id=[(6, 0, tag.ids if tag else [])])
        made.set_position(lat, lon)
        made.with_context(**{COMPUTED: True}).write({"visit_score": score})
        made.user_id = cls.rep_user
        return made

    def table(self, user=None):
        return self.env(user=user or self.rep_user)["field.visit.alike.table"]

    def names(self, answer):
        return [item["name"] for item in answer["found"]]


class TestAlike(AlikeCase):
    def test_customers_like_this_one_with_reasons(self):
        answer = self.cafe.with_user(self.rep_user).get_alike()
        own = [item for item in answer["found"] if item["id"] in self.own]
        self.assertEqual([item["name"] for item in own], ["Espresso", "Terästehdas"])
        self.assertEqual(answer["found"][0]["name"], "Espresso")
        self.assertGreater(own[0]["likeness"], own[1]["likeness"])
        self.assertIn(("Industry", "Coffee"), [(told["label"], told["text"]) for told in own[0]["reasons"]])
        self.assertIn("Industry", [told["label"] for told in own[1]["differs"]])
        self.assertEqual(own[0]["nearest"], [{"model": "res.partner", "id": self.cafe.id, "name": "Kahvila"}])

    def test_a_lead_is_like_a_customer_by_tags_of_the_same_name_and_by_place(self):
        answer = self.cafe.with_user(self.rep_user).get_alike("prospects")
        leads = [item for item in answer["found"] if item["model"] == "crm.lead"]
        self.assertEqual([item["name"] for item in leads], ["Ketju", "Muu"])
        self.assertIn("Tags", [told["label"] for told in leads[0]["reasons"]])

    def test_employees_count_where_they_are_known(self):
        (self.cafe | self.mill).write({"visit_employees": 200})
        self.bar.visit_employees = 2
        answer = self.cafe.with_user(self.rep_user).get_alike()
        mill = next(item for item in answer["found"] if item["id"] == self.mill.id)
        self.assertIn(("Employees", "200"), [(told["label"], told["text"]) for told in mill["reasons"]])

    def test_prospects_like_our_best(self):
        (self.cafe | self.bar).with_context(**{COMPUTED: True}).write({"visit_score": 95})
        answer = self.table().find_alike({"best": True})
        self.assertTrue({"Kahvila", "Espresso"}.issuperset(item["name"] for item in answer["like"][:2]))
        leads = [item["name"] for item in answer["found"] if item["model"] == "crm.lead"]
        self.assertLess(leads.index("Ketju"), leads.index("Muu"))

    def test_a_lead_of_a_customer_looked_for_is_no_prospect_like_it(self):
        self.ask.partner_id = self.cafe
        self.assertNotIn("Ketju", self.names(self.cafe.with_user(self.rep_user).get_alike("prospects")))

    def test_a_customer_that_is_visited_is_no_prospect(self):
        self.env["field.visit"].create({
            "partner_id": self.bar.id, "company_id": self.company.id, "planned_start": "2026-01-05 08:00:00",
            "state": "done", "rep_id": self.env["field.visit.rep"].create({
                "user_id": self.rep_user.id, "company_id": self.company.id}).id})
        self.assertTrue(self.bar.last_visit_date)
        person = self.env["res.partner"].create({"name": "Maria", "parent_id": self.bar.id})
        self.ask.partner_id = person
        names = self.names(self.cafe.with_user(self.rep_user).get_alike("prospects"))
        self.assertIn("Terästehdas", names)
        self.assertNotIn("Espresso", names)
        self.assertNotIn("Ketju", names, "a lead of a person of a customer")

    def test_nobody_with_a_score_is_said(self):
        self.env["res.partner"].search([]).with_context(**{COMPUTED: True}).write({"visit_score": 0})
        self.assertRefused("No customer has a score yet", self.table().find_alike, {"best": True})

    def test_too_little_known_is_said(self):
        blank = self.lead(name="Blank", company_id=self.company.id, user_id=self.rep_user.id)
        # whether it is a company or a person is known of everybody: all others are made the same in that
        self.env["crm.lead"].search([]).write({"partner_name": False})
        answer = blank.with_user(self.rep_user).get_alike("all")
        self.assertEqual(answer["traits"], ["Company or person"])

    def test_bad_input(self):
        for text, vals in (
                ("among", {"best": True, "among": "everybody"}), ("limit", {"best": True, "limit": 0}),
                ("limit", {"best": True, "limit": True}), ("Say whom", {}), ("Say whom", {"model": "res.users", "ids": [1]}),
                ("no field of this request", {"colour": 1}), ("asked for by a dictionary", [1]),
                ("no record with id", {"model": "res.partner", "ids": [2**31 - 2]}),
                ("not a list of ids", {"model": "res.partner", "ids": ["x"]})):
            self.assertRefused(text, self.table().find_alike, vals)


class TestAlikeAccess(AlikeCase):
    def test_others_customers_are_neither_found_nor_looked_for(self):
        self.bar.user_id = self.other_rep_user
        answer = self.cafe.with_user(self.rep_user).get_alike("all")
        self.assertNotIn("Espresso", self.names(answer))
        self.assertRefused("you may not see them", self.table().find_alike, {
            "model": "res.partner", "ids": self.bar.ids})

    def test_a_search_belongs_to_who_made_it(self):
        action = self.cafe.with_user(self.rep_user).action_open_alike()
        lines = self.env["field.visit.alike.line"].search(action["domain"])
        self.assertTrue(lines)
        self.assertFalse(self.env(user=self.manager_user)["field.visit.alike.line"].search(action["domain"]))
        with self.assertRaises(AccessError):
            lines.with_user(self.other_rep_user).read(["name"])

    def test_a_clerk_without_the_app_has_no_searches(self):
        with self.assertRaises(AccessError):
            self.cafe.with_user(self.plain_user).action_open_alike()


class TestAlikeShown(AlikeCase):
    def found(self):
        action = self.cafe.with_user(self.rep_user).action_open_alike()
        return action, self.env(user=self.rep_user)["field.visit.alike.line"].search(action["domain"])

    def test_list_and_title(self):
        action, lines = self.found()
        self.assertEqual(action["name"], "Like Kahvila")
        self.assertEqual(lines[0].name, "Espresso")
        self.assertIn("Industry: Coffee", lines[0].reasons)
        self.assertIn("compared by", lines.alike_id.message)
        self.assertEqual(lines[0].action_open_customer()["res_id"], self.bar.id)

    def test_on_the_map_with_the_customers_popup(self):
        _action, lines = self.found()
        target = self.env(user=self.rep_user)["field.visit.map"]
        data = target.get_map_data(lines._name, [("id", "in", lines.ids)], "latitude", "longitude", ["reasons"], "likeness")
        self.assertIn(lines[0].id, data["ids"])
        told = target.get_details(lines._name, lines[0].id)
        self.assertEqual(told["customer"], {"model": "res.partner", "id": self.bar.id})
        self.assertIn("alike", [action["key"] for action in told["actions"]])

    def test_a_segment_is_made_of_them(self):
        _action, lines = self.found()
        segment = self.env["field.visit.segment"].browse(lines.action_make_segment()["res_id"])
        self.assertIn(self.bar, segment.partner_ids)

    def test_programs_get_values_only(self):
        self.assertTrue(dumps((self.cafe.with_user(self.rep_user).get_alike("all"),)))
        self.assertTrue(dumps((self.cafe.with_user(self.rep_user).action_open_alike(),)))
