"""Who would come and go: told before anything is written, and what is told then happens."""
import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import territory_members
from .test_membership import CITY, EAST, WEST, MemberCase, box


@tagged("post_install", "-at_install")
class TestPreview(MemberCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inner, cls.outer = cls.placed(60.5, 24.2, name="Inner"), cls.placed(60.5, 24.8, name="Outer")
        cls.foreign = cls.placed(60.5, 25.2, name="Foreign")
        cls.opportunity = cls.lead(partner_id=cls.outer.id)

    def test_what_is_told_then_happens(self):
        shape = json.loads(box(24, 60, 24.5, 61))
        told = self.west.preview_members(shape)
        self.assertEqual((told["come"], told["leave"]), (
            {"res.partner": 0, "crm.lead": 0}, {"res.partner": 1, "crm.lead": 1}))
        self.assertEqual({(row["model"], row["id"], row["from"], row["to"]) for row in told["records"]}, {
            ("res.partner", self.outer.id, "City / West", "City"), ("crm.lead", self.opportunity.id, "City / West", "City")})
        self.assertEqual(self.outer.territory_id, self.west, "nothing is written")
        self.west.write({"boundary": shape})
        self.assertEqual((self.outer.territory_id, self.opportunity.territory_id), (self.city, self.city))

    def test_a_new_territory(self):
        nobody = self.Territory.browse()
        told = nobody.preview_members(box(24.5, 60, 25.5, 61), {"parent_id": self.west.id, "company_id": self.company.id})
        self.assertEqual(told["come"], {"res.partner": 2, "crm.lead": 1})
        told = nobody.preview_members(json.dumps(json.loads(CITY)), {"company_id": self.company.id})
        self.assertEqual(told["come"], {"res.partner": 0, "crm.lead": 0}, "the parts are deeper")
        told = nobody.preview_members(EAST, {"parent_id": self.city.id, "precedence": 20, "company_id": self.company.id})
        self.assertEqual((told["come"]["res.partner"], told["leave"]["res.partner"]), (1, 0))

    def test_chosen_ones_stay(self):
        self.outer.territory_id = self.west
        self.assertEqual(self.west.preview_members(EAST)["leave"], {"res.partner": 1, "crm.lead": 0})

    def test_without_a_boundary_everybody_leaves(self):
        self.assertEqual(self.west.preview_members("")["leave"], {"res.partner": 2, "crm.lead": 1})

    def test_only_so_many_are_named(self):
        for most, named in ((1, ["res.partner"]), (2, ["res.partner"] * 2), (3, ["res.partner"] * 2 + ["crm.lead"])):
            with patch("%s.NAMED" % territory_members.__name__, most):
                self.assertEqual([row["model"] for row in self.west.preview_members("")["records"]], named)

    def test_bad_input_is_refused(self):
        for text, arguments in (
                ("no GeoJSON", ("{",)), ("crosses itself", (box(24, 60, 25, 61).replace("[25, 61]", "[23, 60.5]"),)),
                ("is no field of this request", (WEST, {"name": "x"})), ("vals", (WEST, 5)),
                ("no record with id 987654321", (WEST, {"parent_id": 987654321})),
                ("out of range", (WEST, {"precedence": 5000})), ("not a list of ids", (WEST, {"parent_id": "x"}))):
            self.assertRefused(text, self.west.preview_members, *arguments)
        self.assertRefused("is for one territory", (self.west + self.east).preview_members, WEST)

    def test_what_is_hidden_is_counted_not_named(self):
        rule = self.env["ir.rule"].create({
            "name": "hide", "model_id": self.env.ref("base.model_res_partner").id, "domain_force": "[('id', '!=', %d)]"
            % self.outer.id})
        told = self.west.with_user(self.leader_user).preview_members(EAST)
        self.assertEqual(told["leave"]["res.partner"], 2)
        self.assertNotIn("Outer", [row["name"] for row in told["records"]])
        rule.active = False
        with self.assertRaises(AccessError):
            self.west.with_user(self.env.ref("base.public_user")).preview_members(WEST)
