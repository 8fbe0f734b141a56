"""A phone in the hand: 390 × 844."""
import re

from playwright.sync_api import expect

PHONE = (390, 844)


def _fits(web):
    return web.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_this_weeks_map_is_usable(open_web):
    web = open_web("sanna", size=PHONE)
    web.open("action_this_week")
    box = web.map().bounding_box()
    assert box["height"] > 350
    assert box["width"] >= 380
    assert _fits(web)


def test_the_unfolded_legend_lies_above_the_search_box_and_folds_again(open_web):
    web = open_web("sanna", size=PHONE)
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    legend, toggle = web.page.locator(".fvr-legend"), web.page.locator(".fvr-legend-toggle")
    toggle.click()
    box = toggle.bounding_box()
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('.fvr-legend') !== null"
    assert web.page.evaluate(on_top, [box["x"] + 6, box["y"] + box["height"] / 2])
    toggle.click(position={"x": 6, "y": 6})
    expect(legend).to_have_class(re.compile("fvr-folded"))


def test_the_route_can_be_read_and_a_stop_opened(open_web, odoo):
    route = odoo.search("field.visit.route", [("state", "=", "in_progress")], limit=1)[0]
    web = open_web(size=PHONE)
    web.open_record("action_routes", "field.visit.route", route)
    assert web.page.locator("[name=visit_ids] .o_data_row, [name=visit_ids] .o_kanban_record").count() >= 3
    assert _fits(web)
