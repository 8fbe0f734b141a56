"""The rest of the day planned anew from the phone: asked for without a network, proposed, accepted."""
from playwright.sync_api import expect


def test_a_customer_cancels_while_there_is_no_network(open_phone, busy_rep, odoo, new_stops):
    new_stops(2)
    phone = open_phone(busy_rep)
    page = phone.page
    phone.open_app("replan/new")
    phone.wait_for_sent()
    open_before = _planned(odoo, busy_rep)
    phone.wait_for_worker()
    page.context.set_offline(True)
    page.get_by_role("button", name="A customer cancels").click()
    page.locator(".fva-card").nth(1).locator("button").last.click()
    page.get_by_role("button", name="Find a new rest of the day").click()
    expect(page.locator(".fva-empty")).to_contain_text("No network")
    page.context.set_offline(False)
    expect(page.locator(".fva-replan-said")).to_be_visible()
    assert len(_planned(odoo, busy_rep)) == len(open_before) - 1
    page.get_by_role("button", name="Accept").click()
    phone.wait_for_sent()
    phone.open_app("replan")
    expect(page.locator(".fva-replan-said")).to_contain_text("planned anew")


def _planned(odoo, login):
    return odoo.search("field.visit", [
        ("user_id.login", "=", login), ("state", "=", "planned"), ("route_id.state", "=", "in_progress")])
