"""A day at the desk: a hole is filled, a day found, an order made by hand, the rest planned anew."""
import re

import pytest
from playwright.sync_api import expect
from web import today

ROUTE, VISIT, PLAN = "field.visit.route", "field.visit", "field.visit.plan"


@pytest.fixture
def route(odoo):
    """A route of the demo's week that is still to come; its times and visits are restored."""
    company = odoo.call("res.users", "read", [odoo.uid], ["company_id"])[0]["company_id"][0]
    found = odoo.search(ROUTE, [("date", ">", str(today())), ("visit_count", ">", 3), ("company_id", "=", company)],
                        limit=1, order="date desc")[0]
    plans = odoo.search(PLAN, [])
    visits = odoo.search(VISIT, [("route_id", "=", found)])
    order = [stop["visit_id"] for stop in odoo.call(ROUTE, "check_order", [found])["stops"]]
    yield found
    odoo.call(PLAN, "action_discard", odoo.search(PLAN, [("id", "not in", plans), ("state", "=", "proposed")]))
    added = odoo.search(VISIT, [("route_id", "=", found), ("id", "not in", visits)])
    odoo.call(VISIT, "unlink", added)
    odoo.call(ROUTE, "set_order", [found], order)


@pytest.fixture
def partner(odoo, route):
    """A new customer at a stop of the route, open all the time."""
    stop = odoo.call(ROUTE, "get_routes", *2 * [odoo.call(ROUTE, "read", [route], ["date"])[0]["date"]])[0]["stops"][0]
    made = odoo.create("res.partner", [{"name": "Browser test: corner shop", "is_company": True, "visit_score": 50}])
    odoo.call("res.partner", "set_position", made, stop["latitude"], stop["longitude"])
    yield made[0]
    visits = odoo.search(VISIT, [("partner_id", "=", made[0])])
    odoo.call(VISIT, "action_cancel", visits)
    odoo.call(VISIT, "unlink", visits)
    odoo.call("res.partner", "unlink", made)


def _order(odoo, route):
    return [stop["visit_id"] for stop in odoo.call(ROUTE, "check_order", [route])["stops"]]


@pytest.fixture
def hole(odoo, route):
    """Two visits in the middle of the route fall out: the planned days themselves are full."""
    order = _order(odoo, route)
    middle = len(order) // 2
    fall_out = order[middle:middle + 2]
    odoo.call(VISIT, "action_cancel", fall_out)
    yield fall_out
    odoo.call(VISIT, "action_plan", fall_out)


def test_a_hole_is_filled_by_the_best_candidate(web, odoo, route, hole, partner):
    odoo.call("res.partner", "write", [partner], {"visit_interval_days": 7, "visit_score": 90})
    assert odoo.call(ROUTE, "suggest_fillers", [route])
    before = _order(odoo, route)
    web.open_record("action_routes", ROUTE, route)
    web.click("Fill a hole")
    row = web.page.locator(".modal .o_data_row").first
    row.wait_for()
    name = row.locator("td").first.inner_text().strip()
    row.locator("button", has_text="Add").click()
    expect(web.page.locator(".modal")).to_have_count(0)
    expect(web.page.locator("[name=visit_ids] .o_data_row", has_text=name).first).to_be_visible()
    after = _order(odoo, route)
    assert not set(hole) & set(after)
    assert len(after) == len(before) + 1
    assert [visit for visit in after if visit in before] == before


def test_a_suitable_day_is_found_and_taken(web, odoo, partner):
    web.open_record("action_customers", "res.partner", partner)
    web.tab("Visits")
    web.click("Find a suitable day")
    rows = web.page.locator(".modal .o_data_row")
    rows.first.wait_for()
    assert rows.count() >= 10
    rows.locator("button", has_text="Plan here").first.click()
    expect(web.page.locator(".modal")).to_have_count(0)
    expect(web.page.locator("[name=visit_ids] .o_data_row").first).to_be_visible()
    made = odoo.call(VISIT, "search_read", [("partner_id", "=", partner)], ["state", "route_id"])
    assert [visit["state"] for visit in made] == ["planned"]
    assert made[0]["route_id"]


def _drag_second_row_up(web):
    rows = web.page.locator("[name=visit_ids] .o_data_row")
    handles = web.page.locator("[name=visit_ids] .o_row_handle")
    handles.nth(1).scroll_into_view_if_needed()
    text = rows.nth(1).inner_text()
    web.page.wait_for_timeout(500)  # the form settles after it became editable
    first, second = (handles.nth(number).bounding_box() for number in (0, 1))
    mouse = web.page.mouse
    mouse.move(second["x"] + 4, second["y"] + 6)
    mouse.down()
    mouse.move(second["x"] + 4, second["y"] - 4, steps=4)
    mouse.move(first["x"] + 4, first["y"] + 4, steps=8)
    mouse.move(first["x"] + 4, first["y"] - 8, steps=4)
    web.page.wait_for_timeout(500)  # the list makes room before the row is dropped
    mouse.up()
    expect(rows.first).to_contain_text(text.split("\t")[1].strip())
    web.page.wait_for_timeout(1000)  # the web client numbers the rows after it has shown them


def test_an_order_made_by_hand_is_kept_and_timed(web, odoo, route):
    before = _order(odoo, route)
    web.open_record("action_routes", ROUTE, route)
    edit = web.page.locator(".o_form_button_edit:visible")
    if edit.count():
        edit.click()
        expect(web.page.locator(".o_form_button_save:visible")).to_be_visible()
    _drag_second_row_up(web)
    with web.page.expect_response(lambda response: re.search(r"field\.visit\.route/(web_save|write)", response.url)):
        web.page.locator(".o_form_button_save:visible").click()
    assert _order(odoo, route)[:2] == [before[1], before[0]]
    starts = odoo.call(VISIT, "read", [before[1], before[0]], ["planned_start"])
    assert starts[0]["planned_start"] < starts[1]["planned_start"]


def test_an_appointment_falls_out_and_the_rest_is_planned_anew(web, odoo, route):
    visit = _order(odoo, route)[1]
    web.open_record("action_visits", VISIT, visit)
    web.click("Falls out")
    web.page.locator(".modal-footer .btn-primary:visible").first.click()
    web.page.wait_for_selector(".o_form_view:has-text('PLAN/')")
    web.tab("What changes")
    expect(web.page.locator(".o_field_visit_changes:visible")).to_be_visible()
    assert odoo.call(VISIT, "read", [visit], ["state"])[0]["state"] == "cancelled"
    web.click("Discard")
    expect(web.page.locator(".o_statusbar_status")).to_contain_text("Discarded")
    odoo.call(VISIT, "write", [visit], {"state": "planned"})
    assert visit in _order(odoo, route)
