"""Planning: wizard, progress, proposal, apply or discard."""
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from web import today


def _day(offset):
    return (today() + timedelta(days=offset)).strftime("%m/%d/%Y")


def _menu(web, text):
    web.page.locator(".o_main_navbar a:visible, .o_main_navbar button:visible", has_text=text).first.click()
    expect(web.button("Run")).to_be_visible()


def _run(web):
    web.click("Run")
    web.page.wait_for_selector(".o_form_view:has-text('PLAN/')")


@pytest.fixture
def clean_plans(odoo):
    """Discard what a test proposed, so that the demo's week stays as it was."""
    before = odoo.search("field.visit.plan", [])
    yield
    made = odoo.search("field.visit.plan", [("id", "not in", before), ("state", "=", "proposed")])
    odoo.call("field.visit.plan", "action_discard", made)


def test_from_the_menu_to_a_proposal(web, clean_plans):
    web.open("action_this_week")
    _menu(web, "Plan a week")
    web.fill("date_from", _day(21))
    web.fill("date_to", _day(23))
    expect(web.page.locator(".modal")).to_contain_text("candidates, of which")
    _run(web)
    assert web.button("Apply").is_visible()
    web.click("Discard")
    expect(web.page.locator(".o_statusbar_status")).to_contain_text("Discarded")


def test_from_selected_customers_to_applied_visits(web, odoo):
    web.open("action_customers", view_type="list")
    web.page.locator(".o_list_view tbody .o_data_row").first.wait_for()
    for row in range(3):
        web.page.locator(".o_data_row .o_list_record_selector").nth(row).locator("input").evaluate("box => box.click()")
    web.page.locator("button:visible", has_text="Action").first.click()
    web.page.locator(".dropdown-menu:visible a, .o-dropdown--menu:visible span", has_text="Plan visits").first.click()
    expect(web.button("Run")).to_be_visible()
    web.fill("date_from", _day(35))
    web.fill("date_to", _day(39))
    _run(web)
    web.click("Apply")
    expect(web.page.locator(".o_statusbar_status .btn-primary, .o_statusbar_status .o_arrow_button_current")
           ).to_contain_text("Applied")
    visits = odoo.search("field.visit", [("date", ">=", f"{today() + timedelta(days=34)}"), ("state", "=", "planned")])
    assert 1 <= len(visits) <= 3
    odoo.call("field.visit", "action_cancel", visits)


def test_whoever_is_left_out_has_a_reason_and_a_remedy(web, odoo):
    plan = odoo.search("field.visit.plan", [("state", "=", "applied"), ("left_out_ids", "!=", False)], limit=1)[0]
    web.open_record("action_plans", "field.visit.plan", plan)
    web.tab("Left out")
    row = web.page.locator("[name=left_out_ids] .o_data_row").first
    row.wait_for()
    cells = [cell.strip() for cell in row.locator("td").all_inner_texts() if cell.strip()]
    assert sum(len(cell) > 15 for cell in cells) >= 2, cells


def test_the_banner_compares_with_the_present_order(web, odoo):
    plan = odoo.search("field.visit.plan", [("state", "=", "applied")], limit=1, order="id")[0]
    web.open_record("action_plans", "field.visit.plan", plan)
    assert re.search(r"\bkm\b", web.page.locator(".o_form_view").inner_text())


@pytest.mark.parametrize("first, last, sentence", [
    (-3, 2, "is in the past. Choose"), (20, 10, "is before date_from"),
])
def test_days_that_cannot_be_planned_are_refused_by_a_sentence(web, first, last, sentence):
    web.open("action_this_week")
    _menu(web, "Plan a week")
    web.fill("date_from", _day(first))
    web.fill("date_to", _day(last))
    expect(web.page.locator(".modal")).to_contain_text(sentence)
    web.click("Run")
    expect(web.page.locator(".modal", has_text=sentence).last).to_be_visible()
    assert "Traceback" not in web.text()
