"""Odoo's own import of customers, with and without coordinates."""
from odoo.tests import TransactionCase, tagged

FIELDS = ["id", "name", "street", "city", "country_id/id", "partner_latitude", "partner_longitude"]


@tagged("post_install", "-at_install")
class TestCsvImport(TransactionCase):
    def load(self, *rows):
        partners = self.env["res.partner"].with_context(lang="en_US")
        return partners.load(FIELDS, [["__import__.fvr_%s" % index, *row] for index, row in enumerate(rows)])

    def test_coordinates_become_an_imported_position(self):
        result = self.load(["Ekberg", "Bulevardi 9", "Helsinki", "base.fi", "60.1650", "24.9395"],
                           ["Null Island", "", "", "", "0.0001", "0"])
        self.assertFalse(result["messages"])
        ekberg, island = self.env["res.partner"].browse(result["ids"])
        self.assertEqual((ekberg.geo_state, ekberg.geo_source), ("manual", "import"))
        self.assertTrue(island.has_position())

    def test_rows_without_coordinates_wait_to_be_located(self):
        self.env.company.visit_auto_locate = True
        result = self.load(["Fazer", "Kluuvikatu 3", "Helsinki", "base.fi", "", ""])
        partner = self.env["res.partner"].browse(result["ids"])
        self.assertFalse(partner.has_position())
        self.assertTrue(partner.geo_queued)

    def test_a_bad_coordinate_is_told_with_its_row_and_nothing_is_half_imported(self):
        before = self.env["res.partner"].search_count([])
        result = self.load(["A", "", "", "", "60", "24"], ["B", "", "", "", "91", "24"], ["C", "", "", "", "60", "abc"])
        self.assertFalse(result["ids"])
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [1, 2])
        self.assertIn("91", result["messages"][0]["message"])
        self.assertIn('"abc" is not a number', result["messages"][1]["message"])
        self.assertEqual(self.env["res.partner"].search_count([]), before)
