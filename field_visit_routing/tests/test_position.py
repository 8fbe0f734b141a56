"""The life of a position: given, stale, kept, taken over, never silently lost."""
from odoo.tests import tagged

from .. import compat
from .ground_case import HELSINKI, GroundCase

LAT, LON = "partner_latitude", "partner_longitude"


@tagged("post_install", "-at_install")
class TestPosition(GroundCase):
    def test_new_customer_is_not_located_and_waits(self):
        customer = self.customer()
        self.assertEqual(customer.geo_state, "none")
        self.assertFalse(customer.has_position())
        self.assertTrue(customer.geo_queued)

    def test_customer_without_address_does_not_wait(self):
        customer = self.env["res.partner"].create({"name": "No address"})
        self.assertFalse(customer.geo_queued)

    def test_settings_switch_off_waiting(self):
        self.company.visit_auto_locate = False
        self.assertFalse(self.customer(company_id=self.company.id).geo_queued)

    def test_written_coordinates_are_set_by_hand(self):
        customer = self.customer()
        customer.write({LAT: 60.2, LON: 24.9})
        self.assertEqual(self.position(customer), ("manual", 60.2, 24.9))
        self.assertEqual(customer.geo_source, "manual")
        self.assertFalse(customer.geo_queued)

    def test_created_coordinates_are_set_by_hand(self):
        self.assertEqual(self.customer(**{LAT: 60.2, LON: 24.9}).geo_state, "manual")

    def test_seven_digits_survive(self):
        customer = self.customer(**{LAT: 60.1234567, LON: -24.7654321})
        compat.flush(customer)
        self.env.cr.execute("SELECT partner_latitude, partner_longitude FROM res_partner WHERE id = %s", [customer.id])
        self.assertEqual([float(value) for value in self.env.cr.fetchone()], [60.1234567, -24.7654321])

    def test_zero_is_a_coordinate(self):
        customer = self.customer()
        customer.write({LAT: 0.0, LON: 9.45})
        self.assertEqual(self.position(customer), ("manual", 0.0, 9.45))
        customer.set_position(0.0, 0.0)
        self.assertEqual(self.position(customer), ("manual", 0.0, 0.0))
        self.assertTrue(customer.has_position())

    def test_zeros_of_an_empty_form_are_no_position(self):
        self.assertEqual(self.customer(**{LAT: 0.0, LON: 0.0}).geo_state, "none")

    def test_address_change_makes_stale_and_keeps_the_position(self):
        customer = self.customer()
        customer.set_position(*HELSINKI, source="gazetteer", precision="city")
        self.assertFalse(customer.geo_queued)
        customer.write({"city": "Espoo"})
        self.assertEqual(self.position(customer), ("located",) + HELSINKI)
        self.assertTrue(customer.geo_stale)
        self.assertTrue(customer.geo_queued)

    def test_same_address_written_again_is_no_change(self):
        customer = self.customer()
        customer.set_position(*HELSINKI, source="gazetteer", precision="city")
        customer.write({"city": "Helsinki", "phone": "1"})
        self.assertFalse(customer.geo_stale)

    def test_manual_position_survives_address_change_and_locating(self):
        customer = self.customer()
        customer.set_position(61.0, 25.0)
        customer.write({"city": "Espoo"})
        self.assertTrue(customer.geo_stale)
        self.assertFalse(customer.geo_queued)
        self.assertIn("set by hand", customer.geo_failure_message)
        customer.action_queue_locate()
        customer.action_locate()
        self.assertEqual(self.position(customer), ("manual", 61.0, 25.0))

    def test_zeros_of_core_geolocation_are_not_written(self):
        # what core's base_geolocalize of 16.0 and later makes of write({"street": …})
        for source in ("manual", "nominatim"):
            customer = self.customer()
            customer.set_position(61.0, 25.0, source=source)
            customer.write({"street": "Other street", LAT: 0.0, LON: 0.0})
            self.assertEqual(self.position(customer)[1:], (61.0, 25.0))
            self.assertTrue(customer.geo_stale)

    def test_cores_geolocation_button_is_a_provider(self):
        found = {LAT: 60.0, LON: 24.0, "date_localization": "2026-01-01"}
        values = self.env["res.partner"]._visit_position_vals(found)
        self.assertEqual((values["geo_state"], values["geo_source"]), ("located", "base_geolocalize"))
        customer = self.customer()
        customer.set_position(61.0, 25.0)
        customer.write({name: value for name, value in values.items() if name in customer._fields})
        self.assertEqual(self.position(customer), ("manual", 61.0, 25.0))

    def test_coordinates_are_stored_as_given(self):
        for name in (LAT, LON):
            field = self.env["res.partner"]._fields[name]
            self.assertFalse(field.compute)
            self.assertTrue(field.store and not field.readonly and field.copy)

    def test_one_coordinate_is_completed(self):
        customer = self.customer()
        customer.set_position(61.0, 25.0)
        customer.write({LAT: 61.5, "street": "Other street"})
        self.assertEqual(self.position(customer), ("manual", 61.5, 25.0))

    def test_half_a_position_is_refused(self):
        self.assertRefused("Longitude is missing", self.customer, **{LAT: 60.0})
        self.assertRefused("Latitude is missing", self.customer().write, {LON: 60.0})
        self.assertRefused("Longitude is missing", self.customer().write, {LAT: 60.0, LON: False})

    def test_blank_coordinates_do_not_erase(self):
        customer = self.customer()
        customer.set_position(61.0, 25.0)
        customer.write({LAT: False, LON: False})
        self.assertEqual(self.position(customer), ("manual", 61.0, 25.0))

    def test_provider_does_not_replace_what_a_person_set(self):
        customer = self.customer()
        customer.set_position(61.0, 25.0)
        customer.set_position(60.0, 24.0, source="gazetteer", precision="city")
        self.assertEqual(self.position(customer), ("manual", 61.0, 25.0))

    def test_forgotten_position_is_located_anew(self):
        customer = self.customer()
        customer.set_position(61.0, 25.0)
        customer.clear_position()
        self.assertEqual(customer.geo_state, "none")
        self.assertTrue(customer.geo_queued)
        customer.action_locate()
        self.assertEqual(self.position(customer), ("located",) + HELSINKI)

    def test_text_from_a_map(self):
        customer = self.customer()
        customer.set_position_text("60°10'12\"N 24°56'18\"E")
        self.assertEqual(self.position(customer), ("manual", 60.17, 24.93833))
        self.assertRefused("no position", customer.set_position_text, "next to the church")

    def test_copy_keeps_the_position_and_hours(self):
        customer = self.customer()
        customer.set_position(61.0, 25.0)
        customer.visit_hours_ids = [(0, 0, {"weekday": "1", "start_s": 3600, "end_s": 7200})]
        twin = customer.copy()
        self.assertEqual(self.position(twin), ("manual", 61.0, 25.0))
        self.assertEqual(twin.visit_opening_hours(), {1: [(3600, 7200)]})
        self.assertEqual(twin.geo_source, "manual")

    def test_many_records_in_one_write(self):
        placed, manual, bare = self.customer(), self.customer(), self.customer()
        placed.set_position(*HELSINKI, source="gazetteer", precision="city")
        manual.set_position(61.0, 25.0)
        (placed + manual + bare).write({"city": "Vantaa"})
        self.assertEqual((placed + manual + bare).mapped("geo_stale"), [True, True, False])
        self.assertEqual((placed + manual + bare).mapped("geo_queued"), [True, False, True])


@tagged("post_install", "-at_install")
class TestBadCoordinates(GroundCase):
    def test_every_bad_value_gets_a_sentence(self):
        cases = [
            (91, 0, "Latitude: 91 is out of range. Give a number from -90 to 90."),
            (-90.5, 0, "Latitude: -90.5 is out of range"),
            (60, 181, "Longitude: 181 is out of range. Give a number from -180 to 180."),
            (60, "abc", 'Longitude: "abc" is not a number. Give a number from -180 to 180.'),
            (float("nan"), 24, 'Latitude: "nan" is no finite number'),
            (float("inf"), 24, 'Latitude: "inf" is no finite number'),
            ("-inf", 24, 'Latitude: "-inf" is no finite number'),
            (60, [1], "is not a number"),
            (60, True, "is not a number"),
        ]
        customer, lead = self.customer(), self.lead()
        for lat, lon, sentence in cases:
            for record in (customer, lead):
                with self.subTest(lat=lat, lon=lon, model=record._name):
                    self.assertRefused(sentence, record.write, {LAT: lat, LON: lon})
                    self.assertRefused(sentence, record.create, {"name": "x", LAT: lat, LON: lon})
        self.assertEqual(customer.geo_state, "none")

    def test_set_position_refuses_with_sentences(self):
        customer = self.customer()
        self.assertRefused("Latitude: 91 is out of range", customer.set_position, 91, 0)
        self.assertRefused('Longitude: "abc" is not a number', customer.set_position, 60, "abc")
        self.assertRefused("Latitude is missing", customer.set_position, None, 24)
        self.assertRefused("no finite number", customer.set_position, float("nan"), 24)
        self.assertRefused('Precision "exact" is unknown', customer.set_position, 60, 24, "manual", "exact")

    def test_other_numbers(self):
        customer = self.customer()
        self.assertRefused("Visit Score: 101 is out of range", customer.write, {"visit_score": 101})
        self.assertRefused('Visit Score: "high"', customer.write, {"visit_score": "high"})
        self.assertRefused("Visit Duration (Minutes): -5 is out of range", customer.write, {"visit_duration_min": -5})
        self.assertRefused("Visit Every (Days): -1", customer.write, {"visit_interval_days": -1})

    def test_import_reports_the_row(self):
        result = self.env["res.partner"].load(
            ["name", LAT, LON],
            [["Good", "60.1", "24.9"], ["Bad", "91", "24.9"], ["Worse", "60", "abc"]])
        self.assertFalse(result["ids"])
        self.assertEqual([m["record"] for m in result["messages"]], [1, 2])
        self.assertIn("Latitude: 91 is out of range", result["messages"][0]["message"])
        self.assertIn('Longitude: "abc" is not a number', result["messages"][1]["message"])

    def test_import_with_and_without_coordinates(self):
        result = self.env["res.partner"].load(
            ["name", "city", "country_id/id", LAT, LON],
            [["Kiosk", "Helsinki", "base.fi", "60.1", "24.9"], ["Shop", "Espoo", "base.fi", "", ""]])
        self.assertTrue(result["ids"], result["messages"])
        kiosk, shop = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(self.position(kiosk), ("manual", 60.1, 24.9))
        self.assertEqual(kiosk.geo_source, "import")
        self.assertEqual(shop.geo_state, "none")
        self.assertTrue(shop.geo_queued)


@tagged("post_install", "-at_install")
class TestTakenPositions(GroundCase):
    def test_contact_takes_its_companys_position_and_follows(self):
        company = self.customer()
        contact = self.env["res.partner"].create({"name": "Liisa", "parent_id": company.id, "type": "contact"})
        company.set_position(60.2, 24.9)
        self.assertEqual(self.position(contact), ("located", 60.2, 24.9))
        self.assertEqual(contact.geo_source, "company")
        company.set_position(60.3, 24.8)
        self.assertEqual(self.position(contact), ("located", 60.3, 24.8))

    def test_delivery_address_has_its_own(self):
        company = self.customer()
        company.set_position(60.2, 24.9)
        depot = self.env["res.partner"].create({
            "name": "Depot", "parent_id": company.id, "type": "delivery", "city": "Espoo",
            "country_id": self.finland.id})
        self.assertEqual(depot.geo_state, "none")
        self.assertTrue(depot.geo_queued)

    def test_contact_follows_a_moved_company(self):
        company = self.customer()
        contact = self.env["res.partner"].create({"name": "Liisa", "parent_id": company.id, "type": "contact"})
        company.action_locate()
        company.write({"city": "Tampere"})
        self.assertTrue(contact.geo_stale)
        company.action_locate()
        self.assertEqual(self.position(contact), self.position(company))
        self.assertFalse(contact.geo_stale)

    def test_lead_takes_its_customers_position_and_follows(self):
        customer = self.customer()
        customer.set_position(60.2, 24.9)
        lead = self.lead(partner_id=customer.id)
        self.assertEqual(self.position(lead), ("located", 60.2, 24.9))
        self.assertEqual(lead.geo_source, "customer")
        customer.set_position(60.3, 24.8)
        self.assertEqual(self.position(lead), ("located", 60.3, 24.8))

    def test_lead_follows_when_its_customer_moves(self):
        customer = self.customer()
        customer.action_locate()
        lead = self.lead(partner_id=customer.id)
        customer.write({"city": "Tampere"})
        customer.action_locate()
        self.assertEqual(self.position(lead), self.position(customer))

    def test_lead_with_own_position_keeps_it(self):
        customer = self.customer()
        lead = self.lead(partner_id=customer.id)
        lead.set_position(61.0, 25.0)
        customer.set_position(60.2, 24.9)
        self.assertEqual(self.position(lead), ("manual", 61.0, 25.0))

    def test_lead_with_another_address_is_located_itself(self):
        customer = self.customer()
        customer.action_locate()
        lead = self.lead(partner_id=customer.id)
        lead.write({"street": "", "zip": "", "city": "Tampere"})
        self.assertTrue(lead.geo_stale)
        lead.action_locate()
        self.assertEqual(lead.geo_source, "gazetteer")
        self.assertNotEqual(self.position(lead), self.position(customer))

    def test_customer_given_later_and_taken_away(self):
        customer = self.customer()
        customer.set_position(60.2, 24.9)
        lead = self.lead()
        lead.partner_id = customer
        self.assertEqual(self.position(lead), ("located", 60.2, 24.9))
        customer.clear_position()
        self.assertEqual(lead.geo_state, "none")

    def test_customer_made_of_a_lead_stands_where_the_lead_stood(self):
        lead = self.lead(partner_name="New Shop", city="Helsinki", country_id=self.finland.id, visit_score=70)
        lead.set_position(60.2, 24.9)
        values = lead._prepare_customer_values("New Shop", is_company=True)
        customer = self.env["res.partner"].create(values)
        self.assertEqual(self.position(customer), ("manual", 60.2, 24.9))
        self.assertEqual(customer.visit_grade, "B")

    def test_hours_and_time_zone_come_from_the_company(self):
        company = self.customer(visit_tz="Asia/Shanghai")
        company.visit_hours_ids = [(0, 0, {"weekday": "0", "start_s": 3600, "end_s": 7200})]
        contact = self.env["res.partner"].create({"name": "Liisa", "parent_id": company.id, "type": "contact"})
        lead = self.lead(partner_id=company.id)
        for record in (contact, lead):
            self.assertEqual(record.visit_opening_hours(), {0: [(3600, 7200)]})
            self.assertEqual(record.visit_timezone("Europe/Helsinki"), "Asia/Shanghai")
        self.assertEqual(self.customer().visit_timezone("Europe/Helsinki"), "Europe/Helsinki")
        self.assertEqual(self.customer().visit_timezone(), "UTC")
