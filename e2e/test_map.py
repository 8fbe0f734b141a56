"""The map as the first thing a user sees."""
import os

import pytest
from web import PATIENCE_MS, Web


def test_the_printed_address_opens_signed_in_on_this_weeks_map(browser, server, odoo):
    address = os.environ.get("FVR_SIGN_IN")
    if not address:
        token = odoo.get_param("field_visit_demo.token")
        address = f"{server['url']}/field_visit_demo/sign_in/{token}"
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector("[data-state=ready][data-base=ready]", timeout=60_000)
    assert "This week" in page.locator(".o_control_panel").inner_text()
    page.close()


def test_signing_in_by_the_form_and_a_wrong_password(browser, server, odoo):
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    web = Web(page, server["url"], odoo)
    web.sign_in_by_form(server["login"], "wrong")
    assert "Wrong login" in page.locator(".alert-danger").inner_text()
    web.sign_in_by_form(server["login"], server["password"])
    page.wait_for_selector(".o_main_navbar")
    page.close()


def test_this_week_shows_visits_and_numbered_routes_on_streets(web):
    with web.page.expect_response(lambda answer: "helsinki_streets" in answer.url) as streets:
        web.open("action_this_week")
    assert streets.value.status == 200
    area = web.map()
    assert int(area.get_attribute("data-count")) > 30
    assert int(area.get_attribute("data-routes")) >= 1
    assert "Routes (" in web.page.locator(".fvr-legend").inner_text()
    assert "OpenStreetMap contributors" in web.page.locator(".leaflet-control-attribution").inner_text()


@pytest.mark.parametrize("action, least", [("action_customers", 195), ("action_leads", 20)])
def test_customers_and_leads_are_on_the_map(web, action, least):
    web.open(action, view_type="field_visit_map")
    assert int(web.map().get_attribute("data-count")) >= least


def test_a_rep_sees_the_own_week_only(open_web):
    web = open_web("sanna")
    web.open("action_this_week")
    web.map()
    legend = web.page.locator(".fvr-legend").inner_text()
    assert "Sanna Nieminen" in legend
    assert "Anna Virtanen" not in legend.replace("Sanna", "")


def test_routes_are_on_the_map_with_their_stops(web):
    web.open("action_routes", view_type="field_visit_map")
    area = web.map()
    assert int(area.get_attribute("data-routes")) >= 1
    assert int(area.get_attribute("data-count")) > 10
