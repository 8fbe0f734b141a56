"""Territories drawn, redrawn and looked at on the map."""
import json
import math
import re

import pytest
from playwright.sync_api import expect

TERRITORY = "field.visit.territory"


@pytest.fixture
def drawn(odoo):
    """What a test draws goes again, and every customer is whose he was."""
    fields = ["user_id", "territory_id"]
    before = odoo.read("res.partner", [("geo_state", "in", ["located", "manual"])], fields)
    areas = odoo.search(TERRITORY, [])
    yield
    new = odoo.search(TERRITORY, [("id", "not in", areas)])
    if new:
        odoo.call(TERRITORY, "delete_areas", new)
    for row in before:
        odoo.write("res.partner", [row["id"]], {"user_id": row["user_id"] and row["user_id"][0]})


def spot(web, x, y):
    box = web.map().bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def ground(web, lon, lat):
    """Where a place on earth is on the page, wherever the pins of the demo let the map begin."""
    area, box = web.map(), web.page.locator(".fvr-canvas").bounding_box()
    scale = 256 * 2 ** float(area.get_attribute("data-zoom"))
    center_lat, center_lon = map(float, area.get_attribute("data-center").split(","))
    return (box["x"] + box["width"] / 2 + (lon - center_lon) / 360 * scale,
            box["y"] + box["height"] / 2 - (northing(lat) - northing(center_lat)) / (2 * math.pi) * scale)


def northing(lat):
    return math.asinh(math.tan(math.radians(lat)))


def draw(web, pen, way, where=spot):
    """Press at the first place, go the way and release at the last."""
    web.page.click(pen)
    places = [where(web, *place) for place in way]
    web.page.mouse.move(*places[0])
    web.page.mouse.down()
    # a stroke begins where the pointer is noticed to move
    web.page.mouse.move(places[0][0] + 5, places[0][1])
    for place in places[1:]:
        web.page.mouse.move(*place, steps=6)
    web.page.mouse.up()


def middle_in_view(web, name):
    """Where a name of an area can be clicked: names beyond the map's edge are on the page too, under Odoo's bars."""
    box, area = name.bounding_box(), web.page.locator(".fvr-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert area["x"] < x < area["x"] + area["width"] and area["y"] < y < area["y"] + area["height"]
    return x, y


def panel(web):
    """Wait until the panel tells what saving would change."""
    found = web.page.locator(".fvr-area-panel[data-preview=shown]")
    expect(found).to_be_visible()
    return found


def choose(web, link, text):
    web.page.click(f"[data-link={link}]")
    web.page.fill(".fvr-area-form [data-field=choice]", text)
    web.page.locator(".fvr-area-form .fvr-choices button", has_text=text).first.click()


def open_tool(web, action="action_territory_map"):
    web.open(action, view_type="field_visit_map")
    web.map()
    expect(web.page.locator("[data-pen=polygon]")).to_be_visible()


def test_a_drawn_area_gets_its_customers_and_they_its_rep(open_web, odoo, drawn):
    web = open_web("laura")
    open_tool(web)
    draw(web, "[data-pen=rectangle]", [(24.944, 60.174), (24.947, 60.172), (24.949, 60.1695)], ground)
    told = panel(web)
    count = int(told.get_attribute("data-come"))
    assert count > 0
    web.page.fill(".fvr-area-panel [data-field=name]", "Drawn by a test")
    choose(web, "user_id", "Mikko Korhonen")
    told = panel(web)
    owners = int(told.get_attribute("data-owners"))
    assert owners > 0
    web.page.click("[data-action=save-area]")
    expect(web.page.locator(".fvr-area-outcome")).to_contain_text("Drawn by a test")
    area, = odoo.read(TERRITORY, [("name", "=", "Drawn by a test")], ["user_id", "boundary"])
    assert area["user_id"][1] == "Mikko Korhonen"
    assert json.loads(area["boundary"])["type"] == "Polygon"
    before = {row["id"]: row["user_id"] for row in odoo.read(
        "res.partner", [("territory_id", "=", area["id"])], ["user_id"])}
    members = [len(odoo.search(model, [("territory_id", "=", area["id"])])) for model in ("res.partner", "crm.lead")]
    assert sum(members) == count
    web.page.locator(".fvr-area-outcome [data-action=review]").first.click()
    web.page.locator(".modal:visible button[name=action_accept]").click()
    expect(web.page.locator(".modal:visible")).to_have_count(0)
    after = {row["id"]: row["user_id"] for row in odoo.read("res.partner", [("id", "in", list(before))], ["user_id"])}
    assert after != before
    assert {user[1] for user in after.values()} == {"Mikko Korhonen"}


def test_redraw_cut_and_undo(open_web, odoo, drawn):
    web = open_web("laura")
    open_tool(web)
    draw(web, "[data-pen=rectangle]", [(24.942, 60.1755), (24.947, 60.172), (24.952, 60.169)], ground)
    panel(web)
    web.page.fill(".fvr-area-panel [data-field=name]", "Redrawn by a test")
    web.page.click("[data-action=save-area]")
    expect(web.page.locator(".fvr-area-outcome")).to_be_visible()
    expect(web.page.locator(".fvr-area-panel")).to_have_count(0)
    area, = odoo.read(TERRITORY, [("name", "=", "Redrawn by a test")], ["boundary"])
    before = len(odoo.search("res.partner", [("territory_id", "=", area["id"])]))
    expect(web.page.locator(f".fvr-area-name[data-area='{area['id']}']")).to_be_attached()
    web.page.mouse.click(*ground(web, 24.9445, 60.1748))
    expect(web.page.locator(".fvr-area-card")).to_contain_text("Redrawn by a test")
    web.page.click("[data-action=edit-area]")
    panel(web)
    expect(web.map()).to_have_attribute("data-corners", "4")
    draw(web, "[data-cut=rectangle]", [(24.944, 60.173), (24.946, 60.171), (24.9475, 60.1695)], ground)
    expect(web.map()).to_have_attribute("data-corners", "8")
    assert int(panel(web).get_attribute("data-leave")) > 0
    web.page.click("[data-action=save-area]")
    expect(web.page.locator(".fvr-area-outcome [data-action=undo-area]")).to_be_visible()
    cut, = odoo.read(TERRITORY, [("id", "=", area["id"])], ["boundary"])
    assert len(json.loads(cut["boundary"])["coordinates"]) == 2
    assert len(odoo.search("res.partner", [("territory_id", "=", area["id"])])) < before
    web.page.click("[data-action=undo-area]")
    expect(web.page.locator(".fvr-area-outcome")).to_contain_text("former outline")
    again, = odoo.read(TERRITORY, [("id", "=", area["id"])], ["boundary"])
    assert again["boundary"] == area["boundary"]
    assert len(odoo.search("res.partner", [("territory_id", "=", area["id"])])) == before


def test_a_corner_is_dragged_and_another_taken_away(open_web):
    web = open_web("laura")
    open_tool(web)
    draw(web, "[data-pen=rectangle]", [(0.35, 0.3), (0.4, 0.5), (0.6, 0.7)])
    panel(web)
    size = web.page.locator(".fvr-area-size")
    before = size.inner_text()
    web.page.mouse.move(*spot(web, 0.35, 0.3))
    web.page.mouse.down()
    web.page.mouse.move(*spot(web, 0.3, 0.25), steps=8)
    web.page.mouse.up()
    expect(size).not_to_have_text(before)
    larger = size.inner_text()
    web.page.mouse.click(*spot(web, 0.6, 0.7), button="right")
    expect(size).not_to_have_text(larger)
    web.page.click("[data-action=step-back]")
    expect(size).to_have_text(larger)
    web.page.click("[data-action=discard-area]")
    expect(web.page.locator(".fvr-area-panel")).to_have_count(0)


def test_a_knot_is_shown_where_it_is(open_web):
    web = open_web("laura")
    open_tool(web)
    draw(web, "[data-pen=lasso]", [(0.35, 0.35), (0.5, 0.5), (0.65, 0.65), (0.65, 0.35), (0.5, 0.5), (0.35, 0.65), (0.35, 0.4)])
    expect(web.page.locator(".fvr-notice")).to_contain_text(re.compile("crosses itself"))
    expect(web.page.locator(".fvr-fault")).to_be_visible()
    expect(web.page.locator(".fvr-area-panel")).to_have_count(0)


def test_a_rep_looks_and_draws_not(open_web, odoo):
    web = open_web("anna")
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    expect(web.page.locator(".fvr-area-name").first).to_be_visible()
    assert web.page.locator("[data-action=territories]").count() == 0
    web.page.mouse.click(*middle_in_view(web, web.page.locator(".fvr-area-name", has_text="Kaartinkaupunki")))
    expect(web.page.locator(".fvr-area-card")).to_contain_text("Customers")
    assert web.page.locator("[data-action=edit-area]").count() == 0


def test_on_the_screen_of_a_phone(open_web):
    web = open_web("laura", size=(390, 844))
    open_tool(web)
    draw(web, "[data-pen=rectangle]", [(0.3, 0.2), (0.5, 0.3), (0.7, 0.4)])
    box = panel(web).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] > 300
    expect(web.page.locator("[data-action=save-area]")).to_be_visible()
