"""The web client as a person uses it, for every Odoo series."""
import json
import re
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

MAP = "[data-state=ready][data-base=ready]"
PATIENCE_MS = 60_000
#: Of the demo company, its reps and their browsers.
ZONE = "Europe/Helsinki"

expect.set_options(timeout=PATIENCE_MS)


def today():
    """The day of the demo's people and browsers: around midnight it is not the server's."""
    return datetime.now(ZoneInfo(ZONE)).date()


def is_search(request, words):
    """Whether the map asks for the records that the search finds by these words."""
    return "/get_map_data" in request.url and json.dumps(words, ensure_ascii=False)[1:-1] in (request.post_data or "")


def wait_until_still(element):
    """Wait until an element has stopped moving: nobody aims at a button before that."""
    element.evaluate("""async node => {
        const place = () => JSON.stringify(node.getBoundingClientRect());
        for (let before = place(), same = 0; same < 3;) {
            await new Promise(resolve => setTimeout(resolve, 100));
            same = place() === before ? same + 1 : 0;
            before = place();
        }
    }""")


class Web:
    """One page and what it complained about."""

    def __init__(self, page, url, odoo):
        self.page, self.url, self.odoo = page, url, odoo
        self.complaints = []
        self._opened = 0
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _on_console(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def sign_in(self, login, password):
        """Take a session without waiting for the page that Odoo opens first."""
        params = {"db": self.odoo.db, "login": login, "password": password}
        answer = self.page.request.post(self.url + "/web/session/authenticate", data={"jsonrpc": "2.0", "params": params})
        assert answer.json().get("result", {}).get("uid"), answer.text()[:300]

    def sign_in_by_form(self, login, password):
        self.page.goto(self.url + "/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")

    def open(self, action, **more):
        """Open an action of the addon by its name, with further keys of the address."""
        keys = dict(action=self.odoo.ref("field_visit_routing." + action),
                    menu_id=self.odoo.ref("field_visit_routing.menu_root"), **more)
        self._opened += 1
        # a query of its own: an address that differs after the # alone would be no page load
        self.page.goto(f"{self.url}/web?e2e={self._opened}#" + "&".join(f"{key}={value}" for key, value in keys.items()))
        self.page.wait_for_selector(".o_action_manager .o_control_panel")

    def open_record(self, action, model, record):
        self.open(action, model=model, id=record, view_type="form")
        self.page.wait_for_selector(".o_form_view")

    def map(self):
        """Wait until the map is drawn, and return its element."""
        self.page.wait_for_selector(MAP)
        return self.page.locator(MAP)

    @contextmanager
    def found(self, words=""):
        """Change what is searched for, to these words; at the end the map shows what is found."""
        with self.page.expect_response(lambda answer: is_search(answer.request, words)) as found:
            yield
        expect(self.map()).to_have_attribute("data-count", str(len(found.value.json()["result"]["ids"])))

    def search(self, words):
        """Type into Odoo's search bar, and take the first proposal."""
        self.map()
        box = self.page.locator(".o_searchview_input:visible").first
        with self.found(words):
            box.fill(words)
            box.press("Enter")

    def button(self, text):
        return self.page.locator("button:visible", has_text=re.compile(rf"^\s*{re.escape(text)}\s*$")).first

    def click(self, text):
        self.button(text).click()

    def tab(self, text):
        self.page.locator(".nav-link:visible", has_text=text).first.click()

    def field(self, name):
        """The input of a field, wherever the series puts it."""
        return self.page.locator(f"input[name={name}]:visible, textarea[name={name}]:visible, "
                                 f"[name={name}] input:visible, [name={name}] textarea:visible").first

    def fill(self, name, value):
        box = self.field(name)
        box.fill(value)
        box.press("Tab")

    def error_text(self):
        """Wait for Odoo's error dialog and return its text."""
        dialog = self.page.locator(".modal:visible, .o_notification:visible").last
        expect(dialog).to_be_visible()
        return dialog.inner_text()

    def text(self):
        return self.page.locator("body").inner_text()


class Phone(Web):
    """The app on an emulated phone."""

    def sign_in(self, login, password):
        """As a person does: the login page takes the app's place, which asks for nothing while the session changes."""
        self.page.goto("about:blank")
        super().sign_in(login, password)

    def open_app(self, screen=""):
        """Open the app and wait for a first screen with data (or the sign that it needs a login)."""
        self.page.goto(f"{self.url}/field_visit_routing/app#/{screen}")
        self.page.wait_for_selector(".fva")

    def wait_for_worker(self):
        """Wait until the app would open without a network."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")

    def wait_for_documents(self):
        """Wait until the documents of the load are on the phone: they are fetched in the background."""
        kept = self.page.evaluate("""async (patience_ms) => {
            const { user, documents = [] } = window.fieldVisitApp.loaded;
            for (const until = Date.now() + patience_ms; Date.now() < until; ) {
                const cache = await caches.open("field-visit-documents-" + user.id);
                const kept = await Promise.all(documents.map(({ url }) => cache.match(url)));
                if (kept.every(Boolean)) return true;
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
            return false;
        }""", PATIENCE_MS)
        assert kept, "the documents of the load did not reach the phone"

    def wait_for_sent(self):
        """Wait until nothing waits for the network any more; without its tabs the app has not yet looked what waits."""
        self.page.wait_for_selector(".fva[data-waiting='0'][data-link='online'] .fva-tabs")
