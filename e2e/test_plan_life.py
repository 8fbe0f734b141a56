"""The life of a planning job in the browser: progress, cancel, again, what changes, apply."""
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from web import today

PLAN = "field.visit.plan"


def _day(offset):
    return (today() + timedelta(days=offset)).strftime("%m/%d/%Y")


@pytest.fixture
def clean(odoo):
    """Take back what a test applied and discard what it proposed: the demo's week stays as it was."""
    before = odoo.search(PLAN, [])
    yield
    made = odoo.search(PLAN, [("id", "not in", before)])
    for state, method in (("running", "action_cancel"), ("applied", "action_revert"), ("proposed", "action_discard")):
        odoo.call(PLAN, method, odoo.search(PLAN, [("id", "in", made), ("state", "=", state)]))


def _open_wizard(web, first, last):
    web.open("action_this_week")
    web.page.locator(".o_main_navbar a:visible, .o_main_navbar button:visible", has_text="Plan a week").first.click()
    expect(web.button("Run")).to_be_visible()
    web.fill("date_from", _day(first))
    web.fill("date_to", _day(last))


def _limit(web, seconds):
    """The limit of the search stands among the further settings."""
    web.page.locator(".modal [name=show_advanced] input, .modal input[name=show_advanced]").first.evaluate(
        "box => box.click()")
    web.fill("time_limit_s", seconds)


def _current_state(web):
    return web.page.locator(".o_statusbar_status .btn-primary, .o_statusbar_status .o_arrow_button_current")


def test_a_search_is_watched_stopped_and_keeps_its_best(web, odoo, clean):
    _open_wizard(web, 21, 25)
    _limit(web, "60")
    web.click("Run")
    progress = web.page.locator(".fvr-job")
    expect(progress).to_contain_text("Best so far")
    expect(progress).to_contain_text("Elapsed")
    assert 0 <= int(progress.get_attribute("data-progress")) < 100
    progress.locator("[data-action=cancel]").click()
    web.page.wait_for_selector(".o_form_view:has-text('PLAN/')")
    expect(_current_state(web)).to_contain_text("Proposed")
    expect(web.page.locator(".o_form_view")).to_contain_text("stopped early")
    plan = odoo.search(PLAN, [], limit=1, order="id desc")
    assert odoo.call(PLAN, "get_result", plan)["routes"]


def test_again_shows_what_changes_and_applies_it(web, odoo, clean):
    _open_wizard(web, 28, 29)
    _limit(web, "2")
    web.click("Run")
    web.page.wait_for_selector(".o_form_view:has-text('PLAN/')")
    first = odoo.search(PLAN, [], limit=1, order="id desc")
    web.click("Plan again")
    expect(web.button("Run")).to_be_visible()
    web.click("Run")
    expect(web.page.locator(".modal")).to_have_count(0)  # the same input: its kept result comes at once
    second = odoo.search(PLAN, [], limit=1, order="id desc")
    assert second > first
    name = odoo.call(PLAN, "read", second, ["name"])[0]["name"]
    web.page.wait_for_selector(".o_form_view:has-text('%s')" % name)
    web.tab("What changes")
    table = web.page.locator(".o_field_visit_changes:visible")
    expect(table).to_contain_text("added")
    shown = table.locator("tr[data-kind=added]").count()
    rows = odoo.call(PLAN, "get_changes", second)
    assert shown == len(rows) > 0
    assert odoo.search("field.visit", [("plan_id", "in", second)]) == []
    web.click("Apply")
    expect(_current_state(web)).to_contain_text("Applied")
    assert len(odoo.search("field.visit", [("plan_id", "in", second)])) == shown


def test_a_new_plan_tells_what_it_would_move(web, odoo, clean):
    """Planning a planned week anew: nothing moves until somebody agrees."""
    company = odoo.call("res.users", "read", [odoo.uid], ["company_id"])[0]["company_id"][0]
    route = odoo.search("field.visit.route", [("date", ">", str(today())), ("visit_count", ">", 3),
                                              ("company_id", "=", company)], limit=1)[0]
    before = odoo.call("field.visit.route", "check_order", [route])["stops"]
    web.open_record("action_routes", "field.visit.route", route)
    web.click("Optimise this order")
    web.page.wait_for_selector(".o_form_view:has-text('PLAN/')")
    expect(_current_state(web)).to_contain_text("Proposed")
    web.tab("What changes")
    expect(web.page.locator(".o_field_visit_changes:visible")).to_contain_text(
        re.compile("Nothing changes|later|earlier"))
    web.click("Discard")
    expect(_current_state(web)).to_contain_text("Discarded")
    after = odoo.call("field.visit.route", "check_order", [route])["stops"]
    assert [stop["visit_id"] for stop in after] == [stop["visit_id"] for stop in before]
