"""The phone app's frame: first start, tabs, day as list and map, week, summary, language, what has no network."""
import hashlib
import json
import re
import secrets
import time

import pytest
from playwright.sync_api import expect
from web import PATIENCE_MS, Phone

NARROW = {"width": 320, "height": 568}


@pytest.fixture
def road(odoo):
    """Login of a rep whose route of today is in progress."""
    routes = odoo.read("field.visit.route", [("state", "=", "in_progress")], ["rep_id"], order="date desc", limit=1)
    user = odoo.read("field.visit.rep", [("id", "=", routes[0]["rep_id"][0])], ["user_id"])[0]["user_id"][0]
    return odoo.read("res.users", [("id", "=", user)], ["login"])[0]["login"]


def no_sideways(page):
    """Nothing is wider than the screen."""
    return page.evaluate("[...document.querySelectorAll('body, .fva-main')].every(e => e.scrollWidth <= e.clientWidth)")


def test_first_start_leads_through_the_login_back_to_the_app(open_phone, server):
    phone = open_phone(signed_in=False)
    phone.open_app("week")
    phone.page.get_by_role("link", name="Log in").click()
    phone.page.fill("input[name=login]", "anna")
    phone.page.fill("input[name=password]", server["password"])
    phone.page.click("button[type=submit]")
    expect(phone.page).to_have_url(re.compile(r"/field_visit_routing/app#/week"))
    expect(phone.page.locator(".fva-days button")).to_have_count(14)


def test_first_start_in_the_language_of_the_browser(open_phone):
    phone = open_phone(signed_in=False, locale="zh-CN")
    phone.open_app()
    expect(phone.page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_day_as_a_map(open_phone, road):
    phone = open_phone(road)
    phone.open_app("today")
    expect(phone.page.locator(".fva-stops li").first).to_be_visible()
    count = phone.page.locator(".fva-stops li").count()
    phone.page.get_by_title("Map").click()
    phone.map()
    expect(phone.page.locator(".fva-stops")).to_have_count(0)
    phone.page.get_by_title("List").click()
    expect(phone.page.locator(".fva-stops li")).to_have_count(count)


def too_small(page):
    """What a thumb misses, but for the credits that every map has to show."""
    return page.evaluate("""[...document.querySelectorAll('.fva a, .fva button, .fva .fvr-menu label')]
        .filter(e => !e.closest('.leaflet-control-attribution'))
        .map(e => [e.textContent || e.title, e.getBoundingClientRect().height]).filter(([, h]) => h && h < 38)""")


@pytest.mark.parametrize("screen", ["today", "week", "customers", "near", "lead", "summary", "replan", "more", "sharing",
                                    "unsent", "documents", "language", "phone", "about"])
def test_screens_fit_into_320_pixels(open_phone, road, screen):
    phone = open_phone(road)
    phone.page.set_viewport_size(NARROW)
    phone.open_app(screen)
    expect(phone.page.locator(f".fva-main[data-screen={screen}] h1")).to_be_visible()
    assert no_sideways(phone.page)


def test_everything_touched_is_large_enough(open_phone, road):
    phone = open_phone(road)
    for screen in ("today", "week", "more"):
        phone.open_app(screen)
        expect(phone.page.locator(f".fva-main[data-screen={screen}] h1")).to_be_visible()
        assert too_small(phone.page) == []
    phone.open_app("today")
    phone.page.get_by_title("Map").click()
    phone.map()
    phone.page.get_by_title("Layers").click()
    panel, area = (phone.page.locator(name).bounding_box() for name in (".fvr-layers", ".fva-map"))
    assert abs(panel["y"] + panel["height"] - area["y"] - area["height"]) < 2, "a sheet at the map's lower edge"
    assert too_small(phone.page) == []
    phone.page.locator(".fvr-layers").get_by_text("Clusters").click(timeout=5000)


def test_tabs_keep_the_place_on_the_way_back(open_phone, road):
    phone = open_phone(road)
    phone.page.set_viewport_size(NARROW)
    phone.open_app("today")
    expect(phone.page.locator(".fva-stops li").first).to_be_visible()
    phone.page.locator(".fva-main").evaluate("element => element.scrollTo(0, 150)")
    phone.page.locator(".fva-tabs a").filter(has_text="Week").click()
    expect(phone.page.locator(".fva-days")).to_be_visible()
    phone.page.go_back()
    expect(phone.page.locator(".fva-stops")).to_be_visible()
    assert phone.page.locator(".fva-main").evaluate("element => element.scrollTop") == 150


def test_a_language_chosen_on_the_phone_is_that_of_the_user(open_phone, odoo):
    user = odoo.search("res.users", [("login", "=", "mikko")])
    phone = open_phone("mikko")
    try:
        phone.open_app("language")
        phone.page.get_by_role("button", name=re.compile("简体中文")).click()
        phone.wait_for_sent()
        expect(phone.page.locator("html")).to_have_attribute("lang", "zh-CN")
        assert odoo.read("res.users", [("id", "in", user)], ["lang"])[0]["lang"] == "zh_CN"
    finally:
        odoo.write("res.users", user, {"lang": "en_US"})


def test_who_is_no_rep_is_told_so(open_phone):
    phone = open_phone("laura")
    phone.open_app("today")
    expect(phone.page.get_by_text("not set up as a field rep")).to_be_visible()


def test_without_a_network_at_the_first_start(open_phone):
    phone = open_phone("anna", service_workers="block")
    phone.page.route("**/app/load", lambda route: route.abort("internetdisconnected"))
    phone.open_app()
    expect(phone.page.get_by_text("nothing is on this phone yet")).to_be_visible()
    phone.page.unroute("**/app/load")
    phone.page.get_by_role("button", name="Try again").click()
    expect(phone.page.locator(".fva-tabs")).to_be_visible()


def test_without_https_the_app_works_and_says_what_it_lacks(launch, server, odoo):
    # a name other than localhost: to the browser this is any address of the network
    browser = launch("--host-resolver-rules=MAP odoo.test 127.0.0.1")
    phone = Phone(browser.new_page(viewport=NARROW), server["url"].replace("127.0.0.1", "odoo.test"), odoo)
    phone.page.set_default_timeout(PATIENCE_MS)
    phone.open_app("week")
    phone.page.get_by_role("link", name="Log in").click()
    phone.page.fill("input[name=login]", "anna")
    phone.page.fill("input[name=password]", server["password"])
    phone.page.click("button[type=submit]")
    expect(phone.page.locator(".fva-days button")).to_have_count(14)
    expect(phone.page.locator(".fva-insecure")).to_contain_text("no HTTPS")
    assert no_sideways(phone.page)
    phone.open_app("more")
    phone.page.wait_for_timeout(1000)
    phone.page.close()
    assert not [text for text in phone.complaints if "favicon" not in text]


def test_pulling_down_loads_the_day_again(open_phone, road):
    phone = open_phone(road, service_workers="block")
    phone.open_app("today")
    expect(phone.page.locator(".fva-stops")).to_be_visible()
    phone.wait_for_sent()
    with phone.page.expect_request("**/app/load"):
        phone.page.locator(".fva-main").evaluate("""element => {
            const finger = y => new Touch({identifier: 1, target: element, clientX: 100, clientY: y});
            const touches = (kind, y) => kind === "touchend" ? [] : [finger(y)];
            const send = (kind, y) => element.dispatchEvent(new TouchEvent(kind, {touches: touches(kind, y)}));
            send("touchstart", 100); send("touchmove", 260); send("touchend", 260);
        }""")


def test_a_screen_that_fails_leaves_the_rest_within_reach(open_phone, road):
    phone = open_phone(road, service_workers="block")
    phone.open_app("today")
    expect(phone.page.locator(".fva-stops")).to_be_visible()
    # the console's complaint is the point here
    phone.page.remove_listener("console", phone._on_console)

    def broken(route):
        answer = route.fetch()
        data = answer.json()
        data["result"]["week"] = {"no": "list"}
        route.fulfill(response=answer, json=data)

    phone.page.route("**/app/load", broken)
    phone.page.get_by_title("Load again").click()
    phone.page.locator(".fva-tabs a").filter(has_text="Week").click()
    expect(phone.page.get_by_text("could not be shown")).to_be_visible()
    phone.page.locator(".fva-tabs a").filter(has_text="Today").click()
    expect(phone.page.locator(".fva-stops")).to_be_visible()


class TestQrCode:
    """The address in the code of ``./run --phone``; its token is made by dev/demo/phone_token.py."""

    def note(self, odoo, until):
        token = secrets.token_urlsafe(18)
        odoo.set_param("field_visit_demo.phone", json.dumps({
            "digest": hashlib.sha256(token.encode()).hexdigest(), "login": "anna", "until": until}))
        return token

    def test_it_opens_the_day_once(self, open_phone, odoo, server):
        token = self.note(odoo, time.time() + 60)
        first, second = open_phone(signed_in=False), open_phone(signed_in=False)
        first.page.goto(f"{server['url']}/field_visit_demo/phone/{token}")
        expect(first.page.locator(".fva-tabs")).to_be_visible()
        assert second.page.request.get(f"{server['url']}/field_visit_demo/phone/{token}").status == 404

    def test_not_after_its_time_nor_with_another_token(self, open_phone, odoo, server):
        token = self.note(odoo, time.time() - 1)
        phone = open_phone(signed_in=False)
        for wrong in ("guessed", token):
            assert phone.page.request.get(f"{server['url']}/field_visit_demo/phone/{wrong}").status == 404
