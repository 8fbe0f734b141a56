"""The demo's territory design: three scenarios for Helsinki's reps, computed and open to be compared."""
import time
from typing import Dict

from rpc import Odoo

MODEL = "field.visit.territory.design"
#: A busy machine computes them a little later; the design is there in any case.
PATIENCE_S = 60


def load_design(odoo: Odoo, company: int, reps: Dict[str, int]) -> int:
    """Ask for the design and wait for it for a while; return its id."""
    answer = odoo.call(MODEL, "submit_design", {
        "name": "Helsinki, three fair areas", "company_id": company, "rep_ids": list(reps.values()),
        "domain": [["city", "=", "Helsinki"], ["is_company", "=", True]], "balance": "work_hours",
        "client_reference": "demo-design"})
    number = answer["design_id"]
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and odoo.call(MODEL, "job_status", [number])[0]["state"] in ("queued", "running"):
        time.sleep(0.5)
    return number
