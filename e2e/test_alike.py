"""Look-alikes from a customer's form: a list with reasons, and the same on the map."""
from playwright.sync_api import expect


def test_customers_like_this_one_as_list_and_on_the_map(web, odoo):
    customer = odoo.search("res.partner", [("visit_grade", "=", "A"), ("company_id.name", "=", "Pohjola Coffee Oy"),
                                           ("category_id", "!=", False)], limit=1)[0]
    web.open_record("action_customers", "res.partner", customer)
    web.tab("Visits")
    expect(web.page.locator(".o_field_visit_score_number:visible")).to_be_visible()
    web.click("Customers like this one")
    rows = web.page.locator(".o_data_row")
    expect(rows.first).to_contain_text("Tags:")  # until then the rows of the form are there
    assert rows.count() > 10
    web.page.locator(".o_cp_switch_buttons button:not(.active), .o_switch_view:not(.active)").first.click()
    web.map()
    expect(web.page.locator(".fvr-legend")).to_contain_text("Alike")
