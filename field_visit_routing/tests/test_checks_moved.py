"""A rep who sets or moves a customer does not prove his visit by it, whichever way he does; leaders and geocoding do."""
from datetime import timedelta
from unittest import mock

from odoo.exceptions import AccessError
from odoo.tools import mute_logger
from odoo.tools.misc import format_date

from .. import compat
from ..models import plan_request
from ..models.plan_time import local_moment
from .access_case import QUIET
from .field_case import FieldByPrograms
from .test_checks import CheckCase

#: Some kilometres away from all customers of the tests: where the rep stands.
HERE = (60.25, 24.75)
CHANGE = "field.visit.place.change"


class MovedCase(CheckCase):

    def own(self, place=None, kind="rep"):
        return (place or self.customer).with_user(self.users[kind])

    def lead(self, user=None, **values):
        lead = self.env["crm.lead"].with_user(user or self.env.user).create(dict(
            {"name": "Shop", "type": "lead", "user_id": self.users["rep"].id, "company_id": self.company.id}, **values))
        self.visit.write({"partner_id": False, "lead_id": lead.id})
        return lead.with_env(self.env)

    def check_here(self, **changes):
        return self.check_in(latitude=HERE[0], longitude=HERE[1], **changes)

    def assert_moved(self, check):
        self.assertEqual(check.result, "unverified", check.reason_text)
        self.assertIn("moved", [reason.code for reason in check._reasons()])

    def assert_verified(self, check):
        self.assertEqual((check.result, [reason.code for reason in check._reasons()]), ("verified", ["near"]))


class TestMoved(MovedCase):

    def test_by_every_way_of_the_rep(self):
        own = self.own()
        pair = {"partner_latitude": HERE[0], "partner_longitude": HERE[1]}
        by_provider = dict(pair, geo_state="located", geo_source="nominatim", geo_precision="rooftop")
        ways = (
            lambda: own.set_position(*HERE), lambda: own.set_position_text("%s, %s" % HERE),
            lambda: own.set_position(*HERE, source="import"), lambda: own.set_position(*HERE, source="check-ins"),
            lambda: own.write(pair), lambda: [own.clear_position(), own.write(by_provider)],
            lambda: own.write(dict(pair, geo_state="manual", geo_located_at="2001-01-01 00:00:00")),
            lambda: [own.write({name: value}) for name, value in pair.items()],
            lambda: own.with_context(visit_position_source="import", visit_place_found=True).write(pair),
            lambda: own.load([".id", *pair], [[str(own.id), *map(str, pair.values())]]),
            lambda: [own.clear_position(), own.set_position(*HERE)],
        )
        before = self.customer.partner_latitude, self.customer.partner_longitude
        for number, way in enumerate(ways):
            way()
            check = self.check_here(minutes=number)
            self.assertEqual((check.result, check.distance_m), ("unverified", 0), number)
            self.assert_moved(check)
            # the administrator of the tests puts it back; nothing is known of this way any more
            self.customer.set_position(*before)
            self.env[CHANGE].search([]).unlink()
            self.visit.write({"state": "planned", "actual_start": False})

    def test_the_sentence_tells_the_day_and_what_to_do(self):
        self.own().set_position(*HERE)
        check = self.check_here()
        day = format_date(self.env, self.visit._local(self.env[CHANGE].search([]).at).date())
        self.assertEqual(check._sentences()[0], "The customer's position was set or changed by a rep on %s; "
                                                "a leader can confirm it." % day)
        self.assertEqual(self.visit._app_visit()["check"]["steps"][0]["texts"], check._sentences())
        self.visit.with_user(self.users["leader"]).override_check({"result": "verified", "reason": "It is their new door"})
        self.assertEqual(self.visit.check_result, "verified")

    def test_a_correction_within_the_radius_of_the_place_before_is_none(self):
        self.own().set_position(self.customer.partner_latitude + 0.0005, self.customer.partner_longitude)
        self.assert_verified(self.check_in(10))

    def test_a_rough_place_made_exact_is_no_move(self):
        self.customer.clear_position()
        self.customer.set_position(60.18, 24.94, source="nominatim", precision="city")
        self.own().set_position(60.2, 24.95)
        self.assert_verified(self.check_in(10))

    def test_a_wider_circle_is_a_change_too(self):
        self.own().write({"geo_precision": "city"})
        self.assert_verified(self.check_in(100))
        self.visit.write({"state": "planned", "actual_start": False})
        self.assert_moved(self.check_in(3000, minutes=60))

    def test_moved_and_put_back_is_no_change(self):
        before = self.customer.partner_latitude, self.customer.partner_longitude
        self.own().set_position(*HERE)
        self.own().set_position(*before)
        self.assert_verified(self.check_in(10))

    def test_the_first_place_counts_after_several_changes(self):
        self.own().set_position(60.3, 24.8)
        self.own().set_position(*HERE)
        self.assert_moved(self.check_here())

    def test_another_rep_does_it_for_him(self):
        user = self.users["plain"]
        user.write({compat.USER_GROUPS: [(4, self.env.ref(name).id) for name in (
            "field_visit_routing.group_rep", "base.group_partner_manager")]})
        self._make_rep(user)
        self.customer.with_user(user).set_position(*HERE)
        self.assert_moved(self.check_here())

    def test_leaders_confirm_by_setting_the_position(self):
        self.own().set_position(*HERE)
        self.own(kind="leader").set_position(*HERE)
        self.assertFalse(self.env[CHANGE].search([]))
        self.assert_verified(self.check_here())

    def test_a_finding_that_changes_nothing_confirms_nothing(self):
        self.own().set_position(*HERE)
        self.own(kind="leader").set_position(60.3, 24.8, source="nominatim")
        self.own(kind="leader").write({"partner_latitude": 0.0, "partner_longitude": 0.0})
        self.assert_moved(self.check_here())

    def test_a_leader_who_makes_visits_moves_nobody_to_himself(self):
        self.own(kind="manager").set_position(*HERE)
        self.assert_verified(self.check_here())
        self.visits[1].write({"rep_id": self.other_rep.id, "partner_id": self.customer.id})
        self.visits[1].with_user(self.users["manager"]).check_in(self.vals(latitude=HERE[0], longitude=HERE[1]))
        self.assert_moved(self.visits[1].check_ids)

    def test_an_import_by_a_leader_who_makes_visits(self):
        own = self.own(kind="manager")
        own.load([".id", "partner_latitude", "partner_longitude"], [[str(own.id), *map(str, HERE)]])
        self.assertEqual(self.customer.geo_source, "import")
        self.assert_verified(self.check_here())
        self.visits[1].write({"rep_id": self.other_rep.id, "partner_id": self.customer.id})
        self.visits[1].with_user(self.users["manager"]).check_in(self.vals(latitude=HERE[0], longitude=HERE[1]))
        self.assert_moved(self.visits[1].check_ids)

    def test_found_by_its_address(self):
        self.customer.clear_position()
        self.customer.write({"geo_state": "none"})
        answer = {"lat": HERE[0], "lon": HERE[1], "precision": "rooftop", "source": "nominatim"}
        self.locate(answer)
        self.assert_verified(self.check_here())

    def test_an_address_written_by_the_rep_moves_it_when_it_is_located(self):
        self.customer.clear_position()
        self.customer.set_position(60.18, 24.94, source="nominatim", precision="rooftop")
        self.own().write({"street": "Home Road 1", "city": "Espoo"})
        self.locate({"lat": HERE[0], "lon": HERE[1], "precision": "rooftop", "source": "nominatim"})
        self.assert_moved(self.check_here())

    def test_an_address_that_moves_nothing(self):
        self.own().write({"street2": "Third floor"})
        self.assert_verified(self.check_in(10))

    def locate(self, answer):
        with mock.patch.object(type(self.customer), "_visit_answers", lambda places, company: dict.fromkeys(places.ids, answer)):
            self.own()._visit_locate_now()
        self.assertAlmostEqual(self.customer.partner_latitude, HERE[0])

    def test_before_the_day_before_it_is_the_place(self):
        self.own().set_position(*HERE)
        change = self.env[CHANGE].search([])
        day_before = self.visit._local(self.now).date() - timedelta(days=1)
        change.at = local_moment(plan_request.rep_timezone(self.rep), day_before, 0)
        self.assert_moved(self.check_here())
        self.visit.write({"state": "planned", "actual_start": False})
        change.at -= timedelta(seconds=1)
        self.assert_verified(self.check_here(minutes=1))

    def test_old_changes_are_forgotten(self):
        self.own().set_position(*HERE)
        self.env[CHANGE].search([]).at -= timedelta(days=59)
        self.env["field.visit.check"]._forget_positions()
        self.assertTrue(self.env[CHANGE].search([]))
        self.env[CHANGE].search([]).at -= timedelta(days=2)
        self.env["field.visit.check"]._forget_positions()
        self.assertFalse(self.env[CHANGE].search([]))

    def test_it_takes_no_check_in_back_that_was_made_before(self):
        self.check_in(10)
        self.own().set_position(*HERE)
        out = self.check_out(latitude=HERE[0], longitude=HERE[1], minutes=30)
        self.assert_moved(out)
        self.assertEqual(self.visit.check_result, "verified")

    def test_far_from_both_places_stays_what_it_was(self):
        self.own().set_position(*HERE)
        self.assertEqual(self.check_in(5000).result, "invalid")


class TestMovedOthers(MovedCase):
    """Places that follow others, leads, and records made on the way."""

    def test_a_contact_of_a_company_that_was_moved(self):
        contact = self.env["res.partner"].create({"name": "Anna", "parent_id": self.customer.id})
        self.visit.partner_id = contact
        self.own().set_position(*HERE)
        self.assertAlmostEqual(contact.partner_latitude, HERE[0])
        self.assert_moved(self.check_here())

    def test_a_contact_given_another_company(self):
        other = self.env["res.partner"].create({
            "name": "Near Home", "is_company": True, "city": "Helsinki", "partner_latitude": HERE[0],
            "partner_longitude": HERE[1]})
        contact = self.env["res.partner"].create({"name": "Anna", "parent_id": self.customer.id})
        self.visit.partner_id = contact
        self.own(contact).write({"parent_id": other.id})
        self.assertAlmostEqual(contact.partner_latitude, HERE[0])
        self.assert_moved(self.check_here())

    def test_a_new_contact_stands_where_the_company_stood(self):
        contact = self.env["res.partner"].with_user(self.users["rep"]).create(
            {"name": "Anna", "parent_id": self.customer.id}).with_env(self.env)
        self.visit.partner_id = contact
        self.assert_verified(self.check_in(10))
        self.visit.write({"state": "planned", "actual_start": False})
        self.own().set_position(*HERE)
        self.assert_moved(self.check_here(minutes=60))

    def test_a_new_contact_of_a_company_moved_before(self):
        self.own().set_position(*HERE)
        self.visit.partner_id = self.env["res.partner"].with_user(self.users["rep"]).create(
            {"name": "Anna", "parent_id": self.customer.id}).with_env(self.env)
        self.assert_moved(self.check_here())

    def test_a_lead_and_its_first_position(self):
        lead = self.lead()
        self.own(lead).set_position(*HERE)
        self.assert_moved(self.check_here())
        self.own(lead, "leader").set_position(*HERE)
        self.visit.write({"state": "planned", "actual_start": False})
        self.assert_verified(self.check_here(minutes=60))

    def test_a_lead_made_on_the_phone(self):
        self.visit.write({"partner_id": False, "lead_id": self.env["field.visit.app"].with_user(self.users["rep"]).add_lead(
            {"name": "Kiosk", "latitude": HERE[0], "longitude": HERE[1], "accuracy_m": 9})})
        self.assert_moved(self.check_here())

    def test_the_customer_made_of_a_lead(self):
        lead = self.lead(contact_name="Anna", partner_latitude=HERE[0], partner_longitude=HERE[1])
        partner = self.own(lead)._create_customer().with_env(self.env)
        self.assertAlmostEqual(partner.partner_latitude, HERE[0])
        self.visit.write({"partner_id": partner.id, "lead_id": False})
        self.assert_verified(self.check_here())

    def test_the_customer_made_of_a_lead_that_the_rep_set(self):
        lead = self.lead(self.users["rep"], contact_name="Anna", partner_latitude=HERE[0], partner_longitude=HERE[1])
        partner = self.own(lead)._create_customer().with_env(self.env)
        self.visit.write({"partner_id": partner.id, "lead_id": False})
        self.assert_moved(self.check_here())

    def test_a_proposal_accepted_by_the_rep_and_by_a_leader(self):
        for kind, moved in (("leader", False), ("rep", True)):
            proposal = self.env["field.visit.better.place"].create({
                "partner_id": self.customer.id, "company_id": self.company.id, "rep_id": self.rep.id,
                "latitude": HERE[0], "longitude": HERE[1] - moved})
            proposal.with_user(self.users[kind]).accept()
            check = self.check_in(latitude=HERE[0], longitude=HERE[1] - moved)
            (self.assert_moved if moved else self.assert_verified)(check)
            self.visit.check_ids.sudo().unlink()
            self.visit.write({"state": "planned", "actual_start": False})


class TestMovedByPrograms(FieldByPrograms):
    """Over XML-RPC: the rep moves the customer by plain writes, and clears nothing of what is known of it."""

    def setUp(self):
        super().setUp()
        self.team.user_id = self.users["leader"]
        compat.flush(self.env["crm.team"])

    def move(self, model, ids, **context):
        self.call_as("rep", model, "write", ids, {"partner_latitude": HERE[0], "partner_longitude": HERE[1]}, **context)

    def check_in(self):
        vals = {"latitude": HERE[0], "longitude": HERE[1], "accuracy_m": 9}
        self.call_as("rep", "field.visit", "check_in", self.visit.ids, vals)
        for model in ("field.visit", "field.visit.check"):
            compat.invalidate(self.env[model])
        return self.visit.check_ids

    def test_a_customer_written_by_the_rep(self):
        self.move("res.partner", self.visit.partner_id.ids, context={"visit_place_found": 1, "tz": "Asia/Tokyo"})
        check = self.check_in()
        self.assertEqual(check.result, "unverified")
        self.assertIn("a leader can confirm it", check.reason_text)

    def test_a_lead_written_by_the_rep(self):
        lead = self.env["crm.lead"].create({
            "name": "Shop", "user_id": self.users["rep"].id, "company_id": self.company.id,
            "partner_latitude": 60.17, "partner_longitude": 24.94})
        self.visit.write({"partner_id": False, "lead_id": lead.id})
        for model in ("crm.lead", "field.visit"):
            compat.flush(self.env[model])
        self.move("crm.lead", lead.ids)
        self.assertEqual(self.check_in().result, "unverified")

    def test_a_position_that_is_none_changes_nothing(self):
        for values in ({"partner_latitude": 95, "partner_longitude": 24}, {"partner_latitude": "x", "partner_longitude": 1},
                       {"partner_latitude": False, "partner_longitude": 24}):
            with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)range|number|missing"):
                self.call_as("rep", "res.partner", "write", self.visit.partner_id.ids, values)
        self.assertFalse(self.env[CHANGE].search([]))

    def test_nobody_writes_what_is_known_of_it(self):
        self.move("res.partner", self.visit.partner_id.ids)
        compat.invalidate(self.env[CHANGE])
        change = self.env[CHANGE].search([])
        self.assertEqual((change.user_id, change.is_leader, change.had_place), (self.users["rep"], False, True))
        for kind in ("rep", "leader", "manager", "admin"):
            for method, arguments in (("write", [change.ids, {"at": "2001-01-01 00:00:00"}]), ("unlink", [change.ids]),
                                      ("create", [{"user_id": 1, "at": "2030-01-01 00:00:00"}])):
                with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)access|allowed", msg=(kind, method)):
                    self.call_as(kind, CHANGE, method, *arguments)
        for kind in ("rep", "plain"):
            with mute_logger(*QUIET), self.assertRaisesRegex(Exception, "(?i)access|allowed"):
                self.call_as(kind, CHANGE, "search_read", [], ["user_id"])
        with self.assertRaises(AccessError):
            change.with_user(self.users["rep"]).unlink()
