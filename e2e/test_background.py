"""What waits is sent by the service worker when the app is closed: the browser wakes it (Background Sync)."""
import pytest
from playwright.sync_api import expect

WAKE = "field-visit-outbox"


class Browser:
    """The browser's side of a page's service worker, told by its debugging protocol."""

    def __init__(self, page, url):
        self.page, self.origin = page, url.rstrip("/")
        self.registration = None
        self.session = page.context.new_cdp_session(page)
        self.session.on("ServiceWorker.workerRegistrationUpdated", self._hear)
        self.session.send("ServiceWorker.enable")

    def _hear(self, event):
        for known in event["registrations"]:
            if known["scopeURL"].startswith(self.origin) and not known["isDeleted"]:
                self.registration = known["registrationId"]

    def wake(self):
        """Tell the worker that there is a network again, as the browser does for a closed app."""
        for _round in range(50):
            if self.registration:
                break
            self.page.wait_for_timeout(100)
        self.session.send("ServiceWorker.dispatchSyncEvent", {
            "origin": self.origin, "registrationId": self.registration, "tag": WAKE, "lastChance": False})


@pytest.fixture
def stop(odoo, new_stops):
    """One more visit of today."""
    return new_stops(1)[-1]["id"]


def _steps(odoo, visit):
    rows = odoo.read("field.visit.event", [("visit_id", "=", visit)], ["kind", "state"], order="id")
    return [(row["kind"], row["state"]) for row in rows]


def _leave_waiting(phone, visit):
    """Two steps without a network, then the app is closed and the network comes back."""
    page = phone.page
    phone.open_app("today")
    expect(page.locator(f"[data-visit='{visit}']")).to_be_visible()
    phone.wait_for_worker()
    phone.wait_for_documents()
    page.context.set_offline(True)
    for kind in ("start_travel", "check_in"):
        page.evaluate("([kind, visit_id]) => fieldVisitApp.send(kind, { visit_id })", [kind, visit])
    expect(page.locator(".fva[data-waiting='2']")).to_be_visible()
    page.goto("about:blank")
    page.context.set_offline(False)


def _until(phone, found):
    """Wait for what the worker does, of which no page hears."""
    for _round in range(100):
        if found():
            return
        phone.page.wait_for_timeout(200)
    raise AssertionError("the worker has not sent what waited")


def test_the_outbox_of_a_closed_app_is_sent_once(open_phone, busy_rep, odoo, server, stop):
    phone = open_phone(busy_rep)
    _leave_waiting(phone, stop)
    assert _steps(odoo, stop) == []
    browser = Browser(phone.page, server["url"])
    browser.wake()
    _until(phone, lambda: len(_steps(odoo, stop)) == 2)
    assert _steps(odoo, stop) == [("start_travel", "done"), ("check_in", "done")]
    browser.wake()
    phone.open_app("today")
    phone.wait_for_sent()
    expect(phone.page.locator(f"[data-visit='{stop}'][data-state=in_progress]")).to_be_visible()
    assert _steps(odoo, stop) == [("start_travel", "done"), ("check_in", "done")]


def test_a_session_that_is_over_keeps_everything(open_phone, busy_rep, odoo, server, stop):
    phone = open_phone(busy_rep)
    _leave_waiting(phone, stop)
    phone.page.context.clear_cookies()
    with phone.page.context.expect_event("response", lambda answer: answer.url.endswith("/app/sync")):
        Browser(phone.page, server["url"]).wake()
    assert _steps(odoo, stop) == []
    phone.sign_in(busy_rep, server["password"])
    phone.open_app("today")
    phone.wait_for_sent()
    assert _steps(odoo, stop) == [("start_travel", "done"), ("check_in", "done")]
