"""Rules and their values for tests of single kinds, with and without other apps."""
from datetime import timedelta

from odoo import fields


class KindsMixin:
    """For cases of ``GroundCase``."""

    def rule(self, kind, **values):
        return self.env["field.visit.score.rule"].create(dict({
            "name": "Rule", "kind": kind, "company_id": self.company.id}, **values))

    def value_of(self, record, kind, **values):
        """Return the value of a rule for one record, None when it has none."""
        return self.values(self.rule(kind, **values), record).get(record.id)

    def values(self, rule, records):
        return rule._score_values(records._name, records.ids)

    def changed(self, rule, model, since):
        """Return which records of a model a rule finds changed; no rule finds anything in the future."""
        self.assertEqual(rule._score_changed(model, fields.Datetime.now() + timedelta(days=1)), set())
        return rule._score_changed(model, since)

    @property
    def since(self):
        return fields.Datetime.now() - timedelta(hours=1)

    @staticmethod
    def ago(**units):
        return fields.Datetime.now() - timedelta(**units)
