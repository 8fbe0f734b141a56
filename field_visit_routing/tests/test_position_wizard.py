"""The buttons: set by hand, locate on map, and the work list."""
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .ground_case import HELSINKI, GroundCase


@tagged("post_install", "-at_install")
class TestPositionButtons(GroundCase):
    def wizard(self, **context):
        return self.env["field.visit.position.wizard"].with_user(self.admin_user).with_context(**context)

    def test_customer_lead_and_home_are_set_by_hand(self):
        customer, lead = self.customer(), self.lead(company_id=self.company.id)
        rep = self.env["field.visit.rep"].create({"user_id": self.rep_user.id, "company_id": self.company.id})
        for key, record in (("default_partner_id", customer), ("default_lead_id", lead), ("default_rep_id", rep)):
            form = Form(self.wizard(**{key: record.id}))
            form.coordinates = "60.2, 24.9"
            form.save().action_apply()
        self.assertEqual(self.position(customer), ("manual", 60.2, 24.9))
        self.assertEqual(self.position(lead), ("manual", 60.2, 24.9))
        self.assertEqual((rep.home_state, round(rep.home_latitude, 5)), ("manual", 60.2))

    def test_nonsense_is_refused(self):
        wizard = self.wizard().create({"partner_id": self.customer().id, "coordinates": "91, 24"})
        self.assertRefused("Latitude: 91.0 is out of range", wizard.action_apply)

    def test_locate_on_map_from_the_list(self):
        customers = self.customer() + self.customer()
        leads = self.lead(city="Helsinki", country_id=self.finland.id)
        for name, records in (("action_locate_customers", customers), ("action_locate_leads", leads)):
            action = self.env.ref("field_visit_routing." + name)
            action.with_context(active_model=records._name, active_ids=records.ids, active_id=records[0].id).run()
            for record in records:
                self.assertEqual(self.position(record), ("located",) + HELSINKI)

    def test_work_list_holds_what_needs_work(self):
        good, bad, moved = self.customer(), self.customer(city="Qwertyville"), self.customer()
        (good + bad + moved).action_locate()
        moved.city = "Tampere"
        action = self.env.ref("field_visit_routing.action_customer_not_located")
        found = self.env["res.partner"].search(safe_eval(action.domain) + [("id", "in", (good + bad + moved).ids)])
        self.assertEqual(found, bad + moved)
        self.assertTrue(all(record.geo_failure_message for record in found))

    def test_scheduled_actions_run_the_queue(self):
        for name in ("cron_locate_partners", "cron_locate_leads"):
            cron = self.env.ref("field_visit_routing." + name)
            self.assertTrue(cron.active)
            self.assertEqual(cron.code.strip(), "model._cron_locate_queued()")
