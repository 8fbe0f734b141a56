"""The app is updated on the server while a phone has no network and something to send."""
import pytest
from by_hand import Hand
from playwright.sync_api import expect
from versions import SECOND, versions

KINDS = ["start_travel", "check_in", "add_photo", "save_report", "check_out"]
BEGUN, WHOLE = "The owner is on", "The owner is on holiday, back on Monday."


@pytest.fixture
def served(server):
    """A server that has a second version of the app as soon as it is told to."""
    with versions(server["url"]) as running:
        yield running


@pytest.fixture
def at_customer(open_phone, busy_rep, new_stops, served):
    """A rep without a network, at the customer's by the first version, with a photo taken and a note half written."""
    visit, = new_stops(1)
    phone = open_phone(busy_rep, position=(visit["visit_latitude"], visit["visit_longitude"]), url=served.url)
    hand = Hand(phone)
    phone.open_app()
    expect(hand.page.locator(f".fva-stops li[data-visit='{visit['id']}']")).to_be_visible()
    phone.wait_for_worker()
    phone.wait_for_documents()
    hand.page.context.set_offline(True)
    hand.open_visit(visit["id"])
    hand.step(visit["id"], "Start travel", 1)
    hand.step(visit["id"], "Check in", 2)
    hand.open_report()
    hand.page.get_by_role("radio", name="Nothing needed for now").click()
    hand.take_photo((400, 300))
    hand.page.locator("textarea[name=note]").press_sequentially(BEGUN)
    hand.waits(3)
    return hand, visit["id"]


def find_second(hand, served, server):
    """The phone has a network for a while, its session is over: nothing is sent, the newer files come."""
    served.bring_second()
    hand.end_session(server["url"])
    hand.page.context.set_offline(False)
    # taken out of the pocket
    hand.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(hand.page.locator(".fva-update")).to_contain_text("A new version is ready.")
    expect(hand.page.locator(".fva[data-link='signed out']")).to_be_visible()
    hand.page.context.set_offline(True)


def is_second(hand):
    """Which version runs: by its code, and by what the app says of itself."""
    return hand.page.evaluate("Boolean(globalThis.isSecondVersion)")


def same_form(hand, note):
    expect(hand.page.locator("textarea[name=note]")).to_have_value(note)
    expect(hand.page.get_by_role("radio", name="Nothing needed for now")).to_have_attribute("aria-checked", "true")
    expect(hand.page.locator(".fva-picture[data-kind=photo] img")).to_be_visible()
    hand.waits(3)


def finish(hand, visit, served, login, password):
    """Save, check out, come back to the network, log in; all that waited arrives once, by the second version."""
    hand.save_report(visit, 4)
    hand.step(visit, "Check out", 5)
    hand.page.locator(".fva-tabs a").filter(has_text="More").click()
    hand.page.get_by_role("link", name="About this app").click()
    expect(hand.page.locator("code")).to_have_text(SECOND)
    hand.page.context.set_offline(False)
    hand.log_in_again(login, password)
    hand.phone.wait_for_sent()
    assert is_second(hand)


def check(odoo, visit):
    rows = odoo.read("field.visit.event", [("visit_id", "=", visit)], ["kind", "state"], order="id")
    assert [(row["kind"], row["state"]) for row in rows] == [(kind, "done") for kind in KINDS]
    row, = odoo.read("field.visit", [("id", "=", visit)], ["state", "note", "outcome", "photo_count"])
    assert (row["state"], row["note"], row["outcome"], row["photo_count"]) == ("done", WHOLE, "Nothing needed for now", 1)


def test_a_new_version_waits_until_the_rep_wants_it(at_customer, served, odoo, busy_rep, server):
    hand, visit = at_customer
    hand.page.evaluate("globalThis.isSamePage = true")
    find_second(hand, served, server)
    # in the midst of the form nothing changes under the rep's hands
    hand.page.locator("textarea[name=note]").press_sequentially(WHOLE[len(BEGUN):])
    same_form(hand, WHOLE)
    assert hand.page.evaluate("globalThis.isSamePage") and not is_second(hand)
    # not even when the page is loaded again
    hand.pause(visit, WHOLE)
    hand.reload(3)
    same_form(hand, WHOLE)
    assert not is_second(hand)

    with hand.page.expect_navigation():
        hand.page.get_by_role("button", name="Use it now").click()
    same_form(hand, WHOLE)
    assert is_second(hand)
    expect(hand.page.locator(".fva-update")).to_have_count(0)
    finish(hand, visit, served, busy_rep, server["password"])
    check(odoo, visit)


def test_a_new_version_is_there_when_the_app_is_opened_again(at_customer, served, odoo, busy_rep, server):
    hand, visit = at_customer
    find_second(hand, served, server)
    hand.page.goto("about:blank")
    hand.phone.open_app(f"report/{visit}")
    same_form(hand, BEGUN)
    assert is_second(hand)
    hand.page.locator("textarea[name=note]").fill(WHOLE)
    finish(hand, visit, served, busy_rep, server["password"])
    check(odoo, visit)
