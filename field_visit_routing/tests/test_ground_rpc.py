"""The public methods of positions as a program calls them; a refusal is a fault with the sentence."""
import xmlrpc.client

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .. import compat


@tagged("post_install", "-at_install")
class TestGroundRpc(HttpCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("en_US")
        self.user = self.env["res.users"].create({
            "name": "Program", "login": "ground-program", "password": "ground-program-key", "lang": "en_US"})
        compat.set_groups(
            self.user, "base.group_user", "base.group_partner_manager", "field_visit_routing.group_manager")
        self.customer = self.env["res.partner"].create({
            "name": "Kahvila", "city": "Helsinki", "country_id": self.env.ref("base.fi").id})
        self.db = self.env.cr.dbname
        self.proxy = compat.xmlrpc_models(self)

    def call(self, model, method, *args, **kwargs):
        try:
            return self.proxy.execute_kw(
                self.db, self.user.id, "ground-program-key", model, method, list(args), kwargs)
        finally:
            compat.invalidate(self.env["res.partner"])

    @mute_logger("odoo.http")  # later series note every refusal
    def fault(self, *args, **kwargs):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.call(*args, **kwargs)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString

    def test_positions(self):
        ids = self.customer.ids
        self.assertIs(self.call("res.partner", "set_position", ids, 60.2, 24.9), True)
        self.assertEqual(self.customer.geo_state, "manual")
        outcome = self.call("res.partner", "geocode_batch", ids, client_reference="a")
        self.assertEqual((outcome["kept"], outcome["job_id"]), (1, 0))
        self.assertIs(self.call("res.partner", "clear_position", ids), True)
        self.assertIs(self.call("res.partner", "action_locate", ids), True)
        self.assertEqual(self.customer.geo_source, "gazetteer")
        self.assertIs(self.call("res.partner", "action_queue_locate", ids), True)

    def test_faults_are_sentences(self):
        ids = self.customer.ids
        write = ("res.partner", "write", ids)
        self.assertIn("Latitude: 91 is out of range", self.fault(*write, {"partner_latitude": 91, "partner_longitude": 1}))
        self.assertIn('"abc" is not a number', self.fault(*write, {"partner_latitude": 1, "partner_longitude": "abc"}))
        self.assertIn("no finite number", self.fault(*write, {"partner_latitude": float("nan"), "partner_longitude": 1}))
        self.assertIn("no finite number", self.fault("res.partner", "set_position", ids, float("inf"), 1))
        self.assertIn("no such record", self.fault("res.partner", "geocode_batch", [987654321]))
        hours = {"partner_id": self.customer.id, "weekday": "0", "start_s": 7200, "end_s": 3600}
        self.assertIn("ends before it starts", self.fault("field.visit.hours", "create", hours))
        self.assertEqual(self.customer.geo_state, "none")
