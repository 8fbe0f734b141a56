"""Territories: the tree with its figures, the customers of an area on the map, and what becomes of its members."""
import pytest
from playwright.sync_api import expect


@pytest.fixture
def kluuvi(odoo):
    return odoo.read("field.visit.territory", [("code", "=", "091-02")], ["name", "partner_count", "lead_count"])[0]


@pytest.fixture
def quarter(odoo):
    """An area with one customer, chosen by hand, which is gone afterwards."""
    company = odoo.ref("base.main_company")
    area = odoo.create("field.visit.territory", [{"name": "Test quarter", "company_id": company}])[0]
    member = odoo.create("res.partner", [{"name": "Test quarter's café", "company_id": company, "territory_id": area}])[0]
    yield {"area": area, "member": member}
    odoo.call("res.partner", "unlink", [member])
    odoo.call("field.visit.territory", "unlink", odoo.search("field.visit.territory", [("id", "=", area)]))


def test_the_demo_has_a_tree_of_real_districts(odoo, kluuvi):
    areas = odoo.read("field.visit.territory", [("code", "!=", False)], ["complete_name", "owner_name"])
    owners = {row["complete_name"]: row["owner_name"] for row in areas}
    assert owners["Helsinki / Eteläinen suurpiiri / Kamppi / Kamppi, station side"] == "Anna Virtanen"
    assert owners["Helsinki / Eteläinen suurpiiri / Kamppi"] == "Team Helsinki (of Helsinki)"
    assert kluuvi["partner_count"] >= 50
    customers = odoo.read("res.partner", [("territory_id", "=", kluuvi["id"]), ("visit_hours_ids", "!=", False)],
                          ["user_id", "zip"])
    assert {row["zip"] for row in customers} == {"00100", "00101"}
    assert {row["user_id"][1] for row in customers} == {"Sanna Nieminen"}


def test_the_list_shows_the_tree_with_figures(web, kluuvi):
    web.open("action_territories", view_type="list")
    row = web.page.locator(".o_data_row", has_text="Kluuvi")
    expect(row).to_contain_text("Sanna Nieminen")
    expect(row).to_contain_text(str(kluuvi["partner_count"]))
    web.page.locator(".o_search_panel .o_search_panel_category_value", has_text="Helsinki").first.click()
    expect(web.page.locator(".o_data_row", has_text="Leppäsuo")).to_have_count(0)
    expect(row).to_have_count(1)


def test_the_customers_of_an_area_are_shown_on_the_map(web, odoo, kluuvi):
    web.open_record("action_territories", "field.visit.territory", kluuvi["id"])
    web.page.locator("button[name=action_open_map]").click()
    expect(web.map()).to_have_attribute("data-count", str(kluuvi["partner_count"]))


def test_deleting_asks_what_becomes_of_the_members(web, odoo, quarter):
    web.open_record("action_territories", "field.visit.territory", quarter["area"])
    web.click("Action")
    web.page.locator(".dropdown-item:visible, .dropdown-menu a:visible", has_text="Delete Territories").first.click()
    dialog = web.page.locator(".modal:visible")
    expect(dialog.locator("[name=partner_count]")).to_have_text("1")
    web.page.locator(".modal:visible label", has_text="Leave them without a territory").click()
    web.page.locator(".modal-footer button:visible", has_text="Delete").click()
    expect(web.page.locator(".o_list_view")).to_be_visible()
    assert not odoo.search("field.visit.territory", [("id", "=", quarter["area"])])
    member = odoo.read("res.partner", [("id", "=", quarter["member"])], ["territory_id", "territory_manual"])[0]
    assert (member["territory_id"], member["territory_manual"]) == (False, True)
