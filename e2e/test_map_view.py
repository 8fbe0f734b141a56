"""The map as a view of Odoo: search bar, group-by, favourites, and the way to the list and back."""
from playwright.sync_api import expect


def open_customers(web):
    web.open("action_customers", view_type="field_visit_map")
    return web.map()


def view_of(area):
    """Where the map stands: the zoom and the number of records."""
    return area.get_attribute("data-zoom"), area.get_attribute("data-count")


def search(web, text):
    """Type into Odoo's search bar and take the first proposal."""
    box = web.page.locator(".o_searchview_input")
    box.fill(text)
    box.press("Enter")


def switch(web, kind):
    web.page.locator(f".o_cp_switch_buttons .o_{kind}:visible, .o_switch_view.o_{kind}:visible").first.click()


def test_a_filter_holds_on_the_list_and_the_map(web):
    area = open_customers(web)
    everything = int(area.get_attribute("data-count"))
    search(web, "Café")
    expect(area).not_to_have_attribute("data-count", str(everything))
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
