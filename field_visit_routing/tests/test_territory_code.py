"""Codes of territories: unique in a company, and not needed."""
from odoo.tests import tagged

from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestTerritoryCode(GroundCase):
    def territory(self, **values):
        return self.env["field.visit.territory"].create(
            dict({"name": "Harbour", "company_id": self.company.id}, **values))

    def test_a_code_stands_once_in_a_company_archived_areas_included(self):
        self.territory(code="091", active=False)
        self.assertRefused('with the code "091"', self.territory, code="091")
        self.assertEqual(self.territory(code="091", company_id=self.other_company.id).code, "091")

    def test_areas_of_no_company_are_compared_with_one_another(self):
        self.territory(code="091", company_id=False)
        self.assertRefused('with the code "091"', self.territory, code="091", company_id=False)

    def test_many_areas_have_no_code_and_a_copy_gets_none(self):
        first = self.territory(code="")
        self.assertTrue(self.territory() and self.territory(code=""))
        first.code = "7"
        self.assertFalse(first.copy().code)

    def test_two_of_one_code_at_once_and_a_change_of_company_are_refused(self):
        both = [{"name": name, "code": "5", "company_id": self.company.id} for name in "ab"]
        self.assertRefused('with the code "5"', self.env["field.visit.territory"].create, both)
        here, there = self.territory(code="6"), self.territory(code="6", company_id=self.other_company.id)
        self.assertRefused('with the code "6"', there.write, {"company_id": self.company.id})
        here.write({"code": "6", "name": "Same"})
        self.assertEqual(here.name, "Same")
