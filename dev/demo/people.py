"""Company, users, reps, calendars and team of the demo."""
from typing import Dict, List

from rpc import Odoo

HELSINKI_TZ, SHANGHAI_TZ = "Europe/Helsinki", "Asia/Shanghai"
COMPANY = {
    "name": "Pohjola Coffee Oy", "street": "Rautatientori 1", "zip": "00100", "city": "Helsinki",
    "email": "office@pohjola-coffee.example", "phone": "+358 9 5550 100",
}
OFFICE_POSITION = (60.1717, 24.9440)
#: login → name and group; every weekday has at least one rep at work.
REPS = {
    "anna": ("Anna Virtanen", range(0, 5), 8.5, 16.5),
    "mikko": ("Mikko Korhonen", range(1, 6), 9.0, 17.0),
    "sanna": ("Sanna Nieminen", range(2, 7), 9.0, 17.0),
}
LEADERS = {"jussi": ("Jussi Laine", "group_leader"), "laura": ("Laura Heikkinen", "group_manager")}
SHANGHAI = {"login": "lina", "name": "李娜", "company": "上海示范贸易有限公司", "street": "南京东路300号",
            "position": (31.2375, 121.4785), "home": "四川北路1318号", "home_position": (31.2560, 121.4800)}


def load_language(odoo: Odoo) -> None:
    """Install Chinese unless it is there."""
    if odoo.search("res.lang", [("code", "=", "zh_CN")]):
        return
    if odoo.has_field("base.language.install", "lang_ids"):
        lang = odoo.search("res.lang", [("code", "=", "zh_CN")], context={"active_test": False})
        values: dict = {"lang_ids": [(6, 0, lang)]}
    else:
        values = {"lang": "zh_CN"}
    wizard = odoo.create("base.language.install", [values])
    odoo.call("base.language.install", "lang_install", wizard)


def load_company(odoo: Odoo) -> int:
    """Fill in the main company of the database and return its id."""
    company = odoo.ref("base.main_company")
    euro, finland = odoo.ref("base.EUR"), odoo.ref("base.fi")
    odoo.write("res.currency", [euro], {"active": True})
    odoo.write("res.company", [company], dict(COMPANY, currency_id=euro, country_id=finland,
                                             visit_speed_kmh=12.0, visit_detour_factor=1.3,
                                             visit_default_duration_min=25))
    _place_company(odoo, company, OFFICE_POSITION)
    odoo.write("res.users", [odoo.uid], {"tz": HELSINKI_TZ})
    return company


def _place_company(odoo: Odoo, company: int, position) -> None:
    partner = odoo.read("res.company", [("id", "=", company)], ["partner_id"])[0]["partner_id"][0]
    # a contact without a company would lie on the other company's map too
    odoo.write("res.partner", [partner], {"company_id": company})
    odoo.call("res.partner", "set_position", [partner], position[0], position[1])


def load_users(odoo: Odoo, company: int, password: str) -> Dict[str, int]:
    """Create reps, team leader and manager; return the user ids by login."""
    rows = {login: (data[0], "group_rep") for login, data in REPS.items()}
    rows.update(LEADERS)
    return {login: _user(odoo, login, name, group, company, password, HELSINKI_TZ, "en_US")
            for login, (name, group) in rows.items()}


def _user(odoo: Odoo, login, name, group, company, password, tz, lang) -> int:
    groups = [odoo.ref(xmlid) for xmlid in
              (f"field_visit_routing.{group}", "base.group_partner_manager", "sales_team.group_sale_salesman_all_leads")]
    field = "group_ids" if odoo.has_field("res.users", "group_ids") else "groups_id"
    values = {"login": login, "name": name, "email": f"{login}@pohjola-coffee.example", "password": password,
              "company_id": company, "company_ids": [(6, 0, [company])], "tz": tz, "lang": lang,
              "notification_type": "inbox", field: [(4, group_id) for group_id in groups]}
    user = odoo.ensure("res.users", [("login", "=", login)], values, context={"no_reset_password": True})
    odoo.write("res.users", [user], {"password": password})
    return user


def load_team(odoo: Odoo, company: int, users: Dict[str, int]) -> int:
    """Create the sales team of the three reps under its leader."""
    values = {"name": "Helsinki", "company_id": company, "user_id": users["jussi"],
              "member_ids": [(6, 0, [users[login] for login in REPS])]}
    return odoo.ensure("crm.team", [("name", "=", "Helsinki"), ("company_id", "=", company)], values)


def load_reps(odoo: Odoo, company: int, users: Dict[str, int], homes: List[dict]) -> Dict[str, int]:
    """Create one rep per user with home and calendar; return the rep ids by login."""
    reps = {}
    for color, ((login, data), home) in enumerate(zip(REPS.items(), homes), start=1):
        calendar = _calendar(odoo, company, data[0], data[1:], HELSINKI_TZ)
        values = {"user_id": users[login], "company_id": company, "calendar_id": calendar, "tz": HELSINKI_TZ,
                  "start_kind": "home", "end_kind": "home", "home_address": f"{home['street']}, {home['city']}",
                  "home_latitude": home["lat"], "home_longitude": home["lon"], "color": color}
        reps[login] = odoo.ensure("field.visit.rep", [("user_id", "=", users[login])], values)
    return reps


def _calendar(odoo: Odoo, company: int, name: str, hours, tz: str) -> int:
    days, start, end = hours
    lines = [(0, 0, {"name": f"{period} {day}", "dayofweek": str(day), "day_period": period,
                     "hour_from": start_h, "hour_to": end_h})
             for day in days for period, start_h, end_h in (("morning", start, 12.0), ("afternoon", 12.5, end))]
    values = {"name": f"Field: {name}", "company_id": company, "tz": tz, "attendance_ids": [(5, 0, 0)] + lines}
    return odoo.ensure("resource.calendar", [("name", "=", values["name"])], values)


def load_shanghai(odoo: Odoo, password: str) -> Dict[str, int]:
    """Create the second company with its Chinese user and rep."""
    china = odoo.ref("base.cn")
    currency = odoo.ref("base.CNY")
    odoo.write("res.currency", [currency], {"active": True})
    company = odoo.ensure("res.company", [("name", "=", SHANGHAI["company"])], {
        "name": SHANGHAI["company"], "street": SHANGHAI["street"], "city": "上海市", "zip": "200001",
        "country_id": china, "currency_id": currency})
    odoo.write("res.users", [odoo.uid], {"company_ids": [(4, company)]})
    inside = {"allowed_company_ids": [company]}
    _place_company(odoo, company, SHANGHAI["position"])
    user = _user(odoo, SHANGHAI["login"], SHANGHAI["name"], "group_manager", company, password,
                 SHANGHAI_TZ, "zh_CN")
    calendar = _calendar(odoo, company, SHANGHAI["name"], (range(0, 7), 8.5, 17.5), SHANGHAI_TZ)
    rep = odoo.ensure("field.visit.rep", [("user_id", "=", user)], {
        "user_id": user, "company_id": company, "calendar_id": calendar, "tz": SHANGHAI_TZ,
        "start_kind": "home", "end_kind": "home", "home_address": f"上海市虹口区{SHANGHAI['home']}",
        "home_latitude": SHANGHAI["home_position"][0], "home_longitude": SHANGHAI["home_position"][1], "color": 4,
    }, context=inside)
    return {"company": company, "user": user, "rep": rep}
