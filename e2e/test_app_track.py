"""A rep goes on duty on the phone; what is recorded is what the manager sees, and off duty nothing is."""
from playwright.sync_api import expect

START = (60.1699, 24.9384)
STEP_DEG = 0.001


def rep_of(odoo, login):
    return odoo.search("field.visit.rep", [("user_id.login", "=", login)])[0]


def positions(odoo, rep):
    return odoo.read("field.visit.position", [("rep_id", "=", rep)], ["latitude", "at"], order="at")


def on_duty(phone):
    """Open the switch and go on duty, agreeing to it where nobody has yet."""
    phone.open_app("sharing")
    off = phone.page.get_by_role("button", name="Go off duty")
    start = phone.page.get_by_role("button", name="Go on duty")
    expect(off.or_(start)).to_be_visible()
    if off.is_visible():
        off.click()
    start.click()
    agree = phone.page.get_by_role("button", name="I agree")
    expect(agree.or_(off)).to_be_visible()
    if agree.is_visible():
        agree.click()
    expect(phone.page.locator(".fva-sharing")).to_be_visible()
    phone.wait_for_sent()


def walk(phone, steps):
    latitude = START[0] + steps * STEP_DEG
    phone.page.context.set_geolocation({"latitude": latitude, "longitude": START[1], "accuracy": 10})


def send_positions(phone):
    """The page going to sleep is the moment at which the tracker sends without waiting for its half minute."""
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def wait_for_positions(phone, odoo, rep, count):
    for _attempt in range(60):
        if len(positions(odoo, rep)) >= count:
            return positions(odoo, rep)
        send_positions(phone)
        phone.page.wait_for_timeout(500)
    raise AssertionError("positions stored: %r" % positions(odoo, rep))


def test_a_rep_on_duty_is_seen_and_sees_the_same(open_phone, odoo):
    rep = rep_of(odoo, "mikko")
    before = len(positions(odoo, rep))
    phone = open_phone("mikko", position=START)
    on_duty(phone)
    wait_for_positions(phone, odoo, rep, before + 1)
    phone.page.wait_for_timeout(10_500)  # slower than a train
    walk(phone, 1)
    stored = wait_for_positions(phone, odoo, rep, before + 2)
    assert abs(stored[-1]["latitude"] - START[0] - STEP_DEG) < 1e-5
    phone.open_app("today")
    expect(phone.page.locator(".fva-sharing")).to_be_visible()
    phone.open_app("sharing")
    phone.page.reload()
    expect(phone.page.locator(".fva-pieces li").first).to_be_visible()
    odoo.call("field.visit.rep", "get_track", [rep], {})
    phone.page.reload()
    expect(phone.page.locator("[data-screen=sharing]")).to_contain_text("trail of a day")
    phone.page.get_by_role("button", name="Go off duty").click()
    phone.wait_for_sent()
    expect(phone.page.locator(".fva-sharing")).to_have_count(0)
    count = len(positions(odoo, rep))
    walk(phone, 3)
    send_positions(phone)
    phone.page.wait_for_timeout(1500)
    assert len(positions(odoo, rep)) == count


def test_positions_of_an_offline_hour_arrive_later(open_phone, odoo):
    rep = rep_of(odoo, "sanna")
    phone = open_phone("sanna", position=START)
    on_duty(phone)
    wait_for_positions(phone, odoo, rep, 1)
    before = len(positions(odoo, rep))
    phone.page.context.set_offline(True)
    phone.page.wait_for_timeout(10_500)
    walk(phone, 1)
    expect(phone.page.locator(".fva-sharing")).to_be_visible()
    phone.page.wait_for_timeout(1500)
    assert len(positions(odoo, rep)) == before
    phone.page.context.set_offline(False)
    wait_for_positions(phone, odoo, rep, before + 1)
