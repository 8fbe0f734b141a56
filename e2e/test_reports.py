"""Reports of visits at the desk, and the figures that come of them."""
import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def past_visit(odoo):
    """A visit of the past that was made; it is put back afterwards."""
    rep = odoo.read("field.visit", [("state", "=", "done"), ("picture_ids", "!=", False)], ["rep_id", "partner_id"])[0]
    visit = odoo.create("field.visit", [{
        "rep_id": rep["rep_id"][0], "partner_id": rep["partner_id"][0], "state": "planned",
        "planned_start": "2026-01-05 09:00:00", "service_s": 1800}])[0]
    odoo.call("field.visit", "action_start", [visit])
    yield visit
    odoo.call("field.visit", "unlink", [visit])


def test_the_manager_sees_the_teams_figures(open_web):
    web = open_web("laura")
    web.open("action_overview")
    expect(web.page.locator("h1", has_text="Team overview")).to_be_visible()
    web.click("Last 90 days")
    expect(web.page.locator(".oe_title")).to_contain_text("Last 90 days")
    rows = web.page.locator("[name=rep_line_ids] .o_data_row")
    expect(rows.filter(has_text="Anna Virtanen")).to_be_visible()
    web.click("All figures")
    expect(web.page.locator("div.o_pivot")).to_contain_text("Mikko Korhonen")


def test_a_rep_sees_his_own_and_nobody_elses(open_web):
    web = open_web("anna")
    web.open("action_overview")
    expect(web.page.locator("h1", has_text="My overview")).to_be_visible()
    expect(web.page.locator(".nav-link:visible", has_text="By rep")).to_have_count(0)
    web.open("action_visit_report", view_type="list")
    expect(web.page.locator(".o_list_view, .o_list_renderer").first).to_be_visible()
    assert "Mikko Korhonen" not in web.text()


def test_pictures_are_shown_as_a_gallery_that_opens(open_web):
    web = open_web("laura")
    web.open("action_pictures")
    card = web.page.locator(".o_kanban_record:visible", has_text="Shelf behind the counter").first
    expect(card.locator("img").first).to_be_visible()
    assert card.locator("img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    card.click()
    expect(web.page.locator(".o_form_view")).to_contain_text("Photo")


def test_a_visit_is_skipped_with_a_reason(open_web, odoo, past_visit):
    web = open_web("laura")
    web.open_record("action_visits", "field.visit", past_visit)
    web.click("Skip or move")
    dialog = web.page.locator(".modal:visible")
    dialog.locator("[name=outcome_id] input, input#outcome_id").first.click()
    web.page.locator(".ui-menu-item:visible, .o-autocomplete--dropdown-item:visible", has_text="Closed").first.click()
    dialog.locator("button", has_text=re.compile(r"^\s*Confirm\s*$")).first.click()
    expect(dialog).to_have_count(0)
    assert odoo.read("field.visit", [("id", "=", past_visit)], ["state", "outcome"])[0]["state"] == "missed"


def test_a_correction_needs_a_reason_and_stays_in_the_history(open_web, odoo, past_visit):
    odoo.call("field.visit", "action_done", [past_visit])
    web = open_web("laura")
    web.open_record("action_visits", "field.visit", past_visit)
    web.click("Correct")
    dialog = web.page.locator(".modal:visible")
    expect(dialog).to_contain_text("kept in the visit's history")
    web.page.locator(".modal [name=reason] input, .modal input[name=reason]").first.fill("Wrong door")
    web.page.locator(".modal [name=note] textarea, .modal textarea[name=note]").first.fill("Nobody was there")
    dialog.locator(".modal-footer button, footer button", has_text=re.compile(r"^\s*Correct\s*$")).first.click()
    expect(web.page.locator(".modal")).to_have_count(0)
    web.open_record("action_visits", "field.visit", past_visit)
    expect(web.page.locator(".o_Chatter, .o_chatter, .o-mail-Chatter, .oe_chatter").first).to_contain_text("Wrong door")
