"""The demo's lead pools: leads that wait, are worked on, are about to go back, or are proposed for it."""
from datetime import datetime, timedelta
from typing import List

from rpc import Odoo

#: How long ago the salespeople of some leads got them, in days; nothing has happened to these since.
HELD_DAYS = (1, 3, 6, 9, 12, 13, 16, 22)
HELSINKI = {"name": "Helsinki leads", "idle_days": 14, "deal_days": 90, "warn_days": 3, "holding_cap": 120, "claim_cap": 5,
            "bar_days": 30, "automatic": False}
SHANGHAI = {"name": "上海公海", "idle_days": 7, "deal_days": 60, "warn_days": 2, "holding_cap": 30, "claim_cap": 5,
            "bar_days": 15, "automatic": True}
#: Invented enquiries: name of the lead and street.
ENQUIRIES = [
    ("询价：办公室咖啡机两台", "南京西路1266号"), ("询价：咖啡豆月供", "淮海中路999号"),
    ("询价：酒店早餐咖啡", "延安西路65号"), ("询价：新店开业设备", "四川北路1666号"),
    ("询价：会议室茶咖服务", "张杨路500号"), ("询价：咖啡机租赁", "徐家汇路618号")]
LOST = "The contact person has moved to another company"


def held_since(number: int) -> str:
    """Return since when the lead of this number is held, as Odoo writes moments."""
    days = HELD_DAYS[number % len(HELD_DAYS)]
    return f"{datetime.utcnow() - timedelta(days=days, hours=2):%Y-%m-%d %H:%M:%S}"


def load_helsinki(odoo: Odoo, company: int, area: int) -> None:
    """Create the pool of the city, return every fourth new lead to it, and let the job run once."""
    odoo.ensure("field.visit.pool", [("name", "=", HELSINKI["name"]), ("company_id", "=", company)],
                dict(HELSINKI, company_id=company, territory_ids=[(6, 0, [area])]))
    leads = odoo.search("crm.lead", [("company_id", "=", company), ("type", "=", "lead"), ("visit_pool_id", "!=", False),
                                     ("user_id", "!=", False)])
    returned: List[int] = leads[::4]
    if returned:
        odoo.call("crm.lead", "pool_return", returned, "Handed in: too many at a time")
    if len(leads) > 2:
        odoo.call("crm.lead", "pool_invalidate", leads[1:3], LOST, f"{datetime.utcnow() + timedelta(days=90):%Y-%m-%d}")
    _run_job(odoo)


def load_shanghai(odoo: Odoo, company: int, area: int, country: int) -> None:
    """Create the pool of the city with enquiries that nobody has claimed."""
    odoo.ensure("field.visit.pool", [("name", "=", SHANGHAI["name"]), ("company_id", "=", company)],
                dict(SHANGHAI, company_id=company, territory_ids=[(6, 0, [area])]))
    for name, street in ENQUIRIES:
        odoo.ensure("crm.lead", [("name", "=", name), ("company_id", "=", company)], {
            "name": name, "type": "lead", "street": street, "city": "上海市", "country_id": country, "company_id": company,
            "user_id": False, "team_id": False})


def _run_job(odoo: Odoo) -> None:
    odoo.call("ir.cron", "method_direct_trigger", [odoo.ref("field_visit_routing.cron_pool")])
