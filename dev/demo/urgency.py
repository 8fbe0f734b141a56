"""How often leads are visited by their stage, and decisions that are expected soon."""
from datetime import date, timedelta

from rpc import Odoo

#: Days between visits of leads, by the external id of their stage.
STAGES = {"crm.stage_lead1": 30, "crm.stage_lead2": 14, "crm.stage_lead3": 7}
#: Opportunities that are decided within the week.
DECISIONS = 6


def load(odoo: Odoo, company: int, today: date) -> None:
    """Make the rules of frequency and let the largest opportunities come to a decision."""
    odoo.create("field.visit.frequency", [
        {"basis": "stage", "stage_id": odoo.ref(stage), "applies_to": "crm.lead", "interval_days": days, "company_id": company}
        for stage, days in STAGES.items()])
    leads = odoo.search("crm.lead", [("type", "=", "opportunity"), ("stage_id.is_won", "=", False), ("company_id", "=", company)],
                        order="expected_revenue desc, id", limit=DECISIONS)
    for number, lead in enumerate(leads):
        odoo.write("crm.lead", [lead], {"date_deadline": f"{today + timedelta(days=number)}"})
    rules = odoo.search("field.visit.signal.rule", [])
    odoo.call("field.visit.signal.rule", "action_find", rules)
