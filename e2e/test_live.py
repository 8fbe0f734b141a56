"""The manager's live map follows two reps, each with the app on a phone of his own."""
import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from rpc import Odoo

REPS = ("anna", "mikko")
OFFICE = (60.1717, 24.9440)


@pytest.fixture
def days(server, odoo):
    """A visit of today for each of the two reps, who are on duty; both are taken back afterwards."""
    company = odoo.ref("base.main_company")
    before = odoo.read("res.company", [("id", "=", company)], ["visit_track_limit"])[0]["visit_track_limit"]
    odoo.write("res.company", [company], {"visit_track_limit": "longest"})
    made = {login: Day(server, odoo, company, login) for login in REPS}
    yield made
    for day in made.values():
        day.take_back()
    odoo.write("res.company", [company], {"visit_track_limit": before})


class Day:
    """The day of one rep."""

    def __init__(self, server, odoo, company, login):
        self.odoo, self.own = odoo, Odoo(server["url"], server["db"], login, server["password"])
        self.rep, = self.own.search("field.visit.rep", [("user_id", "=", self.own.uid)])
        self.route = self._route(company)
        # a visit under way would be the one that the map tells of
        self.under_way = self.odoo.search("field.visit", [("rep_id", "=", self.rep), ("state", "=", "in_progress")])
        self.odoo.write("field.visit", self.under_way, {"state": "planned"})
        self.visit = self._visit(company, login)
        self.was_on_duty = self.own.search("field.visit.duty", [("rep_id", "=", self.rep), ("end_at", "=", False)])
        self.own.call("field.visit.rep", "end_duty", [self.rep], {})

    def _route(self, company):
        zone = self.odoo.call("field.visit.rep", "timezone", [self.rep])
        today = f"{_now(zone).date()}"
        found = self.odoo.search("field.visit.route", [("rep_id", "=", self.rep), ("date", "=", today)])
        self.made_route = not found
        return found[0] if found else self.odoo.create("field.visit.route", [
            {"rep_id": self.rep, "date": today, "company_id": company, "state": "published"}])[0]

    def _visit(self, company, login):
        """The first stop of the day, so that it is the next one whatever the demo has planned."""
        customer, = self.odoo.search("res.partner", [
            ("company_id", "=", company), ("user_id.login", "=", login), ("geo_state", "=", "located")], limit=1)
        start = _now("UTC") + timedelta(minutes=30)
        return self.odoo.create("field.visit", [{
            "partner_id": customer, "rep_id": self.rep, "route_id": self.route, "company_id": company, "sequence": -1,
            "service_s": 1800, "state": "planned", "planned_start": f"{start:%Y-%m-%d %H:%M:%S}"}])[0]

    def take_back(self):
        self.own.call("field.visit.rep", "start_duty" if self.was_on_duty else "end_duty", [self.rep], {})
        if not self.was_on_duty:
            self.own.call("field.visit.rep", "erase_tracking", [self.rep])
        self.odoo.call("field.visit", "action_cancel", [self.visit])
        self.odoo.call("field.visit", "unlink", [self.visit])
        self.odoo.write("field.visit", self.under_way, {"state": "in_progress"})
        if self.made_route:
            self.odoo.call("field.visit.route", "unlink", [self.route])


def _now(zone):
    return datetime.now(timezone.utc).astimezone(ZoneInfo(zone))


def go_on_duty(phone):
    """The rep switches duty on, and agrees when asked."""
    phone.open_app("sharing")
    phone.click("Go on duty")
    agree = phone.page.get_by_role("button", name="I agree")
    shared = phone.page.locator(".fva-duty[data-on=true]")
    expect(agree.or_(shared).first).to_be_visible()
    if agree.is_visible():
        agree.click()
    expect(shared).to_be_visible()


def test_two_reps_on_the_managers_map(open_web, open_phone, days):
    web = open_web("laura")
    web.open("action_live")
    page = web.page
    page.wait_for_selector(".fvr-live[data-link=bus]")
    page.evaluate("window.neverLoadedAgain = true")
    rows = {login: page.locator(f".fvr-live-row[data-rep='{day.rep}']") for login, day in days.items()}
    phones = {login: open_phone(login, position=(OFFICE[0] + 0.01 * number, OFFICE[1]))
              for number, login in enumerate(REPS)}
    for login, phone in phones.items():
        expect(rows[login]).to_contain_text("Off duty")
        go_on_duty(phone)
        expect(rows[login]).to_contain_text("On duty")
        phone.open_app(f"visit/{days[login].visit}")
        phone.click("Start travel")
        expect(rows[login]).to_contain_text("On the way to")

    # one of them drives on: the way grows on the manager's map
    rows["anna"].click()
    expect(page.locator(f".fvr-live-stops [data-visit='{days['anna'].visit}']")).to_be_visible()
    trail = page.locator(".fvr-live .fvr-map")
    expect(trail).to_have_attribute("data-trail", re.compile("[1-9]"))
    before = int(trail.get_attribute("data-trail"))
    phones["anna"].page.context.set_geolocation({"latitude": OFFICE[0] + 0.005, "longitude": OFFICE[1], "accuracy": 8})
    expect(trail).to_have_attribute("data-trail", re.compile(f"^{before + 1}|{before + 2}|{before + 3}$"))
    assert page.evaluate("window.neverLoadedAgain")


def test_the_ways_of_all_reps_and_who_is_shown(open_web, open_phone, days):
    """Both reps have a way of today: lines of both, of one when the list shows one, and none when switched off."""
    for number, login in enumerate(REPS):
        phone = open_phone(login, position=(OFFICE[0] + 0.01 * number, OFFICE[1]))
        go_on_duty(phone)
        phone.page.context.set_geolocation({"latitude": OFFICE[0] + 0.02, "longitude": OFFICE[1], "accuracy": 8})
        phone.wait_for_sent()
    web = open_web("laura")
    web.open("action_live")
    page = web.page
    page.wait_for_selector(".fvr-live[data-link=bus]")
    drawn = page.locator(".fvr-live .fvr-map")
    expect(drawn).to_have_attribute("data-lines", "0")
    page.get_by_label("Ways of today of all reps").check()
    expect(drawn).to_have_attribute("data-lines", re.compile("^([2-9]|[1-9][0-9]+)$"))
    name = page.locator(f".fvr-live-row[data-rep='{days['anna'].rep}'] .fvr-live-name").inner_text()
    page.locator(".fvr-live-find").fill(name)
    expect(drawn).to_have_attribute("data-lines", "1")
    page.locator(".fvr-live-find").fill("")
    page.get_by_label("Ways of today of all reps").uncheck()
    expect(drawn).to_have_attribute("data-lines", "0")


def test_a_new_rest_of_the_day_from_the_map(open_web, odoo, busy_rep, new_stops):
    """The manager says that a customer cancels, sees what that changes, and accepts."""
    name = new_stops(2)[0]["name"]
    rep, = odoo.search("field.visit.rep", [("user_id.login", "=", busy_rep)])
    planned = [("rep_id", "=", rep), ("state", "=", "planned"), ("route_id.state", "=", "in_progress")]
    before = len(odoo.search("field.visit", planned))
    web = open_web("laura")
    web.open("action_live")
    page = web.page
    page.locator(f".fvr-live-row[data-rep='{rep}']").click()
    page.locator("[data-action=replan]").click()
    dialog = page.locator(".modal:visible")
    dialog.get_by_text("A customer cancels").click()
    _choose(dialog, "visit_id", name)
    dialog.get_by_role("button", name="Plan the rest anew").click()
    expect(page.locator(".modal:visible")).to_have_count(0)
    expect(page.locator(".fvr-live-rest[data-state=proposed]")).to_be_visible()
    assert len(odoo.search("field.visit", planned)) == before - 1
    page.locator(".fvr-live-rest [data-action=accept]").click()
    expect(page.locator(".fvr-live-rest[data-state=applied]")).to_be_visible()


def _choose(dialog, name, text):
    """Choose in a field with suggestions."""
    box = dialog.locator(f"[name={name}] input").first
    box.fill(text)
    dialog.page.locator(".ui-menu-item:visible, .o-autocomplete--dropdown-item:visible").first.click()
