"""What users outside and inside the groups may do with positions, hours and views."""
from lxml import etree
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .. import compat
from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestGroundAccess(GroundCase):
    def test_users_without_the_app_work_with_contacts_as_before(self):
        customer = self.customer().with_user(self.plain_user)
        customer.write({"city": "Espoo"})
        self.assertTrue(customer.geo_queued)
        twin = customer.copy()
        self.assertEqual(twin.geo_state, "none")
        twin.unlink()

    def test_reader_of_contacts_cannot_locate(self):
        reader = self._user("reader", extra=())
        customer = self.customer().with_user(reader)
        self.assertTrue(customer.read(["geo_state", "visit_grade", "visit_hours_ids"]))
        for call in (customer.geocode_batch, customer.action_locate, customer.clear_position):
            with self.assertRaises(AccessError):
                call()

    def test_contact_editor_moves_a_company_with_its_leads(self):
        customer = self.customer()
        lead = self.lead(partner_id=customer.id)
        customer.with_user(self.plain_user).set_position(60.2, 24.9)
        self.assertEqual(self.position(lead), ("located", 60.2, 24.9))

    def test_visits_page_is_for_the_groups(self):
        for user, shown in ((self.plain_user, False), (self.rep_user, True), (self.admin_user, True)):
            for model in ("res.partner", "crm.lead"):
                user_model = self.env[model].with_user(user)
                if compat.has_access(user_model, "read"):
                    page = etree.fromstring(compat.view_arch(user_model, "form")).find(".//page[@name='field_visits']")
                    # 14.0 to 16.0 hide what a group may not see, later series leave it out
                    seen = page is not None and page.get("invisible") != "1"
                    self.assertEqual(seen, shown, (user.name, model))

    def test_other_companys_customer(self):
        foreign = self.customer(company_id=self.other_company.id)
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager_user).set_position(60, 24)
        self.assertEqual(foreign.geo_state, "none")

    def test_hours_of_another_companys_customer(self):
        hours = {"weekday": "0", "start_s": 28800, "end_s": 36000}
        own, shared, foreign = (self.customer(company_id=company, visit_hours_ids=[(0, 0, hours)]).visit_hours_ids
                                for company in (self.company.id, False, self.other_company.id))
        lead = self.lead(company_id=self.other_company.id, team_id=False, visit_hours_ids=[(0, 0, hours)])
        seen = self.env["field.visit.hours"].with_user(self.manager_user).search([])
        self.assertLessEqual(own | shared, seen)
        self.assertFalse((foreign | lead.visit_hours_ids) & seen)
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager_user).write({"end_s": 39600})

    def test_cache_is_closed(self):
        with self.assertRaises(AccessError):
            self.env["field.visit.geocode.cache"].with_user(self.manager_user).search([])

    def test_menus_and_their_actions_open(self):
        for name in ("action_customers", "action_leads", "action_customer_not_located", "action_lead_not_located",
                     "action_reps", "action_territories", "action_geocode_jobs"):
            action = self.env.ref("field_visit_routing.%s" % name)
            model = self.env[action.res_model].with_user(self.admin_user)
            model.search(safe_eval(action.domain or "[]"))
            for mode in action.view_mode.split(","):
                view = action.view_id.id if mode != "form" else None
                self.assertTrue(compat.view_arch(model, "form" if mode == "form" else "list", view))
