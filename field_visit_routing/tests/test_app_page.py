"""What the phone knows of customers, and what it does on their pages: agenda, today, leads, documents."""
import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import html2plaintext

from .. import compat
from ..models import app_customers
from .field_case import FieldByPrograms, FieldCase

PNG = (b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
EVIL = base64.b64encode(b"<html><script>alert(1)</script></html>")
SVG = base64.b64encode(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')


class PageCase(FieldCase):

    def app(self, kind="rep"):
        return self.env["field.visit.app"].with_user(self.users[kind])

    def load(self, kind="rep"):
        return self.app(kind).load({})

    def names(self, rows):
        return [row["name"] for row in rows]

    def assertRefused(self, text, call, *arguments):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call(*arguments)
        self.assertIn(text, str(caught.exception))


class TestVisitPage(PageCase):

    def card(self, number=0):
        return self.load()["route"]["stops"][number]["card"]

    def test_people_to_talk_to(self):
        self.env["res.partner"].create({"name": "Maria", "function": "Buyer", "phone": "040 1", "email": "m@x.fi",
                                        "parent_id": self.customers[0].id})
        self.assertEqual(self.card()["contacts"], [
            {"name": "Maria", "role": "Buyer", "phone": "040 1", "email": "m@x.fi"}])

    def test_addresses_in_the_order_of_the_country(self):
        self.customers[0].write({"street": "南京东路100号", "zip": "200001", "city": "上海市", "state_id": False,
                                 "country_id": self.env.ref("base.cn").id})
        stop = self.load()["route"]["stops"][0]
        self.assertEqual({stop["address"], stop["card"]["address"]}, {"200001, 上海市南京东路100号"})

    def test_earlier_visits_the_latest_first(self):
        for day, note in (("2024-03-01", "Wants an offer"), ("2024-04-01", "Ordered")):
            past = self.env["field.visit"].create({
                "partner_id": self.customers[0].id, "rep_id": self.rep.id, "date": day, "note": note})
            past.action_done()
        self.assertEqual([(row["date"], row["note"]) for row in self.card()["history"]],
                         [("2024-04-01", "Ordered"), ("2024-03-01", "Wants an offer")])

    def test_navigation_starts_where_the_phone_is(self):
        links = {link["name"]: link["url"] for link in self.load()["route"]["stops"][0]["navigation"]}
        self.assertIn("destination=60.184100,24.949700", links["Google Maps"])
        self.assertNotIn("origin", links["Google Maps"])

    def test_a_point_of_the_agenda_is_ticked_off_and_back(self):
        point = self.env["field.visit.agenda"].create({"visit_id": self.visit.id, "text": "Bring samples"})
        self.assertEqual(self.load()["route"]["stops"][0]["agenda"],
                         [{"id": point.id, "text": "Bring samples", "done": False}])
        for done in (True, False):
            receipt, = self.receive(self.event("tick_agenda", agenda_id=point.id, done=done))
            self.assertEqual((receipt["state"], point.is_done), ("done", done))

    def test_points_of_other_visits_are_not_ticked(self):
        self.visits[1].rep_id = self.other_rep
        point = self.env["field.visit.agenda"].create({"visit_id": self.visits[1].id, "text": "Bring samples"})
        self.receive(self.event("tick_agenda", agenda_id=point.id, done=True))
        self.assertFalse(point.is_done)

    def test_a_lead_that_the_rep_may_not_read_is_no_card(self):
        group = self.env.ref("sales_team.group_sale_salesman_all_leads")
        only_own = self.env.ref("sales_team.group_sale_salesman")
        self.users["rep"].write({compat.USER_GROUPS: [(3, group.id), (4, only_own.id)]})
        lead = self.env["crm.lead"].create({"name": "Hidden", "user_id": self.users["manager"].id})
        self.env["field.visit"].create(self._visit_values(7, self.customers[0])).write(
            {"partner_id": False, "lead_id": lead.id})
        last = self.load()["route"]["stops"][-1]
        self.assertEqual((last["lead_id"], last["card"]), (lead.id, {}))


class TestCustomers(PageCase):

    def test_the_nearest_to_the_day_come_first_and_fill_the_phone(self):
        self.env["res.partner"].create(self._customer_values("Rovaniemi", 66.50, 25.73, 99))
        names = self.names(self.load()["customers"])
        self.assertLess(names.index("Kallio"), names.index("Lauttasaari"))
        self.assertIn("Pasila", names)
        self.assertNotIn("Rovaniemi", names)

    def test_no_more_than_a_phone_takes(self):
        around = self.app()._app_around([(60.17, 24.94)], limit=2)
        self.assertEqual(len(around), 2)
        self.assertEqual(app_customers.MOST_AROUND, 300)

    def test_people_of_the_house_are_no_customers(self):
        names = self.names(self.load()["customers"])
        self.assertNotIn(self.company.partner_id.display_name, names)
        self.assertNotIn(self.users["rep"].partner_id.display_name, names)

    def test_customers_of_others_stay_theirs(self):
        self.customers[4].user_id = self.users["manager"]
        self.assertNotIn("Vallila", self.names(self.load()["customers"]))
        self.assertEqual(self.app().find_customers({"text": "Vallila"}), [])

    def test_own_leads_are_among_them_until_they_are_won(self):
        lead = self.env["crm.lead"].create({"name": "Bakery", "user_id": self.users["rep"].id,
                                            "partner_latitude": 60.18, "partner_longitude": 24.94})
        row = next(row for row in self.load()["customers"] if row["name"] == "Bakery")
        self.assertEqual((row["kind"], row["id"], row["latitude"]), ("lead", lead.id, 60.18))
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        self.assertNotIn("Bakery", self.names(self.load()["customers"]))

    def test_found_by_name_phone_and_place(self):
        self.customers[3].phone = "+358 40 765 4321"
        for text in ("ruoho", "040 7654321"):
            self.assertEqual(self.names(self.app().find_customers({"text": text})), ["Ruoholahti"])
        near = self.app().find_customers({"latitude": 60.16, "longitude": 24.88, "limit": 2})
        self.assertEqual(self.names(near), ["Lauttasaari", "Ruoholahti"])

    def test_a_customer_without_a_position_is_found_by_name(self):
        self.env["res.partner"].create({"name": "Nowhere Oy", "is_company": True})
        row, = self.app().find_customers({"text": "nowhere"})
        self.assertFalse(row["has_position"])

    def test_open_opportunities_are_told_as_money(self):
        self.env["crm.lead"].create([{"name": name, "type": "opportunity", "partner_id": self.customers[0].id,
                                      "user_id": self.users["rep"].id, "expected_revenue": 1500}
                                     for name in ("Machine", "Supply")])
        row = next(row for row in self.load()["customers"] if row["name"] == "Kallio")
        self.assertEqual(len(row["facts"]), 1)
        self.assertIn("3,000", row["facts"][0])

    def test_what_cannot_be_searched_is_said(self):
        find = self.app().find_customers
        self.assertRefused("Give a text", find, {})
        self.assertRefused("no field of this request", find, {"sql": "1"})
        self.assertRefused("limit", find, {"text": "kallio", "limit": 5000})
        self.assertRefused("out of range", find, {"latitude": 91, "longitude": 0})

    def test_a_customer_is_told_to_who_may_read_it(self):
        card = self.app().get_customer("partner", self.customers[0].id)
        self.assertEqual((card["name"], card["has_position"]), ("Kallio", True))
        self.assertRefused("neither", self.app().get_customer, "res.users", 2)
        self.assertRefused("not there any more", self.app().get_customer, "partner", 2**31 - 1)
        self.assertRefused("not the id", self.app().get_customer, "partner", "1 OR 1=1")


class TestToday(PageCase):

    def test_what_cannot_be_planned_is_a_conflict_that_says_why(self):
        receipt, = self.receive(self.event("add_to_today", customer={"kind": "partner", "id": self.customers[0].id}))
        self.assertEqual(receipt["state"], "conflict")
        self.assertIn("planned for today already", receipt["message"])

    def test_the_customer_is_planned_as_by_a_button(self):
        asked = []

        def add_to_today(record, vals=None):
            asked.append((record, record.env.user))
            return {"visit_id": self.visits[1].id}

        with patch.object(type(self.customers), "add_to_today", add_to_today):
            receipt, = self.receive(self.event("add_to_today", customer={"kind": "partner", "id": self.customers[4].id}))
        self.assertEqual(receipt["state"], "done", receipt["message"])
        self.assertEqual(asked, [(self.customers[4], self.users["rep"])])

    def test_of_customers_that_are_not_there(self):
        for wrong in ({"kind": "partner", "id": 2**40}, {"kind": "stock.move", "id": 1}, {"id": None}, 7):
            receipt, = self.receive(self.event("add_to_today", customer=wrong))
            self.assertEqual(receipt["state"], "conflict", wrong)


class TestLead(PageCase):

    def sent(self, **data):
        """Send the lead as a phone does; return the receipt and what was created."""
        known = self.env["crm.lead"].search([])
        event = self.event("add_lead", **data)
        del event["data"]["visit_id"]
        receipt, = self.receive(event)
        return receipt, self.env["crm.lead"].search([]) - known

    def add(self, **data):
        return self.env["crm.lead"].browse(self.app().add_lead(data))

    def test_it_is_the_reps_and_stands_where_the_rep_stood(self):
        lead = self.add(name="Bakery", contact_name="Ann", phone="040 2", email="ann@x.fi", note="Opens in May",
                        latitude=60.181, longitude=24.93, accuracy_m=20)
        self.assertEqual((lead.name, lead.user_id, lead.contact_name), ("Bakery", self.users["rep"], "Ann"))
        self.assertEqual((lead.geo_state, lead.geo_source, lead.geo_precision), ("manual", "phone", "rooftop"))
        self.assertAlmostEqual(lead.partner_latitude, 60.181)

    def test_notes_stay_text(self):
        typed = "<script>alert(1)</script> a < b"
        lead = self.add(name="Bakery", note=typed)
        self.assertEqual(html2plaintext(lead.description) if lead._fields["description"].type == "html"
                         else lead.description, typed)

    def test_the_photo_of_the_card_hangs_on_the_lead(self):
        receipt, lead = self.sent(name="Bakery", content=PNG.decode())
        self.assertEqual((receipt["state"], lead.name), ("done", "Bakery"), receipt["message"])
        photo = self.env["ir.attachment"].search([("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)])
        self.assertEqual((photo.mimetype, photo.create_uid), ("image/jpeg", self.users["rep"]))

    def test_what_is_no_photo_makes_no_lead(self):
        for content in (EVIL, SVG):
            receipt, lead = self.sent(name="Bakery", content=content.decode())
            self.assertEqual((receipt["state"], len(lead)), ("conflict", 0))
            self.assertIn("no picture", receipt["message"])

    def test_a_vague_place_is_worth_less_and_a_useless_one_nothing(self):
        self.assertEqual(self.add(name="Far", latitude=60.1, longitude=24.9, accuracy_m=900).geo_precision, "postcode")
        self.assertEqual(self.add(name="Lost", latitude=0, longitude=0, accuracy_m=50_000).geo_state, "none")

    def test_what_is_no_lead_is_refused(self):
        self.assertRefused("needs a name", self.app().add_lead, {"note": "who?"})
        self.assertRefused("no field", self.app().add_lead, {"name": "x", "user_id": 1})
        self.assertRefused("out of range", self.app().add_lead, {"name": "x", "latitude": 95, "longitude": 1})
        self.assertRefused("accuracy_m", self.app().add_lead, {
            "name": "x", "latitude": 5, "longitude": 1, "accuracy_m": "near"})


class TestDocuments(PageCase):

    def document(self, content=PDF, **more):
        return self.env["field.visit.document"].with_user(self.users["manager"]).create(
            dict({"name": "Price list", "file": content, "file_name": "prices.pdf"}, **more))

    def test_they_are_named_in_the_load(self):
        document = self.document()
        row = next(row for row in self.load()["documents"] if row["id"] == document.id)
        self.assertEqual((row["mimetype"], row["is_shown"]), ("application/pdf", True))
        self.assertIn("/web/content/field.visit.document/%d/file?unique=" % document.id, row["url"])

    def test_what_is_no_longer_taken_along_is_gone(self):
        self.document().active = False
        self.assertNotIn("Price list", self.names(self.load()["documents"]))

    def test_pages_and_drawings_with_scripts_are_refused(self):
        for content in (EVIL, SVG):
            with self.assertRaises(ValidationError):
                self.document(content, file_name="price.pdf")
        with self.assertRaises(UserError):
            self.document("not base64!")

    def test_the_type_is_read_from_the_file(self):
        document = self.document(PNG, mimetype="text/html")
        self.assertEqual(document.mimetype, "image/png")
        document.write({"mimetype": "text/html", "size": 1})
        self.assertEqual(document.mimetype, "image/png")

    def test_reps_read_and_managers_choose(self):
        document = self.document()
        with self.assertRaises(AccessError):
            document.with_user(self.users["rep"]).name = "Mine"
        other = self.env["res.company"].create({"name": "Other"})
        self.document(name="Theirs").sudo().company_id = other
        self.assertNotIn("Theirs", self.names(self.load()["documents"]))


class TestPagesByPrograms(FieldByPrograms):

    def test_each_kind_of_user_sees_own_customers_only(self):
        found = self.call_as("rep", "field.visit.app", "find_customers", {"text": "Kallio"})
        self.assertEqual([row["name"] for row in found], ["Kallio"])
        card = self.call_as("rep", "field.visit.app", "get_customer", "partner", self.customers[0].id)
        self.assertEqual(card["name"], "Kallio")

    def test_a_document_is_fetched_with_a_session_only(self):
        document = self.env["field.visit.document"].create({"name": "List", "file": PDF, "file_name": "list.pdf"})
        url = document._app_document()["url"]
        self.authenticate("fv_rep", "fv_rep_pw1")
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.content[:5]), (200, b"%PDF-"))
        self.authenticate("fv_plain", "fv_plain_pw1")
        self.assertNotEqual(self.url_open(url).content[:5], b"%PDF-")
