"""The map's answer stays quick, whatever the tools of the map add to it: columns, no objects per record."""
from unittest.mock import patch

from odoo.exceptions import UserError

from .test_map_data import MapCase

FEW, MANY = 5, 40


def containers(value):
    """Return how many dicts and lists the value consists of."""
    if isinstance(value, dict):
        return 1 + sum(containers(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return 1 + sum(containers(item) for item in value)
    return 0


class TestGuard(MapCase):
    """Asked with everything a customers' map asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crowd = cls.env["res.partner"].create([
            {"name": "Customer %s" % number, "is_company": True, "company_id": cls.company.id,
             "country_id": cls.finland.id, "visit_score": number,
             "partner_latitude": 60.0 + number / 100, "partner_longitude": 25.0}
            for number in range(MANY)])

    def ask_for(self, count, **change):
        domain = [("id", "in", self.crowd[:count].ids)]
        return self.ask(domain=domain, fields=["city", "country_id", "visit_grade", "next_visit_date"],
                        color="visit_grade", **change)

    def queries(self, count):
        """Queries of one question; what is looked up once per user was looked up before."""
        self.ask_for(count)
        before = self.env.cr.sql_log_count
        self.ask_for(count)
        return self.env.cr.sql_log_count - before

    def test_more_records_need_no_more_queries(self):
        self.assertEqual(self.queries(MANY), self.queries(FEW))

    def test_no_record_has_an_object_of_its_own(self):
        few, many = self.ask_for(FEW), self.ask_for(MANY)
        self.assertEqual(len(many["ids"]), MANY)
        self.assertEqual(containers(many), containers(few))


class TestExtras(MapCase):
    """Tools add their keys to the answer."""

    def test_a_tool_is_told_the_records_and_the_wishes(self):
        told = {}

        def extras(_self, target, records, answer, options):
            told.update(model=target._name, count=len(records), options=options)
            return dict(answer, mine=[1])

        with patch.object(type(self.env["field.visit.map"]), "_map_extras", extras):
            answer = self.ask(options={"mine": True})
        self.assertEqual(answer["mine"], [1])
        self.assertEqual(told, {"model": "res.partner", "count": 3, "options": {"mine": True}})

    def test_wishes_are_names_and_values(self):
        for wrong in ("text", [1], 5):
            with self.assertRaisesRegex(UserError, "options"):
                self.ask(options=wrong)
