"""The phone app opens with the rep's day, and opens again without a network."""
from playwright.sync_api import expect


def test_the_day_is_there_without_a_network(open_phone, busy_rep):
    phone = open_phone(busy_rep)
    phone.open_app("today")
    stops = phone.page.locator(".fva-stops li")
    expect(stops.first).to_be_visible()
    count = stops.count()
    phone.wait_for_worker()
    phone.page.context.set_offline(True)
    phone.page.reload()
    expect(stops).to_have_count(count)
