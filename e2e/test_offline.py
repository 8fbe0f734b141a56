"""A day on the road without a network: everything is kept, sent once, and conflicts are shown with both versions."""
import base64
import re
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect
from pmtiles_file import world_of_land

TEXT = "%Y-%m-%d %H:%M:%S"


@pytest.fixture
def day(odoo, busy_rep):
    """Return ``day(count)``: ids of further visits on the busy rep's route of today, which are taken away again."""
    route, = odoo.read("field.visit.route", [("state", "=", "in_progress"), ("user_id.login", "=", busy_rep)],
                       ["rep_id", "company_id", "date"])[:1]
    made = []

    def visits(count=1):
        known = {row["partner_id"][0] for row in odoo.read("field.visit", [("route_id", "=", route["id"])],
                                                           ["partner_id"]) if row["partner_id"]}
        customers = odoo.search("res.partner", [("company_id", "=", route["company_id"][0]), ("is_company", "=", True),
                                                ("geo_state", "in", ("located", "manual")),
                                                ("id", "not in", list(known))], limit=count)
        made.extend(odoo.create("field.visit", [{
            "partner_id": customer, "rep_id": route["rep_id"][0], "company_id": route["company_id"][0],
            "route_id": route["id"], "state": "planned", "service_s": 1800, "sequence": 90 + number,
            "planned_start": f"{route['date']} {16 + number}:00:00"} for number, customer in enumerate(customers)]))
        return made[-count:]

    yield visits
    odoo.call("field.visit", "unlink", [visit["id"] for visit in odoo.read("field.visit", [("id", "in", made)], ["id"])])


def states(odoo, visits):
    rows = {row["id"]: row["state"] for row in odoo.read("field.visit", [("id", "in", visits)], ["state"])}
    return [rows[visit] for visit in visits]


def events(odoo, visits):
    """What the server did, in its order."""
    rows = odoo.read("field.visit.event", [("visit_id", "in", visits)], ["kind", "state", "visit_id"])
    return [(row["kind"], row["state"]) for row in sorted(rows, key=lambda row: row["id"])]


def send(phone, kind, visit, **data):
    """Do one thing in the app, as its buttons do."""
    phone.page.wait_for_function("window.fieldVisitApp && window.fieldVisitApp.loaded")
    phone.page.evaluate("([kind, data]) => window.fieldVisitApp.send(kind, data)",
                        [kind, dict(data, visit_id=visit)])


def waiting(phone, count):
    expect(phone.page.locator(f".fva[data-waiting='{count}']")).to_be_visible()


def go_offline(phone):
    phone.wait_for_worker()
    phone.wait_for_documents()
    phone.page.context.set_offline(True)


def reopen(phone, screen="unsent"):
    """The app was killed and is opened again."""
    phone.page.goto("about:blank")
    phone.open_app(screen)


def test_a_whole_day_without_a_network(open_phone, busy_rep, odoo, server, day):
    visits = day(2)
    phone = open_phone(busy_rep)
    phone.open_app("today")
    expect(phone.page.locator(f"[data-visit='{visits[0]}']")).to_be_visible()
    go_offline(phone)
    count = 0
    for visit in visits:
        for kind in ("start_travel", "check_in", "check_out"):
            send(phone, kind, visit)
            count += 1
            reopen(phone)
            waiting(phone, count)
    phone.open_app("today")
    expect(phone.page.locator(f"[data-visit='{visits[1]}'][data-state=done]")).to_be_visible()
    assert states(odoo, visits) == ["planned", "planned"]

    # the session is over when the network is back: everything stays and the app asks to log in
    phone.page.context.clear_cookies()
    phone.page.context.set_offline(False)
    expect(phone.page.locator(".fva[data-link='signed out']")).to_be_visible()
    waiting(phone, count)
    reopen(phone)
    waiting(phone, count)
    phone.sign_in(busy_rep, server["password"])
    reopen(phone)
    phone.wait_for_sent()
    assert states(odoo, visits) == ["done", "done"]
    steps = [("start_travel", "done"), ("check_in", "done"), ("check_out", "done")]
    assert events(odoo, visits) == steps + steps


def test_the_answer_is_lost_and_it_is_done_once(open_phone, busy_rep, odoo, day):
    visit, = day(1)
    phone = open_phone(busy_rep, service_workers="block")
    phone.open_app("today")
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())  # the server does it, the phone does not hear of it
            route.abort()
        else:
            route.continue_()

    phone.page.route("**/app/sync", lose)
    send(phone, "check_in", visit)
    expect(phone.page.locator(".fva[data-link='offline']")).to_be_visible()
    assert states(odoo, [visit]) == ["in_progress"]
    reopen(phone)
    phone.wait_for_sent()
    assert events(odoo, [visit]) == [("check_in", "done")]


def test_a_visit_cancelled_meanwhile_is_shown_with_both_versions(open_phone, busy_rep, odoo, day):
    visit, = day(1)
    phone = open_phone(busy_rep)
    phone.open_app("today")
    expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
    go_offline(phone)
    send(phone, "check_in", visit)
    send(phone, "check_out", visit)
    odoo.call("field.visit", "action_cancel", [visit])
    phone.page.context.set_offline(False)
    phone.open_app("unsent")
    conflict = phone.page.locator(".fva-conflict")
    expect(conflict.locator("[data-side=phone] li")).to_have_count(2)
    expect(conflict.locator("[data-side=server]")).to_contain_text("Cancelled")
    phone.page.get_by_role("button", name="Do it anyway").click()
    expect(conflict).to_have_count(0)
    phone.wait_for_sent()
    assert states(odoo, [visit]) == ["done"]


def test_two_phones_of_one_rep(open_phone, busy_rep, odoo, day):
    visit, = day(1)
    phones = [open_phone(busy_rep) for _number in range(2)]
    for phone in phones:
        phone.open_app("today")
        expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
        go_offline(phone)
        send(phone, "check_in", visit)
    for phone in phones:
        phone.page.context.set_offline(False)
        phone.open_app("unsent")
        phone.wait_for_sent()
    expect(phones[0].page.locator(".fva-conflict")).to_have_count(0)
    expect(phones[1].page.locator(".fva-conflict [data-side=server]")).to_contain_text("In progress")
    phones[1].page.get_by_role("button", name="Understood").click()
    expect(phones[1].page.locator(".fva-conflict")).to_have_count(0)
    phones[1].wait_for_sent()
    assert events(odoo, [visit]) == [("check_in", "done"), ("check_in", "conflict")]


def test_what_waits_is_sent_by_nobody_else(open_phone, busy_rep, odoo, server, day):
    visit, = day(1)
    other = next(login for login in ("anna", "mikko", "sanna") if login != busy_rep)
    phone = open_phone(busy_rep)
    phone.open_app("today")
    expect(phone.page.locator(f"[data-visit='{visit}']")).to_be_visible()
    go_offline(phone)
    send(phone, "check_in", visit)
    phone.page.context.clear_cookies()
    phone.page.context.set_offline(False)
    phone.sign_in(other, server["password"])
    reopen(phone)
    expect(phone.page.locator(".fva[data-link='other user']")).to_be_visible()
    phone.page.get_by_role("button", name="Go on as the one logged in").click()
    phone.wait_for_sent()
    expect(phone.page.locator(f"[data-visit='{visit}']")).to_have_count(0)
    assert states(odoo, [visit]) == ["planned"]
    phone.wait_for_documents()
    phone.sign_in(busy_rep, server["password"])
    reopen(phone)
    # the app finds its owner again and sends what had waited for him
    expect(phone.page.locator("[data-kind=check_in]").first).to_be_visible()
    phone.wait_for_sent()
    assert states(odoo, [visit]) == ["in_progress"]


def test_a_clock_that_is_three_hours_ahead(open_phone, busy_rep, odoo, day):
    visit, = day(1)
    phone = open_phone(busy_rep)
    phone.page.clock.install(time=datetime.now() + timedelta(hours=3))
    phone.open_app("today")
    expect(phone.page.locator(".fva-status")).to_contain_text(re.compile(r"clock is 1(79|80) min ahead"))
    send(phone, "check_in", visit)
    phone.wait_for_sent()
    row, = odoo.read("field.visit", [("id", "=", visit)], ["actual_start"])
    late = datetime.now(timezone.utc).replace(tzinfo=None) - datetime.strptime(row["actual_start"], TEXT)
    assert abs(late.total_seconds()) < 120


def test_the_map_of_the_day_is_taken_along(open_phone, busy_rep, odoo):
    file = base64.b64encode(world_of_land()).decode()
    basemap, = odoo.create("field.visit.basemap", [{"name": "Region", "kind": "pmtiles", "is_offered": True,
                                                    "pmtiles_file": file}])
    try:
        phone = open_phone(busy_rep)
        phone.open_app("today")
        phone.page.wait_for_function("window.fieldVisitApp && window.fieldVisitApp.loaded")
        phone.page.evaluate("""async () => {
            const cache = await caches.open("field-visit-keep-map");
            const parts = async () => (await cache.keys()).filter((key) => key.url.includes("/pmtiles/"));
            while ((await parts()).length < 2) await new Promise((resolve) => setTimeout(resolve, 200));
        }""")
        phone.page.context.set_offline(True)
        part = phone.page.evaluate("""async () => {
            const map = fieldVisitApp.loaded.map.baseMaps.find((one) => one.name === "Region");
            const answer = await fetch(map.url, { headers: { range: "bytes=0-16383" } });
            return [answer.status, (await answer.text()).slice(0, 7)];
        }""")
        assert part == [206, "PMTiles"]
    finally:
        odoo.call("field.visit.basemap", "unlink", [basemap])
