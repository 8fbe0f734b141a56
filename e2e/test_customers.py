"""Lists and forms of customers; bad input gets a sentence."""
import re

from playwright.sync_api import expect


def _customer(odoo):
    return odoo.search("res.partner", [("visit_grade", "=", "A"), ("company_id.name", "=", "Pohjola Coffee Oy")],
                       limit=1)[0]


def test_the_list_shows_grade_and_score(web):
    web.open("action_customers", view_type="list")
    web.page.locator(".o_data_row").first.wait_for()
    header = web.page.locator(".o_list_view thead").inner_text()
    assert "Grade" in header


def test_the_form_tells_position_hours_and_score(web, odoo):
    web.open_record("action_customers", "res.partner", _customer(odoo))
    web.tab("Visits")
    text = web.page.locator(".o_form_view").inner_text()
    for word in ("OpenStreetMap", "Monday", "Visit Score"):
        assert word in text


def test_latitude_91_is_refused_by_a_sentence(odoo):
    try:
        odoo.call("res.partner", "set_position", [_customer(odoo)], 91, 24.9)
    except RuntimeError as error:
        assert "Latitude: 91" in str(error)
        assert "out of range" in str(error)
    else:
        raise AssertionError("latitude 91 was taken")


def test_the_dialog_refuses_latitude_91_by_a_sentence(web, odoo):
    customer = _customer(odoo)
    before = odoo.read("res.partner", [("id", "=", customer)], ["partner_latitude", "geo_state"])
    web.open_record("action_customers", "res.partner", customer)
    web.tab("Visits")
    web.click("Set by hand")
    web.fill("coordinates", "91, 24.9")
    web.click("Set Position")
    expect(web.page.locator(".modal", has_text=re.compile(r"Latitude: 91\S* is out of range")).last).to_be_visible()
    assert "Traceback" not in web.text()
    assert odoo.read("res.partner", [("id", "=", customer)], ["partner_latitude", "geo_state"]) == before


def test_the_route_sheet_is_a_pdf_with_the_stops(web, odoo):
    from io import BytesIO

    from pdfminer.high_level import extract_text

    route = odoo.read("field.visit.route", [("state", "=", "in_progress")], ["visit_ids", "rep_id"], limit=1)[0]
    answer = web.page.request.get(f"{web.url}/report/pdf/field_visit_routing.route_sheet/{route['id']}", timeout=60_000)
    assert answer.body()[:5] == b"%PDF-"
    text = " ".join(extract_text(BytesIO(answer.body())).split())
    assert route["rep_id"][1] in text
    first = odoo.read("field.visit", [("id", "in", route["visit_ids"])], ["name"], order="sequence", limit=1)[0]["name"]
    assert first.split()[0] in text


def test_a_route_offers_navigation_per_leg(web, odoo):
    route = odoo.search("field.visit.route", [("state", "=", "in_progress")], limit=1)[0]
    web.open_record("action_routes", "field.visit.route", route)
    links = web.page.locator(".o_form_view a[href*='google.com/maps']")
    expect(links.first).to_be_visible()
