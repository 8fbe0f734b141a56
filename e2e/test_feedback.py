"""A customer rates a visit on the own phone, without a login, and the rep sees it."""
import re

import pytest
from playwright.sync_api import expect

CUSTOMER = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def rated(odoo):
    """Visits whose feedback goes after the test."""
    visits = []
    yield visits
    for model in ("field.visit.complaint", "field.visit.feedback"):
        odoo.call(model, "unlink", odoo.search(model, [("visit_id", "in", visits)]))


@pytest.fixture
def visit(odoo, rated):
    """A visit that has begun in these days and is not rated yet."""
    found = odoo.search("field.visit", [("state", "=", "done"), ("rating_value", "=", 0), ("actual_end", "!=", False)],
                        order="actual_end desc, id desc", limit=1)
    assert found, "the demo has no visit that could be rated"
    rated.append(found[0])
    return found[0]


@pytest.fixture
def customer(browser):
    """A phone of somebody who has no user here."""
    context = browser.new_context(**CUSTOMER)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


def link(odoo, server, visit):
    """The link behind the QR code, at the address under which the tests reach the server."""
    path = re.search(r"/field_visit_routing/feedback/.*", odoo.call("field.visit", "get_feedback_link", [visit])).group(0)
    return server["url"] + path


def test_a_customer_without_a_login_rates_a_visit(odoo, server, customer, visit):
    customer.goto(link(odoo, server, visit))
    faces = customer.locator(".face")
    expect(faces).to_have_count(5)
    assert all(box["height"] >= 48 for box in (face.bounding_box() for face in faces.all()))
    customer.tap(".f2")
    expect(customer.locator("main")).to_have_attribute("data-step", "add")
    customer.fill("textarea", "Late <img src=x onerror=alert(1)>")
    customer.check("input[name=call_back]")
    customer.fill("input[name=call_number]", "040 555 0100")
    customer.tap(".send")
    expect(customer.locator("main")).to_have_attribute("data-step", "thanks")
    row = odoo.read("field.visit.feedback", [("visit_id", "=", visit)], ["rating", "comment", "call_back", "channel", "state"])[0]
    assert (row["rating"], row["call_back"], row["channel"], row["state"]) == (2, True, "counter", "answered")
    complaint = odoo.read("field.visit.complaint", [("visit_id", "=", visit)], ["state", "responsible_id", "description"])[0]
    assert complaint["state"] == "new" and complaint["responsible_id"] and "onerror" in complaint["description"]
    customer.reload()
    expect(customer.locator("main")).to_have_attribute("data-step", "thanks")


def test_it_works_without_scripts_and_on_a_narrow_screen(odoo, server, browser, visit):
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(link(odoo, server, visit))
    assert page.locator("main").bounding_box()["width"] <= 320
    page.click(".f5")
    assert page.locator("main").get_attribute("data-step") == "add"
    context.close()
    assert odoo.read("field.visit", [("id", "=", visit)], ["rating_value"])[0]["rating_value"] == 5


def test_a_forged_link_opens_nothing(server, customer):
    answer = customer.goto(server["url"] + "/field_visit_routing/feedback/m" + "a" * 43)
    assert answer.status == 404
    expect(customer.locator("main")).to_have_attribute("data-step", "closed")


def test_the_rep_shows_the_code_and_enters_what_was_heard(open_phone, odoo, busy_rep, rated):
    phone = open_phone(busy_rep)
    phone.open_app("today")
    begun = phone.page.locator("[data-visit][data-state=in_progress]")
    number = int(begun.first.get_attribute("data-visit"))
    rated.append(number)
    phone.open_app(f"feedback/{number}")
    expect(phone.page.locator("svg.fva-code")).to_be_visible()
    phone.page.context.set_offline(True)
    phone.page.tap("[data-rating='5']")
    phone.page.fill("textarea", "Will order again")
    phone.click("Keep feedback")
    expect(phone.page.locator("svg.fva-code")).to_have_count(0)
    phone.page.context.set_offline(False)
    phone.wait_for_sent()
    row = odoo.read("field.visit.feedback", [("visit_id", "=", number), ("state", "=", "answered")], ["rating", "comment"])[0]
    assert (row["rating"], row["comment"]) == (5, "Will order again")
