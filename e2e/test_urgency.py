"""Visit states on the map, the prize before a plan is run, the agenda of a visit."""
from playwright.sync_api import expect


def test_the_map_is_coloured_by_the_visit_state(web, odoo):
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    with web.page.expect_response(lambda answer: "get_map_data" in answer.request.post_data):
        web.page.locator("[data-look=color]").select_option("visit_due_state")
    expect(web.page.locator(".fvr-legend h4").first).to_contain_text("Visit State")
    told = {row["visit_due_state"] for row in odoo.read("res.partner", [("is_company", "=", True)], ["visit_due_state"])}
    labels = {"overdue": "Overdue", "due": "To visit", "in_visit": "In visit", "visited": "Visited"}
    shown = web.page.locator(".fvr-legend").inner_text()
    assert [label for state, label in labels.items() if state in told and label in shown]


def test_the_list_is_grouped_by_the_visit_state(web):
    web.open("action_customers", view_type="list")
    expect(web.page.locator("th[data-name=visit_due_state]")).to_be_visible()
    expect(web.page.locator("td[name=visit_due_state], td.o_data_cell .badge").first).to_be_visible()


def test_the_planning_dialog_shows_the_highest_prizes_first(web):
    web.open("action_this_week")
    web.page.locator(".o_main_navbar a:visible, .o_main_navbar button:visible", has_text="Plan a week").first.click()
    table = web.page.locator(".o_field_visit_candidates table")
    expect(table).to_be_visible()
    prizes = [int(text) for text in table.locator("tbody tr td:nth-child(4)").all_inner_texts()]
    assert prizes
    assert prizes == sorted(prizes, reverse=True)


def test_a_point_of_the_agenda_is_added_on_the_visit(web, odoo):
    visit = odoo.search("field.visit", [("state", "=", "planned"), ("is_waypoint", "=", False)], limit=1)[0]
    line = odoo.create("field.visit.agenda", [{"visit_id": visit, "text": "Bring <b>samples</b>"}])[0]
    try:
        web.open_record("action_visits", "field.visit", visit)
        expect(web.page.locator("[name=agenda_ids]")).to_contain_text("Bring <b>samples</b>")
    finally:
        odoo.call("field.visit.agenda", "unlink", [line])
