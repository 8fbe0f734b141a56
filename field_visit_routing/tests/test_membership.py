"""Customers and leads belong to the territory they stand in, whatever is changed: the place, the map, the tree."""
import json

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .. import compat
from .ground_case import GroundCase


def box(west, south, east, north):
    """Return GeoJSON text of a rectangle in degrees."""
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [corners]})


CITY, WEST, EAST = box(24, 60, 26, 61), box(24, 60, 25, 61), box(25, 60, 26, 61)


class MemberCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Territory = cls.env["field.visit.territory"]
        # territories of the database at hand are no part of these tests
        cls.Territory.search([]).active = False
        cls.city = cls.territory("City", boundary=CITY)
        cls.west = cls.territory("West", boundary=WEST, parent_id=cls.city.id)
        cls.east = cls.territory("East", boundary=EAST, parent_id=cls.city.id)

    @classmethod
    def territory(cls, name, **values):
        return cls.env["field.visit.territory"].create(dict({"name": name, "company_id": cls.company.id}, **values))

    @classmethod
    def lead(cls, **values):
        return super().lead(**dict({"company_id": cls.company.id}, **values))

    @classmethod
    def placed(cls, lat, lon, **values):
        return cls.customer(**dict({"partner_latitude": lat, "partner_longitude": lon}, **values))


@tagged("post_install", "-at_install")
class TestMembership(MemberCase):
    def test_a_customer_belongs_where_it_stands(self):
        customer = self.placed(60.5, 24.5)
        self.assertEqual(customer.territory_id, self.west)
        customer.set_position(60.5, 25.5)
        self.assertEqual(customer.territory_id, self.east)
        customer.write({"partner_latitude": 10})
        self.assertFalse(customer.territory_id)
        customer.set_position(60.5, 25.5)
        customer.clear_position()
        self.assertFalse(customer.territory_id)
        self.assertFalse(customer.territory_manual)

    def test_addresses_know_the_territory_of_the_whole_customer(self):
        company = self.placed(60.5, 24.5, is_company=True)
        depot = self.placed(60.5, 25.5, parent_id=company.id, type="delivery", is_company=False)
        self.assertEqual((depot.territory_id, depot.visit_whole_territory_id), (self.east, self.west))
        self.west.boundary = box(24, 60, 24.1, 61)
        self.assertEqual(depot.visit_whole_territory_id, self.city)
        company.set_position(60.5, 24.05)
        self.assertEqual(depot.visit_whole_territory_id, self.west)
        depot.parent_id = False
        self.assertEqual(depot.visit_whole_territory_id, self.east)
        self.assertFalse(self.env["res.partner"].search(
            [("id", "in", (company | depot).ids), ("visit_whole_territory_id", "!=", self.west.id),
             ("visit_whole_territory_id", "!=", self.east.id)]))

    def test_the_deepest_wins_then_precedence_then_outline_then_id(self):
        customer = self.placed(60.5, 24.5)
        twin = self.territory("Twin", boundary=WEST, parent_id=self.city.id)
        self.assertEqual(customer.territory_id, self.west)
        twin.precedence = 11
        self.assertEqual(customer.territory_id, twin)
        twin.write({"precedence": 10, "boundary": False, "cities": "Helsinki"})
        self.assertEqual(customer.territory_id, self.west)
        block = self.territory("Block", cities="Helsinki", parent_id=self.east.id)
        self.assertEqual(customer.territory_id, block)

    def test_all_kinds_of_rule_hold_together(self):
        area = self.territory("Rule", country_ids=[(6, 0, self.finland.ids)], zips="001*", cities="Helsinki, Espoo")
        customer = self.customer(zip="00 100", city=" espoo")
        self.assertEqual(customer.territory_id, area)
        for change in ({"zip": "00200"}, {"zip": False}, {"city": "Vantaa"}, {"country_id": self.env.ref("base.se").id}):
            kept = {name: customer[name].id if name == "country_id" else customer[name] for name in change}
            customer.write(change)
            self.assertFalse(customer.territory_id, change)
            customer.write(kept)
            self.assertEqual(customer.territory_id, area)

    def test_a_choice_by_hand_is_marked_and_kept(self):
        customer = self.placed(60.5, 24.5)
        customer.territory_id = self.east
        self.assertTrue(customer.territory_manual)
        customer.set_position(60.5, 24.6)
        self.west.boundary = box(24, 60, 24.7, 61)
        self.assertEqual(customer.territory_id, self.east)
        customer.territory_id = False
        self.assertEqual((customer.territory_id, customer.territory_manual), (self.west, False))
        customer.write({"territory_id": False, "territory_manual": True})
        customer.set_position(60.5, 24.5)
        self.assertFalse(customer.territory_id)
        self.assertTrue(customer.action_find_territory())
        self.assertEqual(customer.territory_id, self.west)

    def test_a_choice_at_creation_is_kept(self):
        for customer in (self.placed(60.5, 24.5, territory_id=self.east.id),
                         self.env["res.partner"].with_context(default_territory_id=self.east.id).create({
                             "name": "By default", "partner_latitude": 60.5, "partner_longitude": 24.5})):
            self.assertEqual((customer.territory_id, customer.territory_manual), (self.east, True))
        copy = customer.with_context(default_territory_id=False).copy()
        self.assertEqual((copy.territory_id, copy.territory_manual), (self.west, False))

    def test_another_companys_territory_cannot_be_chosen(self):
        foreign = self.territory("Foreign", company_id=self.other_company.id, boundary=CITY)
        customer = self.placed(60.5, 24.5, company_id=self.company.id)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            customer.territory_id = foreign
        customer.company_id = self.other_company
        self.assertEqual(customer.territory_id, foreign)

    def test_shared_customers_and_shared_territories(self):
        shared = self.territory("Shared", company_id=False, boundary=box(10, 60, 11, 61))
        for company in (self.company, self.other_company, self.env["res.company"]):
            self.assertEqual(self.placed(60.5, 10.5, company_id=company.id).territory_id, shared)
        self.assertEqual(self.placed(60.5, 24.5, company_id=False).territory_id, self.west)
        self.assertFalse(self.placed(60.5, 24.5, company_id=self.other_company.id).territory_id)

    def test_contacts_follow_their_company_and_leads_their_customer(self):
        company = self.placed(60.5, 24.5)
        contact = self.customer(name="Anna", parent_id=company.id, is_company=False, type="contact")
        lead = self.lead(partner_id=contact.id, partner_latitude=60.5, partner_longitude=25.5)
        store = self.placed(60.5, 25.5, parent_id=company.id, type="contact")
        depot = self.placed(60.5, 25.5, parent_id=company.id, type="delivery", is_company=False)
        followers = lambda: (contact.territory_id, lead.territory_id)  # noqa: E731
        self.assertEqual(followers(), (self.west, self.west))
        self.assertEqual((store.territory_id, depot.territory_id), (self.east, self.east))
        company.set_position(60.5, 25.5)
        self.assertEqual(followers(), (self.east, self.east))
        company.territory_id = self.city
        self.assertEqual(followers(), (self.city, self.city))
        self.assertFalse(lead.territory_manual)
        contact.territory_id = self.west
        self.assertEqual(lead.territory_id, self.west)
        contact.parent_id = False
        self.assertEqual(contact.territory_id, self.west)

    def test_a_lead_without_customer_stands_for_itself(self):
        lead = self.lead(partner_latitude=60.5, partner_longitude=25.5)
        self.assertEqual(lead.territory_id, self.east)
        lead.partner_id = self.placed(60.5, 24.5)
        self.assertEqual(lead.territory_id, self.west)

    def test_a_boundary_that_is_drawn_anew(self):
        customer, other = self.placed(60.5, 24.5), self.placed(60.5, 24.9)
        lead = self.lead(partner_id=other.id)
        self.west.boundary = box(24, 60, 24.7, 61)
        self.assertEqual((customer.territory_id, other.territory_id, lead.territory_id), (self.west, self.city, self.city))
        self.west.boundary = False
        self.assertEqual(customer.territory_id, self.city)

    def test_a_boundary_over_the_antimeridian(self):
        fiji = self.territory("Fiji", boundary=json.dumps({"type": "MultiPolygon", "coordinates": [
            json.loads(box(177, -20, 180, -15))["coordinates"], json.loads(box(-180, -20, -178, -15))["coordinates"]]}))
        for lon, found in ((178, fiji), (180, fiji), (-180, fiji), (-179, fiji), (-177.9, self.Territory), (0, self.Territory)):
            self.assertEqual(self.placed(-17, lon).territory_id, found, lon)

    def test_the_tree_the_dates_and_the_archive(self):
        customer = self.placed(60.5, 24.5)
        inner = self.territory("Inner", boundary=WEST)
        self.assertEqual(customer.territory_id, self.west)
        inner.parent_id = self.west
        self.assertEqual(customer.territory_id, inner)
        self.west.parent_id = False
        self.assertEqual(customer.territory_id, inner)
        inner.precedence = 5
        self.city.precedence = 20
        inner.parent_id = False
        self.assertEqual(customer.territory_id, self.city, "all three are as deep now")
        (inner + self.west).write({"parent_id": self.city.id, "precedence": 20})
        inner.parent_id = self.west
        inner.active = False
        self.assertEqual(customer.territory_id, self.west)
        inner.active = True
        self.assertEqual(customer.territory_id, inner)
        today = fields.Date.today()
        inner.date_to = fields.Date.subtract(today, days=2)
        self.assertEqual(customer.territory_id, self.west)
        inner.unlink()
        customer.company_id = self.company
        self.assertEqual(customer.territory_id, self.west)
        self.west.write({"company_id": self.other_company.id, "parent_id": False, "precedence": 30})
        self.assertEqual(customer.territory_id, self.city)

    def test_the_cron_lets_areas_end(self):
        customer = self.placed(60.5, 24.5)
        compat.flush(self.west, ["date_to"])
        self.env.cr.execute("UPDATE field_visit_territory SET date_to = '2020-01-01' WHERE id = %s", [self.west.id])
        compat.invalidate(self.west)
        self.assertEqual(self.Territory._cron_visit_dates(), 1)
        self.assertEqual(customer.territory_id, self.city)

    def test_members_of_a_deleted_territory_are_found_anew(self):
        found, chosen = self.placed(60.5, 24.5), self.placed(60.5, 25.5, territory_id=self.west.id)
        self.assertEqual(self.west.delete_areas("find")["deleted"], 1)
        self.assertEqual((found.territory_id, chosen.territory_id), (self.city, self.east))
        self.assertFalse(chosen.territory_manual)

    def test_import(self):
        result = self.env["res.partner"].load(
            ["name", "partner_latitude", "partner_longitude"], [["A", "60.5", "24.5"], ["B", "60.5", "25.5"]])
        self.assertEqual(self.env["res.partner"].browse(result["ids"]).territory_id, self.west + self.east)

    def test_conversion_of_a_lead(self):
        lead = self.lead(partner_name="New Ltd", partner_latitude=60.5, partner_longitude=24.5, territory_id=self.east.id)
        lead._handle_partner_assignment(create_missing=True) if hasattr(lead, "_handle_partner_assignment") else \
            lead.handle_partner_assignment(create_missing=True)
        self.assertEqual(lead.partner_id.commercial_partner_id.territory_id, self.east)
        self.assertTrue(lead.partner_id.commercial_partner_id.territory_manual)

    def test_merging_keeps_a_choice_and_moves_the_leads(self):
        kept, other = self.placed(60.5, 24.5), self.placed(60.5, 25.5)
        lead = self.lead(partner_id=other.id)
        self.assertEqual(lead.territory_id, self.east)
        self.env["base.partner.merge.automatic.wizard"]._merge((kept + other).ids, kept)
        compat.invalidate(lead)
        self.assertEqual((kept.territory_id, kept.territory_manual, lead.territory_id), (self.west, False, self.west))
        chosen = self.placed(60.5, 24.5, territory_id=self.city.id)
        self.env["base.partner.merge.automatic.wizard"]._merge((kept + chosen).ids, kept)
        self.assertEqual((kept.territory_id, kept.territory_manual), (self.city, True))

    def test_merging_leads(self):
        kept = self.lead(type="opportunity", partner_latitude=60.5, partner_longitude=24.5)
        other = self.lead(type="opportunity", territory_id=self.east.id)
        merged = (kept + other).merge_opportunity()
        self.assertEqual((merged.territory_id, merged.territory_manual), (self.east, True))

    def test_reps_need_no_right_on_what_follows(self):
        customer = self.placed(60.5, 24.5)
        lead = self.lead(partner_id=customer.id, user_id=self.manager_user.id)
        customer.with_user(self.rep_user).set_position(60.5, 25.5)
        self.assertEqual((customer.territory_id, lead.territory_id), (self.east, self.east))
