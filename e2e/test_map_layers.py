"""The map's layers: on and off, heat map with weights, areas, competitors, last positions, pins at one place."""
import json

import pytest
from playwright.sync_api import expect


@pytest.fixture
def open_layers(open_web):
    """Return ``open_layers(action, …)``: a page with the map of the action and the panel of layers open."""
    def start(action="action_customers", view_type="field_visit_map", **options):
        web = open_web(**options)
        web.open(action, view_type=view_type)
        area = web.map()
        web.page.wait_for_selector("[data-layer=heat]", state="attached")
        web.page.click("[data-action=layers]")
        return web, area
    return start


def shown(area):
    return (area.get_attribute("data-layers") or "").split()


def switch(web, layer):
    web.page.click(f"[data-switch={layer}]")


def painted(web, selector):
    """How many pixels of the canvases are not transparent."""
    return web.page.evaluate("""selector => [...document.querySelectorAll(selector)].reduce((sum, canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 3; i < data.length; i += 4) sum += data[i] > 0;
        return sum;
    }, 0)""", selector)


def picture(web):
    """A number that changes with any pixel of the records' canvas."""
    return web.page.evaluate("""() => {
        const canvas = document.querySelector(".leaflet-overlay-pane canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((sum, value, i) => (sum * 31 + value * (i % 251)) % 1000000007, 7);
    }""")


def drawn_box(web):
    """Where on the page the records' canvas is painted: left, top, right, bottom in pixels."""
    return web.page.evaluate("""() => {
        const canvas = document.querySelector(".leaflet-overlay-pane canvas");
        const { width, height } = canvas;
        const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
        const seen = canvas.getBoundingClientRect();
        const box = [width, height, 0, 0];
        for (let i = 3; i < data.length; i += 4) {
            if (!data[i]) continue;
            const x = ((i - 3) / 4) % width, y = Math.floor((i - 3) / 4 / width);
            box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
            box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
        }
        const [sx, sy] = [seen.width / width, seen.height / height];
        return [seen.x + box[0] * sx, seen.y + box[1] * sy, seen.x + box[2] * sx, seen.y + box[3] * sy];
    }""")


def names_under_the_mouse(web, left, top, right, bottom):
    """Move over the rectangle, and return what each mark says it is, with the middle of where it says so."""
    said = {}
    for x in range(round(left), round(right) + 1, 6):
        for y in range(round(top), round(bottom) + 1, 6):
            web.page.mouse.move(x, y)
            web.page.wait_for_timeout(40)  # Leaflet looks what is under the mouse every 32 ms
            for tip in web.page.locator(".leaflet-tooltip").all_inner_texts():
                said.setdefault(tip, []).append((x, y))
    return {tip: tuple(sum(axis) / len(places) for axis in zip(*places)) for tip, places in said.items()}


def test_each_layer_is_switched_off_and_on_and_remembered(open_layers):
    web, area = open_layers()
    web.page.wait_for_selector("[data-layer=competitors]")
    for layer in ("pins", "clusters", "territories", "markets", "competitors", "positions"):
        switch(web, layer)
        expect(web.page.locator(f"[data-switch={layer}]")).to_have_attribute("aria-checked", "false")
        assert layer not in shown(area)
    expect(area).to_have_attribute("data-pins", "0")
    web.open("action_customers", view_type="field_visit_map")
    area = web.map()
    web.page.wait_for_selector("[data-layer=competitors]", state="attached")
    assert not {"pins", "territories", "competitors"} & set(shown(area))
    for layer in ("pins", "territories"):
        switch(web, layer)
    assert {"pins", "territories"} <= set(shown(area))


def test_heat_by_count_score_and_revenue(open_layers):
    web, area = open_layers()
    assert web.page.locator("canvas.fvr-heat").count() == 0
    switch(web, "heat")
    assert painted(web, "canvas.fvr-heat") > 5000
    legend = web.page.locator("[data-layer=heat]")
    figures = [legend.inner_text()]
    offered = {option.get_attribute("value") for option in web.page.locator("[data-heat=by] option").all()}
    assert {"", "score", "revenue"} <= offered
    for weight in ("score", "revenue"):
        before = legend.inner_text()
        web.page.select_option("[data-heat=by]", weight)
        expect(legend).not_to_have_text(before, use_inner_text=True)
        expect(legend).to_contain_text("per km²")
        figures.append(legend.inner_text())
    assert len(set(figures)) == 3
    switch(web, "heat")
    expect(web.page.locator("canvas.fvr-heat")).to_have_count(0)


def test_territories_and_free_areas_are_listed_shown_and_opened(open_layers):
    web, area = open_layers()
    rows = web.page.locator("[data-layer=territories]")
    expect(rows).to_contain_text("Kamppi, station side")
    expect(web.page.locator("[data-layer=markets]")).to_contain_text("Leppäsuo")
    web.page.click("[data-layer=markets] [data-show]")
    name = web.page.locator(".fvr-area-name", has_text="Leppäsuo")
    expect(name).to_be_visible()
    web.page.click("[data-layer=markets] [data-switch=markets]")
    expect(name).to_have_count(0)
    switch(web, "markets")
    box = name.bounding_box()
    web.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(web.page.locator(".leaflet-popup")).to_contain_text("Administrative Area")
    web.page.click("[data-action=open-layer]")
    web.page.wait_for_selector(".o_form_view")
    assert web.page.locator(".o_form_view [name=boundary]").first.is_visible()


def test_competitors_and_customers_of_one_house_can_each_be_clicked(open_layers, odoo):
    tag = odoo.search("res.partner.category", [("is_competitor", "=", True)])
    rivals = odoo.read("res.partner", [("category_id", "in", tag)], ["name", "partner_latitude", "partner_longitude"])
    inside = {(row["partner_latitude"], row["partner_longitude"]): row for row in rivals}
    house = next((row["partner_latitude"], row["partner_longitude"]) for row in odoo.read(
        "res.partner", [("is_competitor", "=", False), ("geo_state", "in", ("located", "manual"))],
        ["partner_latitude", "partner_longitude"]) if (row["partner_latitude"], row["partner_longitude"]) in inside)
    web, area = open_layers()
    web.page.click("[data-layer=competitors] summary")
    web.page.click(f"[data-layer=competitors] [data-show='{inside[house]['id']}']")
    web.page.click("[data-action=layers]")
    web.page.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim')")
    box = web.page.locator(".fvr-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    found = names_under_the_mouse(web, x - 30, y - 30, x + 30, y + 30)
    assert inside[house]["name"] in found
    assert len(found) >= 2
    web.page.mouse.click(*found[inside[house]["name"]])
    expect(web.page.locator("[data-layer-record]")).to_contain_text(inside[house]["name"])


def test_pins_at_one_place_are_spread_and_each_answers(open_web, odoo):
    spot = {"partner_latitude": 60.2, "partner_longitude": 25.2, "geo_state": "manual", "is_company": True}
    made = odoo.create("res.partner", [dict(spot, name=f"Tower tenant {number}") for number in range(12)])
    try:
        web = open_web()
        web.open("action_customers", view_type="field_visit_map")
        area = web.map()
        web.search("Tower tenant")
        expect(area).to_have_attribute("data-count", "12")
        expect(area).to_have_attribute("data-pins", "12")
        found = names_under_the_mouse(web, *drawn_box(web))
        assert {name for name in found if name.startswith("Tower")} == {f"Tower tenant {number}" for number in range(12)}
        web.page.mouse.click(*found["Tower tenant 7"])
        expect(web.page.locator(".fvr-popup-title")).to_have_text("Tower tenant 7")
    finally:
        odoo.call("res.partner", "unlink", made)


def test_last_positions_are_for_those_who_may_see_the_rep(open_layers):
    web, _area = open_layers()
    expect(web.page.locator("[data-layer=positions]")).to_contain_text("Anna Virtanen")
    own, _area = open_layers("action_this_week", view_type="field_visit_map", login="sanna")
    rows = own.page.locator("[data-layer=positions]")
    expect(rows).to_contain_text("Sanna Nieminen")
    assert "Anna Virtanen" not in rows.inner_text()


def test_routes_as_a_layer_with_numbers_direction_and_figures(open_layers):
    web, area = open_layers("action_this_week")
    routes = int(area.get_attribute("data-routes"))
    assert routes >= 1
    for layer in ("numbers", "direction", "legs"):
        before = picture(web)
        switch(web, layer)
        web.page.wait_for_timeout(200)
        assert picture(web) != before, layer
    switch(web, "routes")
    expect(area).to_have_attribute("data-routes", "0")
    assert int(area.get_attribute("data-count")) > 30
    switch(web, "routes")
    expect(area).to_have_attribute("data-routes", str(routes))


def test_a_boundary_that_crosses_itself_is_refused_with_the_place(web, odoo):
    territory = odoo.search("field.visit.territory", [("name", "=", "Leppäsuo")])[0]
    web.open_record("action_territories", "field.visit.territory", territory)
    if web.button("Edit").count():
        web.click("Edit")
    web.fill("boundary", json.dumps({"type": "Polygon", "coordinates": [[[24, 60], [25, 61], [25, 60], [24, 61], [24, 60]]]}))
    web.click("Save")
    assert "latitude 60.5, longitude 24.5" in web.error_text()


def test_the_panel_on_a_phone(open_layers):
    web, area = open_layers(size=(390, 844))
    box = web.page.locator(".fvr-layers").bounding_box()
    assert box["width"] >= 380
    switch(web, "heat")
    assert "heat" in shown(area)
