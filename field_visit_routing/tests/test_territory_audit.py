"""The audit: what is wrong with the map, seen with each user's own eyes, and how it is mended."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import compat
from ..models.territory_figures import CUSTOMERS
from .test_membership import MemberCase, box


@tagged("post_install", "-at_install")
class TestAudit(MemberCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Audit = cls.env["field.visit.territory.audit"].with_user(cls.manager_user)
        cls.before = cls.Audit.run_audit()

    def new(self, finding, model="res.partner"):
        """How many more there are of a finding than in the database at hand."""
        return self.Audit.run_audit()[finding][model] - self.before[finding][model]

    def test_overlaps_have_place_size_and_customers(self):
        self.placed(60.5, 24.95)
        other = self.territory("Other", boundary=box(24.9, 60, 25, 61), parent_id=self.city.id)
        found, = self.Audit.run_audit()["overlaps"]
        self.assertEqual((found["first_id"], found["second_id"], found["partners"]), (self.west.id, other.id, 1))
        self.assertAlmostEqual(found["area_km2"], 609, delta=1)
        self.assertTrue(24.9 < found["lon"] < 25 and 60 < found["lat"] < 61)
        self.assertEqual(found["second"], "City / Other")

    def test_an_overlap_is_decided(self):
        customer = self.placed(60.5, 24.95)
        other = self.territory("Other", boundary=box(24.9, 60, 25, 61), parent_id=self.city.id)
        audit = self.Audit.browse(self.Audit.run_audit()["id"])
        self.assertEqual(customer.territory_id, self.west)
        line = audit.overlap_ids
        self.assertEqual(line.action_open_map()["context"]["field_visit_map_view"]["zoom"], 14)
        action = line.action_second_wins()
        self.assertEqual((action["res_id"], customer.territory_id), (audit.id, other))
        self.assertFalse(audit.overlap_ids)
        self.west.precedence = 11
        audit.action_again()
        audit.overlap_ids.action_first_wins()
        self.assertEqual(customer.territory_id, self.west)
        (self.west + other).write({"precedence": 1000})
        audit.action_again()
        self.assertRefused("has the highest precedence already", audit.overlap_ids.action_first_wins)

    def test_orphans(self):
        orphan = self.placed(10, 10)
        self.placed(60.5, 24.5)
        self.customer(name="Without a position")
        self.placed(10, 10, territory_id=False, territory_manual=True)
        self.lead(partner_latitude=10, partner_longitude=10)
        self.assertEqual((self.new("orphans"), self.new("orphans", "crm.lead")), (1, 1))
        self.territory("New", boundary=box(9, 9, 11, 11))
        self.assertEqual(self.new("orphans"), 0)
        self.assertTrue(orphan.territory_id)

    def test_strangers(self):
        self.west.user_id = self.rep_user
        self.team.member_ids = self.other_rep_user
        self.east.team_id = self.team
        west, east = self.placed(60.5, 24.5), self.placed(60.5, 25.5)
        cases = ((west, self.other_rep_user, 1), (west, self.rep_user, 0), (west, self.env["res.users"], 0),
                 (east, self.rep_user, 1), (east, self.other_rep_user, 0), (east, self.leader_user, 0))
        for customer, user, strangers in cases:
            (west + east).write({"user_id": False})
            customer.user_id = user
            self.assertEqual(self.new("strangers"), strangers, (customer.territory_id.name, user.name))
            self.assertEqual(customer.territory_stranger, bool(strangers))
        customer.user_id = self.rep_user
        self.east.team_id = False
        self.assertEqual(self.new("strangers"), 0, "where nobody sells anybody may")

    def test_search_of_strangers_both_ways(self):
        self.west.user_id = self.rep_user
        stranger = self.placed(60.5, 24.5, user_id=self.other_rep_user.id)
        own = self.placed(60.5, 24.5, user_id=self.rep_user.id)
        own.user_id = self.rep_user
        stranger.user_id = self.other_rep_user
        both = [("id", "in", (stranger + own).ids)]
        Partner = self.env["res.partner"]
        self.assertEqual(Partner.search(both + [("territory_stranger", "=", True)]), stranger)
        self.assertEqual(Partner.search(both + [("territory_stranger", "!=", True)]), own)
        self.assertEqual(Partner.search(both + [("territory_stranger", "=", False)]), own)

    def test_by_hand_and_in_ended_areas(self):
        self.placed(60.5, 24.5, territory_id=self.east.id)
        self.assertEqual((self.new("by_hand"), self.new("ended")), (1, 0))
        self.east.active = False
        self.assertEqual(self.new("ended"), 1)

    def test_lists_hold_what_was_counted(self):
        orphan = self.placed(10, 10)
        audit = self.Audit.browse(self.Audit.run_audit()["id"])
        action = audit.with_context(finding_model="res.partner", finding="orphans").action_open_finding()
        self.assertIn(orphan, self.env["res.partner"].with_user(self.manager_user).search(action["domain"]))
        self.assertEqual(action["domain"][:len(CUSTOMERS)], CUSTOMERS)
        self.assertIn(self.west.id, audit.action_open_unowned()["domain"][0][2])
        for context in ({}, {"finding_model": "res.users", "finding": "orphans"}, {"finding_model": "res.partner"}):
            self.assertRefused("An audit lists", audit.with_context(**context).action_open_finding)

    def test_only_within_an_area(self):
        self.territory("Other", boundary=box(24.9, 60, 25, 61), parent_id=self.city.id)
        self.assertEqual(len(self.Audit.run_audit({"territory_id": self.city.id})["overlaps"]), 1)
        self.assertEqual(self.Audit.run_audit({"territory_id": self.east.id})["overlaps"], [])
        self.assertRefused("no record with id", self.Audit.run_audit, {"territory_id": 987654321})
        self.assertRefused("is no field of this request", self.Audit.run_audit, {"x": 1})

    def test_everybody_is_found_anew(self):
        customer = self.placed(60.5, 24.5)
        compat.flush(customer, ["territory_id"])
        self.env.cr.execute("UPDATE res_partner SET territory_id = NULL WHERE id = %s", [customer.id])
        compat.invalidate(customer)
        audit = self.Audit.browse(self.Audit.run_audit()["id"])
        self.assertIn("1 customers and leads", audit.action_find_anew()["params"]["message"])
        self.assertEqual(customer.territory_id, self.west)
        audit = self.Audit.with_user(self.leader_user)
        audit = audit.browse(audit.run_audit()["id"])
        self.assertRefused("Only managers", audit.action_find_anew)

    def test_each_sees_the_own_audit_with_the_own_eyes(self):
        self.placed(10, 10, company_id=self.other_company.id)
        self.territory("Foreign", boundary=box(9, 9, 11, 11), company_id=self.other_company.id)
        twin = self.territory("Twin", boundary=box(9, 9, 11, 11), company_id=self.other_company.id)
        told = self.Audit.run_audit()
        self.assertNotIn(twin.id, [row["second_id"] for row in told["overlaps"]])
        with self.assertRaises(AccessError):
            self.env["field.visit.territory.audit"].with_user(self.rep_user).run_audit()
        with self.assertRaises(AccessError):
            self.Audit.browse(told["id"]).with_user(self.leader_user).read(["overlap_count"])

    def test_the_form_tells_the_counts(self):
        self.placed(10, 10)
        audit = self.Audit.browse(self.Audit.action_run()["res_id"])
        self.assertTrue(audit.name.startswith("Audit"))
        self.assertGreaterEqual(audit.partner_orphans, 1)
        self.assertFalse(audit.is_clean)
        self.assertGreaterEqual(audit.unowned_count, 2)
