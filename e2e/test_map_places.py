"""Search on the map, creating by click, correcting a position, records without one."""
import re

import pytest
from playwright.sync_api import expect

HERE = (60.2345, 25.0123)


@pytest.fixture
def customer(odoo):
    """A customer of the demo's company in the middle of Helsinki, gone after the test."""
    made = odoo.create("res.partner", [{
        "name": "Zebra Probe", "phone": "+358 40 765 4321", "street": "Zinnstrasse 5", "city": "Helsinki",
        "is_company": True, "partner_latitude": HERE[0], "partner_longitude": HERE[1]}])
    yield made[0]
    odoo.call("res.partner", "unlink", made)


@pytest.fixture
def swept(odoo):
    """Customers and leads that the test makes by name are gone afterwards."""
    yield
    for model in ("crm.lead", "res.partner"):
        found = odoo.search(model, [("name", "=like", "Zebra New%")])
        if found:
            odoo.call(model, "unlink", found)


def position(odoo, record, model="res.partner"):
    row = odoo.read(model, [("id", "=", record)], ["partner_latitude", "partner_longitude", "geo_state", "geo_source"])[0]
    return row["geo_state"], row["geo_source"], round(row["partner_latitude"], 4), round(row["partner_longitude"], 4)


def open_map(web, action="action_customers"):
    web.open(action, view_type="field_visit_map")
    area = web.map()
    area.locator("[data-tool=create]").wait_for()
    return area


def search(area, text):
    area.locator(".fvr-search input").fill(text)


def click_map(area, right=0.5, down=0.6):
    """Click a spot of the map that no panel covers."""
    box = area.bounding_box()
    area.page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)


def fill_dialog(web, name):
    dialog = web.page.locator(".modal:visible")
    expect(dialog).to_be_visible()
    web.fill("name", name)
    web.click("Create")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("text", ["zebra pro", "0407654321", "zinnstrasse 5 helsinki"])
def test_search_jumps_to_the_customer(web, customer, text):
    area = open_map(web)
    search(area, text)
    area.locator(f"[data-found='{customer}']").click()
    expect(area.locator(".leaflet-popup")).to_contain_text("Zebra Probe")
    assert float(area.get_attribute("data-zoom")) >= 16


def test_an_unknown_address_becomes_a_customer(web, odoo, swept):
    area = open_map(web)
    search(area, "Hämeenkatu 9, 33100 Tampere")
    area.locator("[data-address]").click()
    expect(area.locator(".fvr-place")).to_contain_text("Tampere")
    area.locator("[data-create=customer]").click()
    expect(web.field("street")).to_have_value("Hämeenkatu 9")
    expect(web.field("city")).to_have_value("Tampere")
    fill_dialog(web, "Zebra New Tampere")
    expect(area.locator(".fvr-ask")).to_contain_text("Zebra New Tampere was created")
    made = odoo.search("res.partner", [("name", "=", "Zebra New Tampere")])
    state, source, lat, lon = position(odoo, made[0])
    assert (state, source, round(lat), round(lon)) == ("manual", "manual", 61, 24)


@pytest.mark.parametrize("kind, model, action", [
    ("customer", "res.partner", "action_customers"), ("lead", "crm.lead", "action_customers"),
    ("lead", "crm.lead", "action_leads")])
def test_a_click_on_the_map_creates_there(web, odoo, swept, kind, model, action):
    area = open_map(web, action)
    area.locator("[data-tool=create]").click()
    click_map(area)
    area.locator(f"[data-create={kind}]").click()
    fill_dialog(web, "Zebra New Kiosk")
    expect(area.locator(".fvr-ask")).to_contain_text("Zebra New Kiosk was created")
    made = odoo.search(model, [("name", "=", "Zebra New Kiosk")])
    assert position(odoo, made[0], model)[:2] == ("manual", "manual")


def test_a_dragged_pin_asks_and_stays_where_it_was_put(web, odoo, customer):
    area = open_map(web)
    search(area, "zebra pro")
    area.locator(f"[data-found='{customer}']").click()
    area.locator(".leaflet-popup-close-button").click()
    x, y = pin_of(web, area, *HERE)
    web.page.mouse.move(x, y)
    web.page.mouse.down()
    web.page.mouse.move(x + 30, y + 40, steps=4)
    web.page.mouse.move(x + 80, y + 60, steps=4)
    web.page.mouse.up()
    expect(area.locator(".fvr-ask")).to_contain_text("Move Zebra Probe here?")
    assert position(odoo, customer)[2:] == HERE, "nothing is written before the answer"
    area.locator("[data-action=save-place]").click()
    expect(area.locator(".fvr-ask")).to_contain_text("Zebra Probe was moved")
    moved = position(odoo, customer)
    assert moved[:2] == ("manual", "manual") and moved[2] < HERE[0] and moved[3] > HERE[1]
    odoo.write("res.partner", [customer], {"city": "Tampere"})
    odoo.call("res.partner", "geocode_batch", [customer])
    assert position(odoo, customer) == moved


def pin_of(web, area, lat, lon):
    """Where on the screen a position is drawn: the marker of the move tool tells."""
    area.locator("[data-tool=move]").click()
    area.locator(".fvr-inview button", has_text="Zebra Probe").evaluate("node => node.click()")
    flag = area.locator(".fvr-flag")
    flag.wait_for()
    box = flag.bounding_box()
    area.locator("[data-action=abandon]").click()
    return box["x"] + 14, box["y"] + 35


def test_records_without_a_position_are_listed_with_reason_and_located(web, odoo):
    made = odoo.create("res.partner", [{"name": "Zebra Lost", "city": "Qwertyville", "is_company": True}])[0]
    try:
        area = open_map(web)
        area.locator(".fvr-missing button").click()
        search(area, "zebra lost")
        area.locator(f"[data-found='{made}']").click()
        item = area.locator(f"[data-unplaced='{made}']")
        expect(item).to_contain_text("Locate")
        item.locator("[data-action=locate]").click()
        expect(item).to_contain_text("not in the offline gazetteer")
        odoo.write("res.partner", [made], {"city": "Helsinki", "country_id": odoo.ref("base.fi")})
        item.locator("[data-action=locate]").click()
        expect(area.locator(".fvr-unplaced [role=status]")).to_contain_text("1 located")
        assert position(odoo, made)[0] == "located"
    finally:
        odoo.call("res.partner", "unlink", [made])


def test_a_phone_has_the_tools_in_reach(open_web, customer):
    web = open_web(size=(390, 780))
    area = open_map(web)
    search(area, "zebra pro")
    area.locator(f"[data-found='{customer}']").click()
    sheet = area.locator(".leaflet-popup")
    expect(sheet).to_contain_text("Zebra Probe")
    sheet.locator(".leaflet-popup-close-button").click()
    area.locator("[data-tool=move]").click()
    expect(area.locator(".fvr-ask")).to_have_text(re.compile("Click on the pin"))


def test_a_rep_finds_visits_on_the_week_s_map_and_drags_none(open_web, odoo):
    web = open_web("sanna")
    area = open_map(web, "action_this_week")
    expect(area.locator("[data-tool=move]")).to_have_count(0)
    visit = odoo.read("field.visit", [("rep_id.name", "=", "Sanna Nieminen"), ("state", "=", "planned")],
                      ["name", "partner_id"], limit=1)[0]
    search(area, visit["partner_id"][1])
    found = area.locator("[data-found]").first
    expect(found).to_contain_text(visit["name"])
    found.click()
    expect(area.locator(".leaflet-popup, .fvr-place").first).to_contain_text(visit["name"])


def test_a_position_out_of_range_is_refused_by_name(odoo, customer):
    for lat, lon, words in ((91, 0, "Latitude: 91"), (0, 181, "Longitude: 181"), ("x", 0, "not a number"),
                            (float("nan"), 0, "finite number")):
        with pytest.raises(RuntimeError, match=words):
            odoo.call("field.visit.map", "set_place", "res.partner", customer, lat, lon)
        with pytest.raises(RuntimeError, match=words):
            odoo.call("res.partner", "write", [customer], {"partner_latitude": lat, "partner_longitude": lon})
    assert position(odoo, customer)[2:] == HERE
