"""Fixtures of the browser tests: a signed-in page of a running demo server.

The server is named by FVR_URL, FVR_DB, FVR_LOGIN and FVR_PASSWORD (the JSON line of ``./run``); FVR_BROWSER
names the Chromium to use. ``./test e2e`` starts a server of its own and sets them.
"""
import os
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from web import PATIENCE_MS, ZONE, Phone, Web

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT / "dev" / "demo"))

from rpc import Odoo  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run"]
#: Said by Odoo itself and none of our business.
HARMLESS = ("favicon.ico", "was preloaded using link preload", "Failed to load resource: net::ERR_ABORTED")


def _needed(name):
    value = os.environ.get(name)
    if not value:
        pytest.exit(f"{name} is not set: start a demo by ./run and give its last line's values, or use ./test e2e", 2)
    return value


@pytest.fixture(scope="session")
def server():
    """Address, database, login and password of the running demo."""
    return {key: _needed("FVR_" + key.upper()) for key in ("url", "db", "login", "password")}


@pytest.fixture(scope="session")
def odoo(server):
    """An RPC client, to look up records and to clean up."""
    return Odoo(**server)


@pytest.fixture(scope="session")
def launch():
    """Return ``launch(*flags)``: a browser with further flags, closed after all tests."""
    path = os.environ.get("FVR_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        opened = []

        def start(*flags):
            opened.append(playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags]))
            return opened[-1]

        yield start
        for chromium in opened:
            chromium.close()


@pytest.fixture(scope="session")
def browser(launch):
    return launch()


@pytest.fixture
def open_web(browser, server, odoo):
    """Return ``open_web(login=…, size=…, timezone=…)``: a signed-in page; complaints of its console fail the test.

    ``timezone`` is that of the browser, by default the one of the demo: Odoo takes from it which day, and so which week, it is.
    """
    opened = []

    def start(login=None, size=(1280, 800), timezone=ZONE):
        page = browser.new_page(viewport={"width": size[0], "height": size[1]}, timezone_id=timezone)
        page.set_default_timeout(PATIENCE_MS)
        web = Web(page, server["url"], odoo)
        opened.append(web)
        web.sign_in(login or server["login"], server["password"])
        return web

    yield start
    complaints = [text for web in opened for text in web.complaints if not any(part in text for part in HARMLESS)]
    for web in opened:
        web.page.close()
    assert complaints == []


PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
#: What the browser says of requests that a test itself cut off.
OFFLINE = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")


@pytest.fixture(scope="session")
def busy_rep(odoo):
    """Login of the rep who has a route under way today, whatever day of the week it is."""
    route = odoo.search("field.visit.route", [("state", "=", "in_progress")], limit=1)
    user = odoo.call("field.visit.route", "read", route, ["user_id"])[0]["user_id"][0]
    return odoo.call("res.users", "read", [user], ["login"])[0]["login"]


@pytest.fixture
def new_stops(odoo, busy_rep):
    """Return ``new_stops(count)``: further planned visits of that rep's day, so that no test takes those of another."""
    made = []

    def make(count):
        route, = odoo.read("field.visit.route", [("state", "=", "in_progress"), ("user_id.login", "=", busy_rep)],
                           ["rep_id", "company_id"], limit=1)
        customers = odoo.search("res.partner", [
            ("user_id.login", "=", busy_rep), ("geo_state", "in", ("located", "manual")), ("is_company", "=", True)],
            limit=count)
        for number, customer in enumerate(customers):
            start = datetime.utcnow().replace(microsecond=0) + timedelta(minutes=1 + number)
            made.extend(odoo.create("field.visit", [{
                "partner_id": customer, "rep_id": route["rep_id"][0], "company_id": route["company_id"][0],
                "route_id": route["id"], "planned_start": f"{start}", "service_s": 600, "state": "planned",
                "sequence": 900 + number}]))
        return odoo.read("field.visit", [("id", "in", made)], ["visit_latitude", "visit_longitude", "name"], order="sequence")

    yield make
    left = odoo.search("field.visit", [("id", "in", made), ("state", "in", ("draft", "planned"))])
    if left:
        odoo.call("field.visit", "action_cancel", left)


@pytest.fixture
def open_phone(browser, server, odoo):
    """Return ``open_phone(login, position=(lat, lon), signed_in=True, url=…)``: the app on an emulated phone.

    ``phone.page.context.set_offline(True)`` takes its network away, ``set_geolocation`` moves it; what its console
    complains about fails the test.  ``service_workers="block"`` is for tests that answer in the server's place: while a
    worker takes a page over, Playwright does not see every request.
    """
    opened = []

    def start(login="anna", position=None, signed_in=True, url=None, **more):
        place = {"latitude": position[0], "longitude": position[1], "accuracy": 12} if position else None
        context = browser.new_context(**PHONE, geolocation=place, **more,
                                      permissions=["geolocation"] if place else [])
        phone = Phone(context.new_page(), url or server["url"], odoo)
        phone.page.set_default_timeout(PATIENCE_MS)
        opened.append(phone)
        if signed_in:
            phone.sign_in(login, server["password"])
        return phone

    yield start
    known = HARMLESS + OFFLINE
    complaints = [text for phone in opened for text in phone.complaints if not any(part in text for part in known)]
    for phone in opened:
        # an answer that a test makes itself may still be on its way
        phone.page.unroute_all(behavior="ignoreErrors")
        phone.page.context.close()
    assert complaints == []


@pytest.fixture
def web(open_web):
    """The administrator's page on a desktop."""
    return open_web()
