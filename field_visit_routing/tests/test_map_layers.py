"""The map's layers beside the records, and who gets them."""
import json
from xmlrpc.client import dumps

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .. import compat
from .ground_case import HELSINKI, GroundCase
from .test_territory_boundary import POLYGON


class LayersCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Territory = cls.env["field.visit.territory"]
        cls.owned = Territory.create({
            "name": "Owned", "boundary": POLYGON, "color": 10, "kind": "administrative", "team_id": cls.team.id,
            "user_id": cls.rep_user.id, "company_id": cls.company.id})
        cls.free = Territory.create({"name": "Free", "boundary": POLYGON, "company_id": cls.company.id})
        cls.plain = Territory.create({"name": "No outline", "company_id": cls.company.id})
        cls.tag = cls.env["res.partner.category"].create({"name": "Rivals", "is_competitor": True})
        cls.below = cls.env["res.partner.category"].create({"name": "Small rivals", "parent_id": cls.tag.id})
        cls.rival = cls._place("Rival", cls.tag)
        cls.rep = cls._rep(cls.rep_user)
        cls.other_rep = cls._rep(cls.other_rep_user)

    @classmethod
    def _place(cls, name, tag, **values):
        return cls.customer(**dict({
            "name": name, "category_id": [(6, 0, tag.ids)], "company_id": cls.company.id,
            "partner_latitude": HELSINKI[0], "partner_longitude": HELSINKI[1]}, **values))

    @classmethod
    def _rep(cls, user):
        return cls.env["field.visit.rep"].create({
            "user_id": user.id, "company_id": cls.company.id, "team_id": cls.team.id, "color": 4,
            "last_latitude": 0.0, "last_longitude": 0.0, "last_position_at": "2026-01-12 09:30:00",
            "last_position_accuracy_m": 12.5})

    def ask(self, user=None, model="res.partner"):
        return self.env["field.visit.map"].with_user(user or self.manager_user).get_map_layers(model)

    def of(self, layer, records, user=None):
        """The answer's rows of a layer for the given records."""
        return [row for row in self.ask(user)[layer] if row["id"] in records.ids]


@tagged("post_install", "-at_install")
class TestLayers(LayersCase):
    def test_areas_with_and_without_owner(self):
        areas = self.owned | self.free | self.plain
        owned, free = self.of("territories", areas)[0], self.of("markets", areas)[0]
        self.assertEqual(owned, {
            "id": self.owned.id, "name": "Owned", "color": "#30C381", "geometry": POLYGON,
            "note": "Administrative Area\nNorth Team\nRep", "part_of": 0})
        self.assertEqual((free["id"], free["color"], free["note"]), (self.free.id, "", "Sales Territory"))
        self.assertEqual(len(self.of("territories", areas) + self.of("markets", areas)), 2)

    def test_an_area_tells_which_of_those_shown_it_is_part_of(self):
        above = self.env["field.visit.territory"].create({
            "name": "Above", "boundary": POLYGON, "company_id": self.company.id, "user_id": self.rep_user.id})
        self.plain.parent_id = above
        areas = above | self.owned | self.free
        self.assertFalse(any(row["part_of"] for row in self.of("territories", areas)))
        # over a level that has no outline itself
        self.owned.parent_id = self.plain
        self.assertEqual({row["id"]: row["part_of"] for row in self.of("territories", areas)},
                         {above.id: 0, self.owned.id: above.id})

    def test_a_dealer_is_told(self):
        dealer = self.customer(name="Dealer Ltd")
        self.free.dealer_id = dealer
        self.assertEqual(self.of("territories", self.free)[0]["note"], "Sales Territory\nDealer Ltd")

    def test_competitors_are_those_with_the_tag_or_one_below(self):
        small = self._place("Small", self.below)
        nowhere = self._place("Nowhere", self.tag, partner_latitude=False, partner_longitude=False)
        customer = self._place("Customer", self.env["res.partner.category"].create({"name": "Good"}))
        found = self.of("competitors", self.rival | small | nowhere | customer)
        self.assertEqual([row["id"] for row in found], [self.rival.id, small.id])
        self.assertEqual(found[0], {
            "id": self.rival.id, "name": "Rival", "lat": HELSINKI[0], "lon": HELSINKI[1],
            "note": "Mannerheimintie 1\nHelsinki", "radius_m": 0})

    def test_without_a_competitors_tag_there_is_none(self):
        self.env["res.partner.category"].search([("is_competitor", "=", True)]).is_competitor = False
        self.assertEqual(self.ask()["competitors"], [])

    def test_competitors_are_no_customers_of_the_menu(self):
        action = self.env.ref("field_visit_routing.action_customers")
        untagged = self.customer(name="Untagged")
        small = self._place("Small", self.below)
        found = self.env["res.partner"].search(safe_eval(action.domain))
        self.assertIn(untagged, found)
        self.assertFalse((self.rival | small) & found)

    def test_a_last_position_may_be_at_zero_zero_and_has_its_moment_in_utc(self):
        self.assertEqual(self.of("positions", self.rep)[0], {
            "id": self.rep.id, "name": "Rep", "lat": 0.0, "lon": 0.0, "at": "2026-01-12T09:30:00Z",
            "accuracy_m": 12.5, "color": "#6CC1ED"})
        self.rep.last_position_at = False
        self.assertFalse(self.of("positions", self.rep))

    def test_bad_positions_are_refused_with_the_field_named(self):
        for values, text in (({"last_latitude": 91}, "Last Latitude"), ({"last_longitude": "west"}, "Last Longitude"),
                             ({"last_latitude": float("nan")}, "Last Latitude"),
                             ({"last_position_accuracy_m": -1}, "Accuracy"),
                             ({"last_position_at": "soon"}, "Last Seen")):
            self.assertRefused(text, self.rep.write, values)

    def test_the_answer_fits_xml_rpc_and_json(self):
        answer = self.ask()
        self.assertTrue(dumps((answer,)))
        self.assertEqual(json.loads(json.dumps(answer)), answer)

    def test_unknown_model(self):
        self.assertRefused("no.such.model", self.ask, model="no.such.model")


@tagged("post_install", "-at_install")
class TestLayerAccess(LayersCase):
    def test_a_rep_sees_the_own_position_only_and_the_leader_the_team_s(self):
        both = self.rep | self.other_rep
        self.assertEqual([row["id"] for row in self.of("positions", both, self.rep_user)], self.rep.ids)
        self.assertEqual(len(self.of("positions", both, self.leader_user)), 2)
        self.assertEqual(self.of("positions", both, self.plain_user), [])

    def test_a_look_at_the_layer_is_noted_as_one_at_the_map(self):
        compat.flush(self.rep)
        compat.invalidate(self.env["field.visit.rep"])
        self.of("positions", self.rep, self.leader_user)
        looks = self.env["field.visit.look"].search([("user_id", "=", self.leader_user.id), ("rep_id", "=", self.rep.id)])
        self.assertEqual(looks.mapped("way"), ["map"])

    def test_a_rep_does_not_write_positions(self):
        with self.assertRaises(AccessError):
            self.rep.with_user(self.rep_user).write({"last_latitude": 1.0})

    def test_another_company_s_areas_and_reps_stay_there(self):
        (self.owned | self.free).write({"company_id": self.other_company.id, "team_id": False})
        self.assertFalse(self.of("territories", self.owned) + self.of("markets", self.free))

    def test_a_rule_that_hides_a_competitor_hides_its_place(self):
        self.env["ir.rule"].create({
            "name": "No rival", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.rival.id})
        self.assertFalse(self.of("competitors", self.rival, self.rep_user))

    def test_who_may_not_read_contacts_gets_no_competitor(self):
        self.env["ir.model.access"].search([("model_id.model", "=", "res.partner")]).perm_read = False
        answer = self.ask(self.rep_user, "field.visit")
        self.assertEqual(answer["competitors"], [])
        self.assertTrue(answer["positions"])


@tagged("post_install", "-at_install")
class TestWeights(LayersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cafe = cls.customer(name="Cafe", visit_score=85, company_id=cls.company.id)
        cls.cold = cls.customer(name="Cold", company_id=cls.company.id)
        cls.deal = cls.lead(name="Deal", type="opportunity", partner_id=cls.cafe.id, expected_revenue=900,
                            probability=30, user_id=cls.rep_user.id, team_id=cls.team.id, company_id=cls.company.id)
        cls.hidden = cls.lead(name="Hidden", type="opportunity", partner_id=cls.cafe.id, expected_revenue=50,
                              probability=30, user_id=cls.other_rep_user.id, company_id=cls.company.id)
        cls.lost = cls.lead(name="Won", type="opportunity", partner_id=cls.cafe.id, expected_revenue=7000,
                            probability=100, user_id=cls.rep_user.id, company_id=cls.company.id)

    def weigh(self, weight, records=None, user=None):
        records = records or self.cafe | self.cold
        answer = self.env["field.visit.map"].with_user(user or self.manager_user).get_map_weights(
            records._name, [("id", "in", records.ids)], weight)
        return dict(zip(answer["ids"], answer["values"]))

    def test_score_leaves_out_what_counts_nothing(self):
        self.assertEqual(self.weigh("score"), {self.cafe.id: 85.0})

    def test_open_opportunities_of_a_customer_as_far_as_the_user_sees_them(self):
        self.assertEqual(self.weigh("revenue"), {self.cafe.id: 950.0})
        self.assertEqual(self.weigh("revenue", user=self.rep_user), {self.cafe.id: 900.0})

    def test_a_lead_has_its_own_revenue_and_no_other_s(self):
        self.assertEqual(self.weigh("revenue", self.deal), {self.deal.id: 900.0})

    def test_visits_weigh_by_their_customer(self):
        visit = self.env["field.visit"].create({
            "partner_id": self.cafe.id, "rep_id": self.rep.id, "company_id": self.company.id})
        self.assertEqual(self.weigh("revenue", visit), {visit.id: 950.0})
        self.assertEqual(self.weigh("score", visit), {visit.id: 85.0})

    def test_a_linked_model_takes_the_customer_s_score(self):
        bank = self.env["res.partner.bank"].create({
            "acc_number": "FI1", "partner_id": self.cafe.id, "company_id": self.company.id})
        self.assertEqual(self.weigh("score", bank), {bank.id: 85.0})

    def test_a_debt_is_no_negative_heat(self):
        self.deal.expected_revenue = -5000
        self.assertEqual(self.weigh("revenue"), {})

    def test_what_is_not_installed_or_not_readable_is_not_offered_and_refused(self):
        keys = [item["key"] for item in self.ask()["weights"]]
        self.assertEqual("sales" in keys, "sale.report" in self.env)
        reader = self._user("reader", extra=())
        self.assertNotIn("revenue", [item["key"] for item in self.ask(reader)["weights"]])
        self.assertRefused("weight", self.weigh, "revenue", user=reader)
        self.assertRefused("weight", self.weigh, "shoe_size")
        self.assertRefused("weight", self.weigh, 7)
        self.assertRefused("weight", self.weigh, "score", self.env["res.currency"].search([], limit=1))

    def test_records_out_of_reach_weigh_nothing(self):
        self.env["ir.rule"].create({
            "name": "No cafe", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": "[('id', '!=', %d)]" % self.cafe.id})
        self.assertEqual(self.weigh("score", user=self.rep_user), {})
