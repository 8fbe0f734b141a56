"""The demo's segments: one that a rule finds, and one chosen by hand."""
from typing import List

from rpc import Odoo

MODEL = "field.visit.segment"
NOT_SEEN = {"name": "Good customers not seen lately", "kind": "dynamic", "applies_to": "res.partner", "grade_a": True,
            "grade_b": True, "visited": "not_within", "visited_days": 14}
INVITED = {"name": "Invited to the tasting", "kind": "fixed", "note": "Bring the invitation along and note who comes."}
GUESTS = 12


def load_segments(odoo: Odoo, company: int, customers: List[int]) -> None:
    """Make both; customers that go on to be visited leave the first by themselves."""
    odoo.ensure(MODEL, [("name", "=", NOT_SEEN["name"]), ("company_id", "=", company)], dict(NOT_SEEN, company_id=company))
    invited = odoo.ensure(MODEL, [("name", "=", INVITED["name"]), ("company_id", "=", company)],
                          dict(INVITED, company_id=company))
    odoo.call(MODEL, "add_members", [invited], "res.partner", customers[::len(customers) // GUESTS][:GUESTS])
