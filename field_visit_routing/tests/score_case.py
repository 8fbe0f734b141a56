"""A company with rules and customers, for the tests of scores."""
import json

from ..models.score_fields import COMPUTED
from .ground_case import GroundCase


class ScoreCase(GroundCase):
    """No rule but those that a test makes: ``color`` is the number that customers are scored by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["field.visit.score.rule"].search([]).active = False
        cls.scoring = cls.env["field.visit.scoring"]

    @classmethod
    def rule(cls, **values):
        return cls.env["field.visit.score.rule"].create(dict({
            "name": "Rule", "company_id": cls.company.id, "kind": "field", "field_name": "color", "high": 10,
            "applies_to": "res.partner"}, **values))

    @classmethod
    def customer(cls, **values):
        return super().customer(**dict({"company_id": cls.company.id}, **values))

    def score(self, *records):
        for record in records:
            self.scoring._visit_score(record._name, record.ids)
        return [(record.visit_score, record.visit_grade, record.visit_score_from) for record in records]

    def parts(self, record):
        return json.loads(record.visit_score_parts)["parts"]

    def computed(self, record, **values):
        """Write what only the server computes, as the learned model does."""
        record.with_context(**{COMPUTED: True}).write(values)
        self.scoring._visit_choose(record._name, record.ids)
