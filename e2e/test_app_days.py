"""Visits of other days on the phone: opened from the week, looked at without a network, put off with a reason."""
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect


@pytest.fixture
def ahead(odoo, busy_rep):
    """Ids of two visits of the busy rep in six days, without a route; they are taken away again."""
    rep, = odoo.read("field.visit.rep", [("user_id.login", "=", busy_rep)], ["company_id"], limit=1)
    customers = odoo.search("res.partner", [
        ("user_id.login", "=", busy_rep), ("geo_state", "in", ("located", "manual")), ("is_company", "=", True)], limit=2)
    day = date.today() + timedelta(days=6)
    made = odoo.create("field.visit", [{
        "partner_id": customer, "rep_id": rep["id"], "company_id": rep["company_id"][0], "state": "planned",
        "service_s": 1800, "sequence": 950 + number, "planned_start": f"{day} {9 + number:02d}:00:00",
    } for number, customer in enumerate(customers)])
    odoo.create("field.visit.agenda", [{"visit_id": made[0], "name": "Bring the samples"}])
    yield made
    odoo.call("field.visit", "unlink", made)


def _open_from_week(phone, visit):
    day = date.today() + timedelta(days=6)
    phone.open_app("week")
    phone.page.locator(".fva-days button").filter(has=phone.page.locator(f"strong:text-is('{day.day}')")).first.click()
    phone.page.locator(f"a[href='#/week/{visit}']").click()
    expect(phone.page.locator(f"article[data-visit='{visit}']")).to_be_visible()


def test_opened_once_it_is_there_without_a_network(open_phone, busy_rep, odoo, ahead):
    phone = open_phone(busy_rep)
    page = phone.page
    _open_from_week(phone, ahead[0])
    article = page.locator("article")
    expect(article).to_contain_text("Bring the samples")
    expect(article.get_by_text("Navigate")).to_be_visible()
    expect(article.get_by_text("You start this visit on the day itself")).to_be_visible()
    expect(page.get_by_role("button", name="Start travel")).to_have_count(0)
    phone.wait_for_worker()
    page.context.set_offline(True)
    page.reload()
    expect(article).to_contain_text("Bring the samples")
    expect(article.get_by_text("Navigate")).to_be_visible()
    expect(page.get_by_text("this is what the phone knew last")).to_be_visible()
    page.get_by_label("Bring the samples").check()
    _open_from_week(phone, ahead[1])
    page.context.set_offline(False)
    phone.wait_for_sent()
    agenda, = odoo.read("field.visit.agenda", [("visit_id", "=", ahead[0]), ("name", "=", "Bring the samples")], ["is_done"])
    assert agenda["is_done"]


def test_it_is_skipped_with_a_reason(open_phone, busy_rep, odoo, ahead):
    phone = open_phone(busy_rep)
    page = phone.page
    _open_from_week(phone, ahead[1])
    page.get_by_title("More", exact=True).click()
    page.get_by_role("button", name="Skip this visit").click()
    sheet = page.locator(".fva-sheet")
    sheet.get_by_role("radio").first.click()
    sheet.locator("textarea").fill("Closed for the week")
    sheet.get_by_role("button", name="Skip this visit").click()
    expect(page).to_have_url(re.compile("#/week$"))
    expect(page.locator(f"a[href='#/week/{ahead[1]}']")).to_contain_text("Missed")
    phone.wait_for_sent()
    assert odoo.read("field.visit", [("id", "=", ahead[1])], ["state"])[0]["state"] == "missed"
