"""Fixtures of the browser tests: a signed-in page of a running demo server.

The server is named by FVR_URL, FVR_DB, FVR_LOGIN and FVR_PASSWORD (the JSON line of ``./run``); FVR_BROWSER
names the Chromium to use. ``./test e2e`` starts a server of its own and sets them.
"""
import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from web import PATIENCE_MS, Web

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
def browser():
    path = os.environ.get("FVR_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_web(browser, server, odoo):
    """Return ``open_web(login=…, size=…)``: a signed-in page; complaints of its console fail the test."""
    opened = []

    def start(login=None, size=(1280, 800)):
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
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


@pytest.fixture
def web(open_web):
    """The administrator's page on a desktop."""
    return open_web()
