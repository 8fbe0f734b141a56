"""Routes edited on the map: stops dragged on the canvas, times at once, broken rules named, saved or not."""
from datetime import datetime

import pytest
from playwright.sync_api import expect
from web import today

ROUTE, VISIT = "field.visit.route", "field.visit"
PANEL = ".fvr-edit"


@pytest.fixture
def routes(odoo):
    """Two routes of one day to come, of different reps; their stops stand afterwards where they stood."""
    company = odoo.call("res.users", "read", [odoo.uid], ["company_id"])[0]["company_id"][0]
    found = odoo.read(ROUTE, [("date", ">", str(today())), ("visit_count", ">", 3), ("company_id", "=", company)],
                      ["date"], order="date, id")
    day = next(row["date"] for row in found if sum(other["date"] == row["date"] for other in found) > 1)
    ids = [row["id"] for row in found if row["date"] == day][:2]
    before = {row["route_id"]: row["order"] for row in _check(odoo, ids)["routes"]}
    yield [(route, before[route]) for route in ids]
    back = [{"visit_id": visit, "route_id": route, "position": number}
            for route, order in before.items() for number, visit in enumerate(order, 1)]
    odoo.call(ROUTE, "save_moves", ids, back)


def _check(odoo, ids):
    return odoo.call(ROUTE, "check_moves", ids)


def _orders(odoo, routes):
    rows = {row["route_id"]: row["order"] for row in _check(odoo, [route for route, _order in routes])["routes"]}
    return [rows[route] for route, _order in routes]


class Editor:
    """The map while routes are edited."""

    def __init__(self, web, odoo, routes):
        self.page, self.routes = web.page, routes
        self.day = odoo.read(ROUTE, [("id", "=", routes[0][0])], ["date"])[0]["date"]
        web.open("action_visits", view_type="field_visit_map")
        web.map()
        self.page.click("[data-action=edit-routes]")
        self.wait(0)
        self.page.locator(".fvr-edit-days select").select_option(self.day)
        self.unfold()

    def unfold(self):
        for route, _order in self.routes:
            node = self.page.locator(f"{PANEL} [data-route='{route}']")
            if node.get_attribute("open") is None:
                node.locator("summary").click()
        self.page.wait_for_timeout(800)  # the map comes to rest on the chosen day

    def wait(self, moves):
        expect(self.page.locator(f"{PANEL}[data-moves='{moves}'][data-busy=false]")).to_be_visible()

    def item(self, visit):
        return self.page.locator(f"{PANEL} li[data-visit='{visit}']")

    def place(self, visit):
        """Where the stop is drawn on the page."""
        box = self.page.locator(".fvr-canvas").bounding_box()
        return tuple(box[side] + int(self.item(visit).get_attribute("data-" + side)) for side in ("x", "y"))

    def drag(self, visit, *way):
        mouse = self.page.mouse
        mouse.move(*self.place(visit))
        mouse.down()
        for point in way:
            mouse.move(*point, steps=6)
        mouse.up()

    def drag_out(self, visit):
        mouse = self.page.mouse
        x, y = self.place(visit)
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 12, y + 12, steps=3)
        box = self.page.locator(".fvr-drop-out").bounding_box()
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
        mouse.up()

    def order(self, route):
        return [int(node.get_attribute("data-visit"))
                for node in self.page.locator(f"{PANEL} [data-route='{route}'] li").all()]

    def clock(self, visit):
        return self.item(visit).locator(".fvr-edit-figures").inner_text().split("←")[0].strip()

    def press(self, action):
        self.page.click(f"[data-action={action}]")


@pytest.fixture
def editor(web, odoo, routes):
    yield Editor(web, odoo, routes)
    web.page.once("dialog", lambda dialog: dialog.accept())


def test_a_stop_is_dragged_to_another_position_and_saved(editor, odoo, routes):
    route, order = routes[0]
    first, last = order[0], order[-1]
    before = editor.clock(first)
    editor.drag(first, editor.place(last))
    editor.wait(1)
    wanted = order[1:] + [first]
    assert editor.order(route) == wanted
    assert editor.clock(first) != before
    assert _orders(odoo, routes)[0] == order  # a draft so far
    editor.press("edit-save")
    editor.wait(0)
    assert _orders(odoo, routes)[0] == wanted
    start = odoo.read(VISIT, [("id", "=", first)], ["clock_text"])[0]["clock_text"]
    assert editor.clock(first) == start


def test_to_another_route_out_of_it_undone_and_discarded(editor, odoo, routes):
    (one, order), (two, other) = routes
    editor.drag(order[1], editor.place(other[0]))
    editor.wait(1)
    assert editor.order(two) == [order[1], *other]
    assert order[1] not in editor.order(one)
    editor.drag_out(order[2])
    editor.wait(2)
    expect(editor.page.locator(".fvr-edit-outlist li")).to_have_count(1)
    editor.press("edit-undo")
    assert order[2] in editor.order(one)
    editor.press("edit-discard")
    editor.wait(0)
    assert (editor.order(one), editor.order(two)) == (order, other)
    assert _orders(odoo, routes) == [order, other]


def test_to_another_rep_for_good(editor, odoo, routes):
    (one, order), (two, other) = routes
    rep = odoo.read(ROUTE, [("id", "=", two)], ["rep_id"])[0]["rep_id"]
    editor.drag(order[0], editor.place(other[1]))
    editor.wait(1)
    editor.press("edit-save")
    editor.wait(0)
    assert _orders(odoo, routes) == [order[1:], [other[0], order[0], *other[1:]]]
    visit = odoo.read(VISIT, [("id", "=", order[0])], ["rep_id", "route_id", "state"])[0]
    assert (visit["rep_id"], visit["route_id"][0], visit["state"]) == (rep, two, "planned")


@pytest.fixture
def closing_early(odoo, routes):
    """The first customer of the first route closes soon after the present visit."""
    route, order = routes[0]
    visit = odoo.read(VISIT, [("id", "=", order[0])], ["clock_text", "date"])[0]
    start, end = (int(text[:2]) * 3600 + int(text[3:]) * 60 for text in visit["clock_text"].split("–"))
    partner = odoo.read(VISIT, [("id", "=", order[0])], ["partner_id"])[0]["partner_id"][0]
    weekday = str(datetime.strptime(visit["date"], "%Y-%m-%d").weekday())
    kept = odoo.read("field.visit.hours", [("partner_id", "=", partner)], ["weekday", "start_s", "end_s"])
    odoo.call("field.visit.hours", "unlink", [row["id"] for row in kept])
    made = odoo.create("field.visit.hours", [
        {"partner_id": partner, "weekday": weekday, "start_s": start - 1800, "end_s": end + 600}])
    yield order[0]
    odoo.call("field.visit.hours", "unlink", made)
    odoo.create("field.visit.hours", [
        {"partner_id": partner, **{name: row[name] for name in ("weekday", "start_s", "end_s")}} for row in kept])


def test_a_window_that_the_move_misses_is_named(closing_early, editor, routes):
    route, order = routes[0]
    editor.drag(closing_early, editor.place(order[-1]))
    editor.wait(1)
    expect(editor.item(closing_early)).to_contain_text("after its visiting hours")
    expect(editor.page.locator(".fvr-edit-status")).to_contain_text("Broken rules")
    editor.press("edit-undo")
    editor.wait(0)
    assert "after its visiting hours" not in editor.item(closing_early).inner_text()


def test_a_route_that_somebody_else_changed_is_not_overwritten(editor, odoo, routes):
    (one, order), (two, other) = routes
    changed = [order[1], order[0], *order[2:]]
    odoo.call(ROUTE, "set_order", [one], changed)
    editor.drag(order[2], editor.place(other[0]))
    editor.wait(1)
    expect(editor.page.locator(".fvr-edit-status")).to_contain_text("changed by somebody else")
    expect(editor.page.locator("[data-action=edit-save]")).to_be_disabled()
    editor.press("edit-discard")
    editor.wait(0)
    assert _orders(odoo, routes) == [changed, other]
    expect(editor.page.locator(f"{PANEL} [data-route='{one}'] li").first).to_have_attribute("data-visit", str(changed[0]))
    assert editor.order(one) == changed


def test_with_the_keyboard_alone(editor, odoo, routes):
    route, order = routes[0]
    editor.page.locator(f"[data-key=down-{order[0]}]").focus()
    editor.page.keyboard.press("Enter")
    editor.wait(1)
    editor.page.keyboard.press("Enter")
    editor.wait(2)
    assert editor.order(route)[:3] == [order[1], order[2], order[0]]
    editor.page.locator("[data-action=edit-save]").press("Enter")
    editor.wait(0)
    assert _orders(odoo, routes)[0][:3] == [order[1], order[2], order[0]]


def test_a_rep_moves_the_own_stops_only(open_web, odoo):
    web = open_web("sanna")
    web.open("action_visits", view_type="field_visit_map")
    web.map()
    web.page.click("[data-action=edit-routes]")
    expect(web.page.locator(f"{PANEL}[data-busy=false]")).to_be_visible()
    names = web.page.locator(".fvr-edit-route summary .fvr-edit-name").all_inner_texts()
    assert names
    assert all("Sanna Nieminen" in name for name in names)


def test_a_routes_form_leads_to_its_map(web, odoo, routes):
    route, order = routes[0]
    web.open_record("action_routes", ROUTE, route)
    web.click("Show on the map")
    area = web.map()
    assert area.get_attribute("data-routes") == "1"
    web.page.click("[data-action=edit-routes]")
    expect(web.page.locator(f"{PANEL} li")).to_have_count(len(order))


def test_a_draft_outlives_the_way_to_the_list_and_back(editor, odoo, routes):
    route, order = routes[0]
    editor.drag(order[0], editor.place(order[-1]))
    editor.wait(1)
    editor.page.locator(".o_switch_view.o_list").click()
    editor.page.locator(".o_list_view .o_data_row").first.wait_for()
    editor.page.locator(".o_switch_view.o_field_visit_map").click()
    editor.wait(1)
    assert _orders(odoo, routes)[0] == order
    editor.press("edit-save")
    editor.wait(0)
    assert _orders(odoo, routes)[0] == order[1:] + order[:1]
