"""The demo's scores: computed by rules from what was sold, visited and said; a few are set by hand."""
from typing import Dict, List

from rpc import Odoo

RULE, RUN = "field.visit.score.rule", "field.visit.score.run"
#: What this company adds to the usual rules.
OWN_RULES = ({"name": "Gastronomy", "kind": "domain", "applies_to": "res.partner", "weight": 8,
              "domain": "[('category_id.name', '=', 'Gastronomy')]"},)
#: Who gets a score by hand: every so manieth customer, and which.
BY_HAND_EVERY, BY_HAND = 40, (92, 85, 70, 55, 30)
#: In the middle of a town customers are near when one walks there.
NEAR = {"radius_km": 0.25, "high": 30.0}
#: Grades of this company: few of a coffee roaster's customers are good at everything.
THRESHOLDS = {"visit_grade_a": 58.0, "visit_grade_b": 40.0, "visit_grade_c": 20.0}
#: How often each grade is visited, and how long a visit takes.
RHYTHM = {"A": (14, 40), "B": (28, 30), "C": (56, 25), "D": (90, 20)}


def load_scores(odoo: Odoo, company: int, customers: List[int]) -> None:
    """Add the company's own rules, set some scores by hand, compute the others, and give each grade its rhythm."""
    odoo.write("res.company", [company], THRESHOLDS)
    for rule in OWN_RULES:
        odoo.ensure(RULE, [("name", "=", rule["name"]), ("company_id", "=", company)], dict(rule, company_id=company))
    odoo.write(RULE, odoo.search(RULE, [("kind", "=", "neighbours")]), NEAR)
    for number, customer in enumerate(customers[::BY_HAND_EVERY]):
        odoo.write("res.partner", [customer], {"visit_score": BY_HAND[number % len(BY_HAND)]})
    recompute(odoo)
    _set_rhythm(odoo, customers)


def recompute(odoo: Odoo) -> None:
    """Compute everybody's score from what the documents say now."""
    odoo.call(RUN, "compute_scores")


def _set_rhythm(odoo: Odoo, customers: List[int]) -> None:
    grades: Dict[str, List[int]] = {}
    for row in odoo.read("res.partner", [("id", "in", customers)], ["visit_grade"]):
        grades.setdefault(row["visit_grade"], []).append(row["id"])
    for grade, ids in grades.items():
        interval, duration = RHYTHM.get(grade, RHYTHM["D"])
        odoo.write("res.partner", ids, {"visit_interval_days": interval, "visit_duration_min": duration})
