"""Visit page and flow, customers, near me and a new lead, on an emulated phone, also without a network."""
import base64
import re

import pytest
from playwright.sync_api import expect

#: A picture with something on it.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")


@pytest.fixture
def planned(odoo, busy_rep):
    """A visit of today that has not begun, of the rep who is on the road."""
    visits = odoo.read("field.visit", [("user_id.login", "=", busy_rep), ("state", "=", "planned"),
                                       ("date", "=", _today(odoo, busy_rep)), ("route_id", "!=", False)],
                       ["partner_id", "visit_latitude", "visit_longitude"], order="sequence desc", limit=1)
    assert visits, "the demo has no open visit today"
    return visits[0]


def _today(odoo, login):
    routes = odoo.read("field.visit.route", [("user_id.login", "=", login), ("state", "=", "in_progress")],
                       ["date"], order="date desc", limit=1)
    return routes[0]["date"]


def _place(visit):
    return (visit["visit_latitude"], visit["visit_longitude"])


def test_a_visit_from_setting_out_to_check_out_without_a_network(open_phone, odoo, busy_rep, planned):
    phone = open_phone(busy_rep, position=_place(planned))
    page = phone.page
    phone.open_app(f"visit/{planned['id']}")
    expect(page.locator(".fva-visit")).to_have_attribute("data-state", "planned")
    expect(page.get_by_text("Why this visit")).to_be_visible()
    phone.wait_for_worker()
    page.context.set_offline(True)
    page.get_by_role("button", name="Start travel").click()
    page.get_by_role("button", name="Check in", exact=True).click()
    expect(page.locator(".fva-visit")).to_have_attribute("data-state", "in_progress")
    page.get_by_role("link", name="Report").click()
    _fill_report(page)
    page.reload()  # what is typed and taken survives a phone that goes to sleep
    expect(page.locator("textarea[name=note]")).to_have_value("Met the owner <b>today</b>")
    page.get_by_role("button", name="Save the report").click()
    page.get_by_role("button", name="Check out").click()
    expect(page.locator(".fva-visit")).to_have_attribute("data-state", "done")
    expect(page.locator(".fva-waiting")).to_be_visible()
    page.context.set_offline(False)
    phone.wait_for_sent()
    visit, = odoo.read("field.visit", [("id", "=", planned["id"])], ["state", "note", "outcome", "photo_count"])
    assert (visit["state"], visit["photo_count"]) == ("done", 1)
    assert "Met the owner" in visit["note"] and "<b>" not in visit["note"]
    assert visit["outcome"]


def _fill_report(page):
    page.get_by_role("radio", name=re.compile("Nothing needed|No interest|Interested|offer", re.I)).first.click()
    page.fill("textarea[name=note]", "Met the owner <b>today</b>")
    page.select_option("select[name=next_kind]", "call")
    page.fill("input[name=next_summary]", "Ask again")
    page.set_input_files("input[type=file]", {"name": "shelf.png", "mimeType": "image/png", "buffer": PNG})
    expect(page.locator(".fva-picture img")).to_be_visible()


def test_customers_are_found_on_the_phone_and_on_the_server(open_phone, odoo, busy_rep):
    phone = open_phone(busy_rep)
    page = phone.page
    phone.open_app("customers")
    lines = page.locator(".fva-customers a")
    name = lines.first.locator(".fva-row-text > span").inner_text()
    page.fill("input[type=search]", name[:12])
    expect(page.locator(".fva-customers a", has_text=name).first).to_be_visible()
    page.locator(".fva-customers a", has_text=name).first.click()
    expect(page.locator("[data-customer]")).to_be_visible()
    expect(page.locator("h1")).to_have_text(name)


def test_near_me_follows_the_phone(open_phone, busy_rep, planned):
    phone = open_phone(busy_rep, position=_place(planned))
    page = phone.page
    phone.open_app("near")
    first = page.locator(".fva-customers a").first
    expect(first).to_contain_text(re.compile(r"\d+ m"))
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.locator(".fvr-map[data-state=ready]")).to_be_visible()
    page.get_by_role("button", name="Around", exact=True).click()
    page.get_by_role("button", name="Look around").click()
    # an emulated phone has no camera: the radar shows the same customers
    expect(page.locator(".fva-radar .fva-blip").first).to_be_attached()


def test_a_lead_is_added_where_the_phone_stands(open_phone, odoo, busy_rep):
    name = "E2E bakery on the corner"
    odoo.call("crm.lead", "unlink", odoo.search("crm.lead", [("name", "=", name)]))
    phone = open_phone(busy_rep, position=(60.1755, 24.9342))
    page = phone.page
    phone.open_app("lead")
    expect(page.locator(".fva-notice")).to_contain_text("12 m")
    phone.wait_for_worker()
    page.context.set_offline(True)
    page.fill("input[name=company_name]", name)
    page.fill("textarea[name=note]", "Opens in May")
    page.set_input_files("input[type=file]", {"name": "card.png", "mimeType": "image/png", "buffer": PNG})
    expect(page.locator(".fva-preview")).to_be_visible()
    keep = "fieldVisitApp.around.database.get('values', 'draft:lead').then((kept) => Boolean(kept && kept.photo))"
    page.wait_for_function("() => " + keep)
    page.reload()  # a phone may close the app while its camera is open
    expect(page.locator("input[name=company_name]")).to_have_value(name)
    expect(page.locator("textarea[name=note]")).to_have_value("Opens in May")
    expect(page.locator(".fva-preview")).to_be_visible()
    page.get_by_role("button", name="Save the lead").click()
    expect(page.locator(".fva-customers")).to_contain_text(name)
    phone.open_app("lead")
    expect(page.locator("input[name=company_name]")).to_have_value("")
    page.context.set_offline(False)
    phone.wait_for_sent()
    lead, = odoo.read("crm.lead", [("name", "=", name)], ["partner_latitude", "geo_source", "user_id"])
    assert abs(lead["partner_latitude"] - 60.1755) < 1e-6 and lead["geo_source"] == "phone"
    assert odoo.search("ir.attachment", [("res_model", "=", "crm.lead"), ("res_id", "=", lead["id"])])
    odoo.call("crm.lead", "unlink", [lead["id"]])
