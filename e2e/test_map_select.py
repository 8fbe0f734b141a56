"""Choosing customers by drawing on the map, and doing something with them."""
import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

#: A way round the middle of the map, as shares of its width and height.
ROUND = [(0.35, 0.3), (0.5, 0.22), (0.65, 0.3), (0.68, 0.5), (0.6, 0.7), (0.45, 0.72), (0.34, 0.55), (0.35, 0.32)]
#: A way whose lines cross in the middle.
KNOT = [(0.35, 0.35), (0.5, 0.5), (0.65, 0.65), (0.65, 0.35), (0.5, 0.5), (0.35, 0.65), (0.35, 0.4)]


def draw(web, tool, way):
    """Press at the first place, go the way and release at the last."""
    page, box = web.page, web.map().bounding_box()
    if not page.locator(f"button[data-tool={tool}]").is_visible():
        page.click("[data-action=draw]")
    page.click(f"button[data-tool={tool}]")
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in way]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def chosen(web):
    """Wait for the answer and return how many are chosen."""
    bar = web.page.locator(".fvr-selection")
    expect(bar).to_be_visible()
    expect(web.map()).not_to_have_attribute("data-choosing", "yes")
    return int(bar.get_attribute("data-chosen"))


def choose_value(web, action, text):
    web.page.click(f".fvr-selection [data-action={action}]")
    web.page.fill("[data-field=choice]", text)
    web.page.locator(".fvr-choices button", has_text=text).first.click()


@pytest.fixture
def customers(odoo):
    """Every customer's salesperson and tags come back after the test."""
    before = odoo.read("res.partner", [("geo_state", "in", ["located", "manual"])], ["user_id", "category_id"])
    yield before
    for row in odoo.read("res.partner", [("id", "in", [row["id"] for row in before])], ["user_id", "category_id"]):
        was = next(old for old in before if old["id"] == row["id"])
        if row != was:
            odoo.write("res.partner", [row["id"]], {
                "user_id": was["user_id"] and was["user_id"][0], "category_id": [(6, 0, was["category_id"])]})


def owned_by(odoo, name):
    return odoo.search("res.partner", [("user_id.name", "=", name)])


def test_lasso_assign_and_undo(web, odoo, customers):
    web.open("action_customers", view_type="field_visit_map")
    total = int(web.map().get_attribute("data-count"))
    before = owned_by(odoo, "Sanna Nieminen")
    draw(web, "lasso", ROUND)
    count = chosen(web)
    assert 0 < count < total
    choose_value(web, "assign_user", "Sanna Nieminen")
    outcome = web.page.locator(".fvr-outcome")
    expect(outcome).to_contain_text("Assigned to Sanna Nieminen")
    assert len(owned_by(odoo, "Sanna Nieminen")) == len(set(before)) + int(outcome.get_attribute("data-done"))
    web.page.click("[data-action=undo]")
    expect(outcome).to_contain_text("Undone")
    assert owned_by(odoo, "Sanna Nieminen") == before


def test_a_lasso_that_crosses_itself_is_refused_with_its_place(web):
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    draw(web, "lasso", KNOT)
    notice = web.page.locator(".fvr-notice")
    expect(notice).to_contain_text(re.compile(r"crosses or touches itself at \d+\.\d{5}, \d+\.\d{5}"))
    expect(web.page.locator(".fvr-fault")).to_be_visible()
    expect(web.page.locator(".fvr-selection")).to_be_hidden()


def test_the_other_tools_choose_as_well(web):
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    draw(web, "rectangle", [(0.3, 0.3), (0.7, 0.7)])
    rectangle = chosen(web)
    draw(web, "circle", [(0.4, 0.62), (0.45, 0.62)])
    circle = chosen(web)
    assert 0 < circle < rectangle
    web.page.fill("[data-field=radius]", "50")
    web.page.press("[data-field=radius]", "Enter")
    expect(web.page.locator(".fvr-selection")).not_to_have_attribute("data-chosen", str(circle))
    assert chosen(web) > rectangle
    web.page.click("button[data-tool=drive]")
    web.page.fill("[data-field=minutes]", "5")
    box = web.map().bounding_box()
    web.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(web.page.locator(".fvr-selection-note")).to_contain_text("5 min by car")


def test_polygon_by_clicks(web):
    web.open("action_customers", view_type="field_visit_map")
    box = web.map().bounding_box()
    web.page.click("[data-action=draw]")
    web.page.click("button[data-tool=polygon]")
    for x, y in [(0.35, 0.3), (0.65, 0.3), (0.5, 0.7), (0.35, 0.3)]:
        web.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    assert chosen(web) > 0


def test_tag_files_list_and_plan(web, odoo, customers):
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    draw(web, "rectangle", [(0.4, 0.4), (0.6, 0.6)])
    count = chosen(web)
    choose_value(web, "tag", "Drawn by a test")
    expect(web.page.locator(".fvr-outcome")).to_contain_text(f"{count}")
    tag = odoo.search("res.partner.category", [("name", "=", "Drawn by a test")])
    assert len(odoo.search("res.partner", [("category_id", "in", tag)])) == count
    with web.page.expect_download() as csv_file:
        web.page.click("[data-action=csv]")
    rows = list(csv.reader(io.StringIO(csv_file.value.path().read_text("utf-8-sig"), newline="")))
    assert len(rows) == count + 1
    with web.page.expect_download() as geo_file:
        web.page.click("[data-action=geojson]")
    assert len(json.loads(geo_file.value.path().read_text("utf-8"))["features"]) == count
    web.page.click("[data-action=plan_route]")
    expect(web.page.locator(".modal:visible [name=mandatory_partner_ids] .badge, .modal:visible .o_tag").first).to_be_visible()
    web.page.locator(".modal:visible button", has_text="Cancel").last.click()
    web.page.click("[data-action=list]")
    expect(web.page.locator(".o_list_view .o_data_row").first).to_be_visible()
    assert str(count) in web.page.locator(".o_pager").first.inner_text()
    odoo.call("res.partner.category", "unlink", tag)


def test_a_rep_is_told_whom_the_action_refused(open_web, odoo):
    lead = odoo.search("crm.lead", [("user_id.login", "=", "sanna"), ("geo_state", "in", ["located", "manual"])], limit=1)
    rule = odoo.create("ir.rule", [{
        "name": "Test: one lead stays", "model_id": odoo.search("ir.model", [("model", "=", "crm.lead")])[0],
        "perm_read": False, "domain_force": f"[('id', '!=', {lead[0]})]"}])
    try:
        web = open_web("sanna")
        web.open("action_leads", view_type="field_visit_map")
        web.map()
        web.page.click("[data-action=draw]")
        web.page.click("[data-action=view]")
        chosen(web)
        choose_value(web, "tag", "Refused once")
        outcome = web.page.locator(".fvr-outcome")
        expect(outcome).to_have_attribute("data-refused", "1")
        web.page.click("[data-action=why]")
        expect(web.page.locator(".fvr-reasons")).to_contain_text("access rights do not allow")
    finally:
        odoo.call("ir.rule", "unlink", rule)
        odoo.call("crm.tag", "unlink", odoo.search("crm.tag", [("name", "=", "Refused once")]))


def test_on_the_screen_of_a_phone(open_web):
    web = open_web(size=(390, 844))
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    draw(web, "circle", [(0.5, 0.5), (0.8, 0.5)])
    assert chosen(web) > 0
    bar = web.page.locator(".fvr-selection").bounding_box()
    assert bar["x"] >= 0 and bar["x"] + bar["width"] <= 390
