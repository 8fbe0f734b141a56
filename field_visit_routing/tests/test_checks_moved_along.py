"""Places that the system moves along, that are merged, or judged instead of another: no rep proves his visit by them."""
from unittest import mock

from .. import compat
from ..models.located_position import COORDINATES
from .test_checks_moved import CHANGE, HERE, MovedCase

FOUND_HERE = {"lat": HERE[0], "lon": HERE[1], "precision": "rooftop", "source": "nominatim"}


class AlongCase(MovedCase):

    def setUp(self):
        super().setUp()
        self.changes = self.env[CHANGE]

    def locate(self, place, answer=None):
        """The rep has the place located: its address is here."""
        answers = dict.fromkeys(place.ids, answer or FOUND_HERE)
        with mock.patch.object(type(place), "_visit_answers", lambda places, company: answers):
            self.own(place)._visit_locate_now()

    def grow_old(self, place):
        """The place is known for long."""
        self.env.cr.execute("UPDATE %s SET create_date = '2020-01-01' WHERE id = %%s" % place._table, place.ids)
        compat.invalidate(place)

    def found_customer(self, lat=60.18, lon=24.94, **values):
        """A customer whose position was found by its address, known for long."""
        customer = self.env["res.partner"].create(dict(
            {"name": "Kiosk", "is_company": True, "city": "Helsinki", "company_id": self.company.id,
             "user_id": self.users["rep"].id}, **values))
        if lat:
            customer.set_position(lat, lon, source="nominatim")
        self.grow_old(customer)
        return customer

    def old_lead(self, **values):
        lead = self.lead(**values)
        self.grow_old(lead)
        return lead

    def assert_here(self, place):
        self.assertEqual([round(place[name], 5) for name in COORDINATES], list(HERE))


class TestMovedAlong(AlongCase):

    def test_a_lead_goes_with_its_customer(self):
        customer = self.found_customer()
        lead = self.old_lead(partner_id=customer.id)
        self.own(customer).write({"street": "Home Road 1", "city": "Espoo"})
        self.changes.search([("lead_id", "=", lead.id)]).unlink()
        self.locate(customer)
        self.assert_here(lead)
        self.assert_moved(self.check_here())

    def test_a_lead_that_went_along_is_moved_on(self):
        customer = self.found_customer()
        lead = self.old_lead(partner_id=customer.id)
        self.own(customer).write({"street": "Home Road 1", "city": "Espoo"})
        self.locate(customer)
        self.own(lead).set_position(HERE[0] + 0.0002, HERE[1])
        self.assert_moved(self.check_here())

    def test_a_lead_that_goes_with_a_contact(self):
        customer = self.found_customer()
        contact = self.env["res.partner"].create({"name": "Anna", "parent_id": customer.id})
        lead = self.old_lead(partner_id=contact.id)
        self.own(customer).write({"street": "Home Road 1", "city": "Espoo"})
        self.assertIn(lead, self.changes.search([]).mapped("lead_id"))
        self.assertIn(contact, self.changes.search([]).mapped("partner_id"))

    def test_an_address_of_a_customer_without_a_position(self):
        customer = self.found_customer(lat=None)
        self.visit.partner_id = customer
        self.own(customer).write({"street": "Home Road 1", "city": "Espoo"})
        self.locate(customer)
        self.assert_here(customer)
        self.assert_moved(self.check_here())

    def test_a_lead_without_a_position_is_given_the_customer_next_door(self):
        next_door = self.found_customer(*HERE)
        lead = self.old_lead()
        self.own(lead).write({"partner_id": next_door.id})
        self.assert_here(lead)
        self.assert_moved(self.check_here())

    def test_locating_what_follows_moves_nothing(self):
        customer = self.found_customer()
        lead = self.old_lead(partner_id=customer.id)
        lead.set_position(*HERE, source="nominatim")
        self.own(lead)._visit_locate_now()
        self.assertAlmostEqual(lead.partner_latitude, customer.partner_latitude)
        self.assertFalse(self.changes.search([]))

    def test_a_lead_of_a_radius_of_its_own_becomes_a_customer(self):
        lead = self.lead(contact_name="Anna", visit_radius_m=700)
        self.own(lead).set_position(*HERE)
        partner = self.own(lead)._create_customer().with_env(self.env)
        self.visit.write({"partner_id": partner.id, "lead_id": False})
        self.assert_moved(self.check_here())

    def test_another_company_with_a_wider_circle(self):
        other = self.env["res.company"].create({"name": "Wide", "visit_check_radius_m": 5000})
        self.users["rep"].company_ids |= other
        self.customer.company_id = self.company
        self.own().with_context(allowed_company_ids=[self.company.id, other.id]).write({"company_id": other.id})
        self.assertEqual(self.customer._visit_radius_m(), 5000)
        change = self.changes._since(self.customer, self.users["rep"], self.now)
        self.assertEqual((change.had_place, change.radius_m), (True, self.company.visit_check_radius_m))

    def test_the_lead_gives_its_place_up(self):
        customer = self.found_customer(*HERE)
        lead = self.old_lead(street="Far Away 1", city="Turku")
        lead.set_position(60.45, 22.27)
        self.visit.partner_id = customer
        self.assertEqual(self.visit._place(), lead)
        self.own(lead).clear_position()
        self.assertEqual(self.visit._place(), customer)
        self.assert_moved(self.check_here())

    def test_a_lead_that_had_no_place_leaves_the_customer_what_it_is(self):
        self.visit.write({"partner_id": self.found_customer(*HERE).id, "lead_id": self.env["crm.lead"].create({
            "name": "Shop", "company_id": self.company.id, "user_id": self.users["rep"].id}).id})
        self.own(self.visit.lead_id).write({"city": "Turku"})
        self.assert_verified(self.check_here())


class TestMovedMerged(AlongCase):

    def merge(self, kind, kept, other):
        partners = kept | other
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.users[kind]) if kind else (
            self.env["base.partner.merge.automatic.wizard"])
        wizard._merge(partners.ids, kept.with_env(wizard.env))

    def twin(self, *place, user=None):
        values = dict(zip(COORDINATES, place), name="Twin", company_id=self.company.id, user_id=self.users["rep"].id)
        return self.env["res.partner"].with_user(user or self.env.user).create(values).with_env(self.env)

    def test_a_leader_who_merges_confirms_nothing(self):
        self.own().set_position(*HERE)
        self.merge("leader", self.customer, self.twin())
        self.assert_here(self.customer)
        self.assert_moved(self.check_here())

    def test_what_stays_put_is_not_moved_by_its_twin(self):
        self.merge("rep", self.customer, self.twin(*HERE, user=self.users["rep"]))
        self.assertFalse(self.changes.search([]))
        self.assert_verified(self.check_in(10))

    def test_what_is_known_of_the_place_goes_with_it(self):
        kept = self.found_customer()
        twin = self.twin(*HERE, user=self.users["rep"])
        self.visit.partner_id = kept
        self.merge("leader", kept, twin)
        self.assert_here(kept)
        self.assert_moved(self.check_here())

    def test_a_rep_merges_a_customer_with_one_next_door(self):
        self.visit.partner_id = kept = self.found_customer()
        next_door = self.twin(*HERE)
        self.own(next_door).set_position(HERE[0] + 0.0001, HERE[1])
        self.merge("rep", kept, next_door)
        self.assertAlmostEqual(kept.partner_latitude, HERE[0] + 0.0001)
        self.assert_moved(self.check_here())

    def test_leads(self):
        kept = self.old_lead(type="opportunity", probability=90)
        other = self.env["crm.lead"].create({
            "name": "Twin", "type": "lead", "company_id": self.company.id, "user_id": self.users["rep"].id})
        self.own(other).set_position(*HERE)
        merged = (kept | other).with_user(self.users["leader"]).merge_opportunity().with_env(self.env)
        self.assertEqual(merged, kept)
        self.assert_here(kept)
        self.assert_moved(self.check_here())
