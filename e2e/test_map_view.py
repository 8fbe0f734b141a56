"""The map as a view of Odoo: search bar, group-by, favourites, and the way to the list and back."""
import pytest
from playwright.sync_api import expect


def open_customers(web):
    web.open("action_customers", view_type="field_visit_map")
    return web.map()


def view_of(area):
    """Where the map stands: the zoom and the number of records."""
    return area.get_attribute("data-zoom"), area.get_attribute("data-count")


def switch(web, kind):
    web.page.locator(f".o_cp_switch_buttons .o_{kind}:visible, .o_switch_view.o_{kind}:visible").first.click()


def test_a_filter_holds_on_the_list_and_the_map(web):
    area = open_customers(web)
    everything = int(area.get_attribute("data-count"))
    web.search("Café")
    found = int(area.get_attribute("data-count"))
    assert 0 < found < everything
    switch(web, "list")
    expect(web.page.locator(".o_list_view .o_data_row").first).to_be_visible()
    assert web.page.locator(".o_searchview_facet").count() == 1
    switch(web, "field_visit_map")
    expect(web.map()).to_have_attribute("data-count", str(found))


def test_the_map_stands_where_it_stood_after_the_list_and_a_form(web):
    area = open_customers(web)
    web.page.locator(".leaflet-control-zoom-in").click()
    web.page.locator(".leaflet-control-zoom-in").click()
    expect(area).not_to_have_attribute("data-zoom", "")
    web.page.wait_for_timeout(600)  # the zoom animation
    web.page.locator(".fvr-legend [data-step]").first.click()
    stood = view_of(area)
    switch(web, "list")
    expect(web.page.locator(".o_list_view .o_data_row").first).to_be_visible()
    switch(web, "field_visit_map")
    assert view_of(web.map()) == stood
    web.page.locator(".fvr-inview button").first.dispatch_event("click")
    web.page.locator("[data-action=open]").click()
    expect(web.page.locator(".o_form_view")).to_be_visible()
    web.page.locator(".breadcrumb a, .o_breadcrumb a").first.click()
    assert view_of(web.map()) == stood


def choose(web, what, value):
    """Choose on the map what colours or shapes the points, and wait for the answer."""
    with web.page.expect_response(lambda answer: "get_map_data" in answer.request.post_data):
        web.page.locator(f"[data-look={what}]").select_option(value)


def legend_titles(web):
    return web.page.locator(".fvr-legend-section h4").all_inner_texts()


def test_the_colour_is_chosen_and_the_legend_filters(web):
    area = open_customers(web)
    count = int(area.get_attribute("data-count"))
    choose(web, "color", "next_visit_date")
    expect(web.page.locator(".fvr-legend h4").first).to_contain_text("Next Visit")
    assert "days" in web.page.locator(".fvr-legend").inner_text()
    web.page.locator(".fvr-look-more summary").click()
    choose(web, "shape", "visit_grade")
    expect(web.page.locator("[data-step='shape:A']")).to_be_visible()
    web.page.locator("[data-step='shape:A']").click()
    expect(area).not_to_have_attribute("data-count", str(count))
    web.page.locator("[data-action=all]:visible").click()
    expect(area).to_have_attribute("data-count", str(count))


def open_filters(web, legacy, menu):
    """Open one of the search bar's menus, wherever the series has it."""
    if web.page.locator(legacy).count():
        web.page.locator(f"{legacy} button").first.click()
    else:
        web.page.locator(".o_searchview_dropdown_toggler").click()
        web.page.locator(menu).wait_for()


def test_a_group_by_colours_the_map_by_its_field(web):
    open_customers(web)
    assert "Territory" not in "".join(legend_titles(web))
    open_filters(web, ".o_group_by_menu", ".o_group_by_menu")
    web.page.locator(".o_menu_item:visible", has_text="Territory").first.click()
    expect(web.page.locator(".fvr-legend h4").first).to_contain_text("Territory")
    web.page.keyboard.press("Escape")
    web.page.locator(".o_searchview_facet .o_facet_remove").first.click()
    expect(web.page.locator(".fvr-legend h4").first).to_contain_text("Visit Grade")


@pytest.fixture
def favourite(odoo):
    """Return ``favourite(name)``: the filter saved under that name; it is deleted afterwards."""
    names = []

    def find(name):
        names.append(name)
        return odoo.read("ir.filters", [("name", "=", name)], ["context"])

    yield find
    odoo.call("ir.filters", "unlink", odoo.search("ir.filters", [("name", "in", names)]))


def test_a_favourite_keeps_the_colours(web, favourite):
    assert favourite("By score") == []
    open_customers(web)
    choose(web, "color", "visit_score")
    expect(web.page.locator(".fvr-legend h4").first).to_contain_text("Visit Score")
    open_filters(web, ".o_favorite_menu", ".o_favorite_menu")
    web.page.locator(".o_add_favorite:visible button, .o_add_favorite:visible").first.click()
    web.page.locator(".o_add_favorite input[type=text]").last.fill("By score")
    web.page.locator(".o_save_favorite, .o_add_favorite .btn-primary").first.click()
    expect(web.page.locator(".o_searchview_facet")).to_have_count(1)
    assert "visit_score" in favourite("By score")[0]["context"]
    open_customers(web)
    expect(web.page.locator(".fvr-legend h4").first).to_contain_text("Visit Grade")
    open_filters(web, ".o_favorite_menu", ".o_favorite_menu")
    web.page.locator(".o_favorite_menu .o_menu_item", has_text="By score").first.click()
    expect(web.page.locator(".fvr-legend h4").first).to_contain_text("Visit Score")


HOMES = """<field_visit_map lat="home_latitude" lon="home_longitude" color="team_id">
    <field name="tz"/></field_visit_map>"""
PANEL = """<search><field name="name"/><searchpanel view_types="list,tree,field_visit_map">
    <field name="company_id" icon="fa-building" enable_counters="1"/>
    <field name="start_kind" select="multi"/></searchpanel></search>"""


@pytest.fixture
def homes(odoo):
    """Where the reps live: a map view, made by a few lines of XML, of a model that has none."""
    model = "field.visit.rep"
    rows = [{"name": "homes", "model": model, "type": "field_visit_map", "arch": HOMES},
            {"name": "homes", "model": model, "type": "search", "arch": PANEL}]
    views = odoo.create("ir.ui.view", rows)
    action = odoo.create("ir.actions.act_window", [{
        "name": "Homes", "res_model": model, "view_mode": "field_visit_map,form", "search_view_id": views[1],
        "view_ids": [(0, 0, {"view_mode": "field_visit_map", "view_id": views[0], "sequence": 1})]}])
    company = odoo.read("res.users", [("id", "=", odoo.uid)], ["company_id"])[0]["company_id"][0]
    reps = odoo.read(model, [("company_id", "=", company)], ["home_latitude", "home_longitude"])
    for number, rep in enumerate(reps):
        odoo.write(model, [rep["id"]], {"home_latitude": 60.2 + number / 100, "home_longitude": 24.9})
    yield action[0], len(reps)
    for rep in reps:
        odoo.write(model, [rep["id"]], {key: rep[key] for key in ("home_latitude", "home_longitude")})
    odoo.call("ir.actions.act_window", "unlink", action)
    odoo.call("ir.ui.view", "unlink", views)


def test_any_model_with_two_numbers_has_a_map_with_a_search_panel(web, homes):
    action, count = homes
    web.page.goto(f"{web.url}/web?e2e=homes#action={action}")
    expect(web.map()).to_have_attribute("data-count", str(count))
    panel = web.page.locator(".o_search_panel")
    expect(panel).to_be_visible()
    with web.found():
        panel.locator(".o_search_panel_filter_value input, .o_search_panel_filter_value .custom-control").first.click(
            force=True)
    web.page.locator(".fvr-inview button").first.dispatch_event("click")
    web.page.locator("[data-action=open]").click()
    expect(web.page.locator(".o_form_view")).to_be_visible()
