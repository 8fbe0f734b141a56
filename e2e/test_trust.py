"""A check-in at the customer on an emulated phone: said before, confirmed after, seen and judged at the desk."""
import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def next_visit(new_stops):
    """A visit to come of the rep who is on the road."""
    return new_stops(1)[0]


@pytest.fixture
def phone_there(open_phone, busy_rep, next_visit):
    """The rep's phone, 20 m from the customer."""
    phone = open_phone(busy_rep)
    context = phone.page.context
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": next_visit["visit_latitude"] + 0.00018,
                             "longitude": next_visit["visit_longitude"], "accuracy": 12})
    return phone


def test_a_check_in_is_confirmed_and_a_leader_judges_otherwise(phone_there, next_visit, odoo, open_web):
    page = phone_there.page
    phone_there.open_app(f"visit/{next_visit['id']}")
    expect(page.locator(".fva-check")).to_have_attribute("data-near", "youAreHere")
    page.get_by_role("button", name="Check in").click()
    phone_there.wait_for_sent()
    expect(page.locator(".fva-check[data-result=verified]")).to_be_visible()
    page.locator(".fva-check summary").click()
    expect(page.locator(".fva-check li").first).to_contain_text(re.compile(r"\b20 m from the customer"))
    check, = odoo.read("field.visit.check", [("visit_id", "=", next_visit["id"])], ["result", "distance_m", "accuracy_m"])
    assert (check["result"], check["accuracy_m"]) == ("verified", 12)

    web = open_web()
    web.open_record("action_visits", "field.visit", next_visit["id"])
    web.click("Judge otherwise")
    web.fill("reason", "Only a test of the browser")
    web.page.locator(".modal:visible button", has_text=re.compile(r"^\s*Judge\s*$")).click()
    expect(web.page.locator(".o_form_view").first).to_contain_text("Only a test of the browser")
