"""Customers go to whom their territory belongs: a dry run from the map, accepted, and undone."""
import pytest
from playwright.sync_api import expect

RUN = "field.visit.assignment"
COMPANY = [("is_company", "=", True), ("type", "=", "contact"), ("is_competitor", "=", False)]


@pytest.fixture
def strays(odoo):
    """Three customers of Sanna's district whom nobody has; their salespeople come back after the test."""
    sanna = odoo.search("res.users", [("login", "=", "sanna")])[0]
    found = odoo.read("res.partner", COMPANY + [("territory_id.name", "=", "Kluuvi"), ("user_id", "=", sanna)],
                      ["name", "user_id"])[:3]
    ids = [row["id"] for row in found]
    odoo.write("res.partner", ids, {"user_id": False})
    yield ids, sanna
    odoo.write("res.partner", ids, {"user_id": sanna})
    for run in odoo.search(RUN, [("state", "=", "proposed"), ("cause", "=", "chosen")]):
        odoo.call(RUN, "dismiss", [run])


def owners(odoo, ids):
    return {row["user_id"] and row["user_id"][0] for row in odoo.read("res.partner", [("id", "in", ids)], ["user_id"])}


def test_a_dry_run_from_the_map_accepted_and_undone(open_web, odoo, strays):
    ids, sanna = strays
    web = open_web("jussi")
    page = web.page
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    page.click("[data-action=draw]")
    page.click("button[data-action=view]")
    page.click(".fvr-selection [data-action=assign_territory]")
    dialog = page.locator(".modal")
    expect(dialog).to_contain_text("nobody → Sanna Nieminen · customers: 3")
    assert owners(odoo, ids) == {False}, "a dry run gives nobody anything"
    dialog.locator("button[name=action_accept]").click()
    expect(dialog).to_have_count(0)
    assert owners(odoo, ids) == {sanna}
    run = odoo.search(RUN, [("cause", "=", "chosen"), ("state", "=", "applied"), ("line_ids.partner_id", "in", ids)])[-1]
    web.open_record("action_assignments", RUN, run)
    page.locator("button[name=action_undo]").click()
    page.locator(".modal .btn-primary").click()
    expect(page.locator("button[name=action_undo]:visible")).to_have_count(0)
    assert owners(odoo, ids) == {False}


def test_reps_are_not_offered_to_assign_by_territory(open_web):
    web = open_web("anna")
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    web.page.click("[data-action=draw]")
    web.page.click("button[data-action=view]")
    expect(web.page.locator(".fvr-selection [data-action=tag]")).to_be_visible()
    expect(web.page.locator(".fvr-selection [data-action=assign_territory]")).to_have_count(0)
